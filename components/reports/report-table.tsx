'use client';

import { useTranslations } from 'next-intl';
import { Time } from '@/components/fleet/time';
import { ReportAction } from '@/components/reports/report-action';
import { ReportResult } from '@/components/reports/report-result';
import { ReportStateText } from '@/components/reports/report-state';
import { useCoversInFull, useCoversText, useScopeText } from '@/components/reports/report-text';
import { type Column, DataTable } from '@/components/table/data-table';
import { TwoLines } from '@/components/table/two-lines';
import { ForeignText } from '@/components/ui/foreign-text';
import { Link } from '@/components/ui/link';
import { reportAddress } from '@/lib/client/report-address';
import { inScope } from '@/lib/client/scope';
import { useScope } from '@/lib/client/use-scope';
import type { ReportList, ReportRow } from '@/lib/contracts/reports';
import { visibleText } from '@/lib/util/visible-text';

/** Short by nature: it never breaks where there is room for the column at all. */
const SHORT = { className: 'desk:whitespace-nowrap' };

/** The newest first. */
export function ReportTable({ list }: { list: ReportList }) {
  const t = useTranslations('reports');
  const scopeText = useScopeText();
  const coversText = useCoversText();
  const coversInFull = useCoversInFull();
  const { asOf } = list;
  const covers = (report: ReportRow) => <span title={coversInFull(report)}>{coversText(report, asOf)}</span>;
  const columns: Column<ReportRow>[] = [
    {
      id: 'report',
      header: t('column.report'),
      cell: (report) => (
        <TwoLines second={`${report.number}, ${t(`language.${report.lang}`)}`}>
          <Title number={report.number}>{report.title}</Title>
          <span className="block text-small text-ink-3 tablet:hidden">{covers(report)}</span>
          <span className="tablet:hidden">
            {report.state !== 'ready' && <ReportStateText report={report} />}
          </span>
        </TwoLines>
      ),
    },
    {
      id: 'scope',
      header: t('column.scope'),
      from: 'tablet',
      cell: (report) => (
        <TwoLines second={report.totals !== null && t('hosts', { count: report.totals.hosts })}>
          <span className="line-clamp-2">
            <bdi>{scopeText(report)}</bdi>
          </span>
        </TwoLines>
      ),
    },
    {
      id: 'covers',
      header: t('column.covers'),
      from: 'tablet',
      ...SHORT,
      cell: (report) => (
        <TwoLines second={t('kindIn', { kind: t(`kind.${report.kind}`), timeZone: report.timeZone })}>
          {covers(report)}
        </TwoLines>
      ),
    },
    {
      id: 'state',
      header: t('column.state'),
      from: 'tablet',
      cell: (report) => <ReportStateText report={report} />,
    },
    {
      id: 'compliant',
      header: t('column.compliant'),
      isRight: true,
      ...SHORT,
      cell: (report) => <ReportResult report={report} />,
    },
    {
      id: 'madeBy',
      header: t('column.madeBy'),
      from: 'desk',
      ...SHORT,
      cell: (report) => (
        <TwoLines second={<Time value={report.createdAt} asOf={asOf} />}>
          <MadeBy report={report} />
        </TwoLines>
      ),
    },
    {
      id: 'download',
      header: t('column.download'),
      isRight: true,
      cell: (report) => <ReportAction report={report} />,
    },
  ];
  return <DataTable label={t('all')} {...{ columns }} rows={list.reports} keyOf={({ id }) => id} />;
}

/** A person, or a schedule: whose rights it made it with stands on the report's page. */
function MadeBy({ report: { schedule, createdBy } }: { report: ReportRow }) {
  const t = useTranslations('schedules');
  if (schedule === null) return <ForeignText text={createdBy} />;
  return <span title={visibleText(schedule.name)}>{t('bySchedule')}</span>;
}

function Title({ number, children }: { number: string; children: string }) {
  const scope = useScope();
  return (
    <Link href={inScope(reportAddress(number), scope)} className="font-semibold hover:underline">
      <ForeignText text={children} />
    </Link>
  );
}
