'use client';

import { useSuspenseQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { SectionTabs } from '@/components/fleet/section-tabs';
import { ReportFilters, ReportKinds } from '@/components/reports/report-filters';
import { ReportTable } from '@/components/reports/report-table';
import { ReportTally } from '@/components/reports/report-tally';
import { SchedulesPanel } from '@/components/reports/schedules/schedules-panel';
import { UnknownMaker } from '@/components/reports/unknown-maker';
import { VerifyNote } from '@/components/reports/verify-note';
import { useRowKeys } from '@/components/table/use-row-keys';
import { buttonClass } from '@/components/ui/button';
import { Icon } from '@/components/ui/icon';
import { Link } from '@/components/ui/link';
import { PageTitle } from '@/components/ui/page-title';
import { Panel } from '@/components/ui/panel';
import { useShortcuts } from '@/components/ui/use-shortcuts';
import { newReportAddress } from '@/lib/client/new-report-address';
import { type ReportsQuery, reportsAddress, reportsInput } from '@/lib/client/report-address';
import { inScope } from '@/lib/client/scope';
import { useTRPC } from '@/lib/client/trpc';
import { useScope } from '@/lib/client/use-scope';
import { LIST_EVERY_MS, WATCHED } from '@/lib/client/watched-query';
import type { ReportList } from '@/lib/contracts/reports';

/** While one is being made. */
const MAKING_MS = 1_500;

const isMaking = (list: ReportList | undefined) =>
  list?.reports.some(({ state }) => state === 'queued' || state === 'running') ?? false;

export function ReportsScreen({ query }: { query: ReportsQuery }) {
  const t = useTranslations('reports');
  const trpc = useTRPC();
  const { data: list } = useSuspenseQuery(
    trpc.report.list.queryOptions(reportsInput(query), {
      meta: WATCHED,
      refetchInterval: ({ state }) => (isMaking(state.data) ? MAKING_MS : LIST_EVERY_MS),
    }),
  );
  const rowKeys = useRowKeys<HTMLDivElement>();
  return (
    <div {...rowKeys} className="grid min-w-0 gap-4 px-gutter pt-5 pb-8">
      <Head />
      <SectionTabs of="reports" current="reports" />
      <ReportTally query={query} />
      <Panel
        title={t('all')}
        hint={list.total > 0 ? t('newestFirst', { total: list.total }) : undefined}
        aside={<ReportKinds query={query} counts={list.counts} />}
      >
        <ReportFilters query={query} />
        {list.reports.length === 0 ? (
          <Empty query={query} makers={list.makers} />
        ) : (
          <ReportTable list={list} />
        )}
        <Pages query={query} list={list} />
      </Panel>
      <SchedulesPanel />
      <VerifyNote />
    </div>
  );
}

function Head() {
  const t = useTranslations('reports');
  const router = useRouter();
  const address = inScope(newReportAddress(), useScope());
  useShortcuts({ newReport: () => router.push(address) });
  return (
    <div className="flex flex-wrap items-start justify-between gap-3">
      <div className="grid min-w-0 flex-1 basis-80 gap-1">
        <PageTitle>{t('title')}</PageTitle>
        <p className="text-ink-2">{t('lead')}</p>
      </div>
      <Link className={buttonClass({ variant: 'primary' })} href={address}>
        {t('new')}
      </Link>
    </div>
  );
}

/** Why nothing is there: none was made yet, or none is as it was asked for. */
function Empty({ query, makers }: { query: ReportsQuery } & Pick<ReportList, 'makers'>) {
  const t = useTranslations('reports');
  const isFiltered = reportsAddress({ ...query, cursor: null }) !== reportsAddress();
  return (
    <div className="grid gap-1 px-4 py-6 text-ink-2">
      <p>
        {t(query.cursor !== null ? 'noneHere' : isFiltered ? 'noneSuch' : 'none')}{' '}
        {isFiltered && (
          <Link className="underline decoration-line-2 underline-offset-3" href={reportsAddress()}>
            {t('filter.clear')}
          </Link>
        )}
      </p>
      {makers !== null && query.by !== null && <UnknownMaker maker={query.by} makers={makers} />}
    </div>
  );
}

function Pages({ query, list }: { query: ReportsQuery; list: ReportList }) {
  const t = useTranslations('reports');
  const scope = useScope();
  const { previousCursor, nextCursor, total, reports } = list;
  if (query.cursor === null && nextCursor === null) return null;
  const at = (cursor: string | null) => inScope(reportsAddress({ ...query, cursor }), scope);
  return (
    <nav
      aria-label={t('pages')}
      className="flex flex-wrap items-center gap-2 border-t border-line px-4 py-2 text-small text-ink-3"
    >
      <span className="mr-auto">{t('shown', { shown: reports.length, total })}</span>
      {query.cursor !== null && (
        <Link className={buttonClass({ size: 'tiny' })} href={at(null)}>
          {t('newest')}
        </Link>
      )}
      {previousCursor !== null && (
        <Link className={buttonClass({ size: 'tiny' })} href={at(previousCursor)}>
          <Icon name="left" size={12} />
          {t('newer')}
        </Link>
      )}
      {nextCursor !== null && (
        <Link className={buttonClass({ size: 'tiny' })} href={at(nextCursor)}>
          {t('older')}
          <Icon name="right" size={12} />
        </Link>
      )}
    </nav>
  );
}
