'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { Time } from '@/components/fleet/time';
import { ReportAction } from '@/components/reports/report-action';
import { ColumnHeads, cellClass } from '@/components/reports/report-cells';
import { ReportResult } from '@/components/reports/report-result';
import { ReportStateText } from '@/components/reports/report-state';
import { useCoversInFull, useCoversText, useScopeText } from '@/components/reports/report-text';
import { ForeignText } from '@/components/ui/foreign-text';
import { Link } from '@/components/ui/link';
import { reportAddress } from '@/lib/client/report-address';
import { inScope } from '@/lib/client/scope';
import { useScope } from '@/lib/client/use-scope';
import type { ReportList, ReportRow } from '@/lib/contracts/reports';
import { visibleText } from '@/lib/util/visible-text';

/** Digits of a digest that stand in a list; its title and the report's own page have all of it. */
const SHORT_DIGEST = 8;

const COLUMNS = [
  { name: 'report', from: 'always', isRight: false },
  { name: 'scope', from: 'tablet', isRight: false },
  { name: 'covers', from: 'tablet', isRight: false },
  { name: 'state', from: 'tablet', isRight: false },
  { name: 'compliant', from: 'always', isRight: true },
  { name: 'madeBy', from: 'desk', isRight: false },
  { name: 'digest', from: 'columns', isRight: false },
  { name: 'download', from: 'always', isRight: true },
] as const;

/** The newest first. */
export function ReportTable({ list }: { list: ReportList }) {
  const t = useTranslations('reports');
  return (
    <table aria-label={t('all')} className="w-full text-left">
      <ColumnHeads columns={COLUMNS} textOf={(name) => t(`column.${name}`)} />
      <tbody>
        {list.reports.map((report) => (
          <Row key={report.id} report={report} asOf={list.asOf} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ report, asOf }: { report: ReportRow; asOf: string }) {
  const t = useTranslations('reports');
  const scopeText = useScopeText();
  const coversText = useCoversText();
  const coversInFull = useCoversInFull();
  const { title, number, lang, kind, timeZone, totals, digest, createdAt } = report;
  const covers = <span title={coversInFull(report)}>{coversText(report, asOf)}</span>;
  return (
    <tr className="border-t border-line has-[a:focus-visible]:bg-raised">
      <Cell second={`${number}, ${t(`language.${lang}`)}`}>
        <Title number={number}>{title}</Title>
        <span className="block text-small text-ink-3 tablet:hidden">{covers}</span>
        <span className="tablet:hidden">
          {report.state !== 'ready' && <ReportStateText report={report} />}
        </span>
      </Cell>
      <Cell from="tablet" second={totals !== null && t('hosts', { count: totals.hosts })}>
        <span className="line-clamp-2">
          <bdi>{scopeText(report)}</bdi>
        </span>
      </Cell>
      <Cell from="tablet" isShort second={t('kindIn', { kind: t(`kind.${kind}`), timeZone })}>
        {covers}
      </Cell>
      <td className={cellClass({ from: 'tablet' })}>
        <ReportStateText report={report} />
      </td>
      <td className={cellClass({ isRight: true, isShort: true })}>
        <ReportResult report={report} />
      </td>
      <Cell from="desk" isShort second={<Time value={createdAt} asOf={asOf} />}>
        <MadeBy report={report} />
      </Cell>
      <td className={cellClass({ from: 'columns' })}>
        {digest !== null && (
          <code className="font-mono text-code" title={t('digestOf', { digest })}>
            {digest.slice(0, SHORT_DIGEST)}
          </code>
        )}
      </td>
      <td className={cellClass({ isRight: true })}>
        <ReportAction report={report} />
      </td>
    </tr>
  );
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

type CellProps = { from?: 'tablet' | 'desk'; isShort?: boolean; second: ReactNode; children: ReactNode };

function Cell({ from, isShort, second, children }: CellProps) {
  return (
    <td className={cellClass({ from, isShort })}>
      <span className="grid">
        <span>{children}</span>
        <span className="text-small text-ink-3">{second}</span>
      </span>
    </td>
  );
}
