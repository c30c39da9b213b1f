'use client';

import { useSuspenseQuery } from '@tanstack/react-query';
import { useFormatter, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { frameworkNames } from '@/components/reports/framework-names';
import { ReportAction } from '@/components/reports/report-action';
import { ReportCrumbs } from '@/components/reports/report-crumbs';
import { ReportFiles } from '@/components/reports/report-files';
import { ReportRemoval } from '@/components/reports/report-removal';
import { ReportResult } from '@/components/reports/report-result';
import { ReportStateText } from '@/components/reports/report-state';
import { filterOfReport, useCoversInFull, useScopeText } from '@/components/reports/report-text';
import { ReportMails } from '@/components/reports/schedules/report-mails';
import { VerifyNote } from '@/components/reports/verify-note';
import { ForeignText } from '@/components/ui/foreign-text';
import { Link } from '@/components/ui/link';
import { PageTitle } from '@/components/ui/page-title';
import { Panel } from '@/components/ui/panel';
import { useZone } from '@/components/ui/use-zone';
import { hostsAddress } from '@/lib/client/host-address';
import { useTRPC } from '@/lib/client/trpc';
import { CLOSED } from '@/lib/client/watched-query';
import type { ReportDetail, ReportRow } from '@/lib/contracts/reports';
import type { HostFilter } from '@/lib/domain/host-filter';
import { hostsOfClass } from '@/lib/domain/report/hosts-of-class';
import { COMPLIANCE } from '@/lib/domain/vocabulary';
import { fullMoment } from '@/lib/i18n/moment';

const MAKING_MS = 1_500;

const isMaking = (report: ReportRow | undefined) => report?.state === 'queued' || report?.state === 'running';

/** One report whole. It never changes once it is made, so it is asked for again only until then. */
export function ReportScreen({ number }: { number: string }) {
  const trpc = useTRPC();
  const { data: report } = useSuspenseQuery(
    trpc.report.get.queryOptions(
      { id: number },
      // Not watched: its time is the one that it is about, and not how fresh this page is.
      { meta: CLOSED, refetchInterval: ({ state }) => isMaking(state.data) && MAKING_MS },
    ),
  );
  return (
    <div className="grid min-w-0 gap-4 px-gutter pt-5 pb-8">
      <div className="flex flex-wrap items-start justify-between gap-3">
        <div className="grid min-w-0 flex-1 basis-80 gap-1">
          <ReportCrumbs>{report.number}</ReportCrumbs>
          <PageTitle className="wrap-anywhere">
            <ForeignText text={report.title} />
          </PageTitle>
          <ReportStateText report={report} />
        </div>
        <div className="flex flex-wrap items-start justify-end gap-2">
          <ReportRemoval report={report} />
          <ReportAction report={report} />
        </div>
      </div>
      <div className="grid items-start gap-4 columns:grid-cols-2">
        <About report={report} />
        <Figures report={report} />
      </div>
      {report.state === 'ready' && <ReportFiles report={report} />}
      <ReportMails report={report} />
      <VerifyNote />
    </div>
  );
}

function About({ report }: { report: ReportDetail }) {
  const t = useTranslations('reports.about');
  const reports = useTranslations('reports');
  const zone = useZone();
  const scopeText = useScopeText();
  const covers = useCoversInFull();
  const { number, kind, timeZone, lang, frameworks, createdBy, createdAt, finishedAt, keptUntil } = report;
  const moment = (time: string) => fullMoment(new Date(time), zone);
  return (
    <Panel title={t('title')}>
      <dl className="grid gap-2.5 px-4 py-3">
        <Fact name={t('number')}>{number}</Fact>
        <Fact name={t('scope')}>
          <Link
            className="underline decoration-line-2 underline-offset-3"
            href={hostsThen(report, filterThen(report))}
          >
            <bdi>{scopeText(report)}</bdi>
          </Link>
        </Fact>
        <Fact name={t('covers')}>{covers(report)}</Fact>
        <Fact name={t('kind')}>{reports('kindIn', { kind: reports(`kind.${kind}`), timeZone })}</Fact>
        <Fact name={t('language')}>{reports(`language.${lang}`)}</Fact>
        {frameworks.length > 0 && <Frameworks keys={frameworks} />}
        <Fact name={t('askedBy')}>
          <ForeignText text={createdBy} />, {moment(createdAt)}
        </Fact>
        {finishedAt !== null && report.state === 'ready' && (
          <Fact name={t('madeAt')}>{moment(finishedAt)}</Fact>
        )}
        {report.schedule === null && (
          <Fact name={t('keptUntil')}>{t('keptUntilOf', { moment: moment(keptUntil) })}</Fact>
        )}
      </dl>
    </Panel>
  );
}

function Frameworks({ keys }: { keys: readonly string[] }) {
  const t = useTranslations('reports.about');
  const { data } = useSuspenseQuery(useTRPC().report.frameworks.queryOptions());
  return (
    <Fact name={t('frameworks')}>
      <ForeignText text={frameworkNames(keys, data.frameworks)} />
    </Fact>
  );
}

/** Its hosts, as a list asks for them: who made it may have seen fewer fabrics than who reads it. */
function filterThen(report: ReportRow): HostFilter {
  const { fabric, ...named } = filterOfReport(report);
  const include = fabric?.include.length ? fabric.include : (report.scope.fabrics ?? []);
  const exclude = fabric?.exclude ?? [];
  return include.length + exclude.length === 0 ? named : { ...named, fabric: { include, exclude } };
}

/** A link to the page on screen at the same time, where each figure can be found again. */
const hostsThen = ({ asOf }: ReportRow, filter: HostFilter) => hostsAddress({ filter, at: new Date(asOf) });

function Figures({ report }: { report: ReportRow }) {
  const t = useTranslations('reports');
  const format = useFormatter();
  const { totals } = report;
  if (totals === null) return null;
  const all = filterThen(report);
  return (
    <Panel title={t('about.figures')} hint={t(report.kind === 'period' ? 'about.atEnd' : 'about.atMoment')}>
      <div className="grid gap-3 px-4 py-3">
        <ReportResult report={report} isLarge />
        <dl className="grid gap-1.5 border-t border-line pt-3">
          <Fact name={t('about.hosts')}>
            <Figure report={report} filter={all}>
              {format.number(totals.hosts)}
            </Figure>
          </Fact>
          {COMPLIANCE.map((word) => (
            <Fact key={word} name={t(`about.class.${word}`)}>
              <Figure report={report} filter={hostsOfClass(all, word)}>
                {format.number(totals[word])}
              </Figure>
            </Fact>
          ))}
        </dl>
      </div>
    </Panel>
  );
}

type FigureProps = { report: ReportRow; filter: HostFilter | null; children: string };

/** Leads to its hosts, where a list can ask for them. */
function Figure({ report, filter, children }: FigureProps) {
  const figure = <b className="tabular-nums">{children}</b>;
  if (filter === null) return figure;
  return (
    <Link className="underline decoration-line-2 underline-offset-3" href={hostsThen(report, filter)}>
      {figure}
    </Link>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="grid grid-cols-[calc(var(--spacing)*28)_minmax(0,1fr)] gap-2">
      <dt className="text-ink-3">{name}</dt>
      <dd className="wrap-anywhere">{children}</dd>
    </div>
  );
}
