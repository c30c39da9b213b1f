'use client';

import { useSuspenseQuery } from '@tanstack/react-query';
import { useLocale, useTranslations } from 'next-intl';
import { ColumnHeads, cellClass } from '@/components/reports/report-cells';
import { useScopeText } from '@/components/reports/report-text';
import { LastRun } from '@/components/reports/schedules/last-run';
import { ScheduleActions } from '@/components/reports/schedules/schedule-actions';
import { useDateText, useRhythmText } from '@/components/reports/schedules/schedule-text';
import { buttonClass } from '@/components/ui/button';
import { ForeignText } from '@/components/ui/foreign-text';
import { Link } from '@/components/ui/link';
import { Panel } from '@/components/ui/panel';
import { newScheduleAddress, scheduleAddress } from '@/lib/client/schedule-address';
import { inScope } from '@/lib/client/scope';
import { useTRPC } from '@/lib/client/trpc';
import { useScope } from '@/lib/client/use-scope';
import { LIST_EVERY_MS } from '@/lib/client/watched-query';
import type { ScheduleList, ScheduleRow } from '@/lib/contracts/schedules';
import { dayAndMonth } from '@/lib/i18n/moment';

const COLUMNS = [
  { name: 'schedule', from: 'always', isRight: false },
  { name: 'scope', from: 'desk', isRight: false },
  { name: 'next', from: 'tablet', isRight: false },
  { name: 'last', from: 'tablet', isRight: false },
  { name: 'actions', from: 'always', isRight: true },
] as const;

/** What makes reports by itself: below the reports, on the same page. */
export function SchedulesPanel() {
  const t = useTranslations('schedules');
  const trpc = useTRPC();
  const scope = useScope();
  const { data: list } = useSuspenseQuery(
    trpc.schedule.list.queryOptions(undefined, { refetchInterval: LIST_EVERY_MS }),
  );
  const { schedules, mail } = list;
  const paused = schedules.filter(({ enabled }) => !enabled).length;
  return (
    <Panel
      title={t('title')}
      hint={schedules.length > 0 ? t('hint', { total: schedules.length, paused }) : undefined}
      aside={
        <Link className={buttonClass({ size: 'small' })} href={inScope(newScheduleAddress(), scope)}>
          {t('new')}
        </Link>
      }
      footer={mail.from === null ? t('noMail') : t('mailFrom', { from: mail.from })}
    >
      {schedules.length === 0 ? (
        <p className="px-4 py-6 text-ink-2">{t('none')}</p>
      ) : (
        <ScheduleTable list={list} />
      )}
    </Panel>
  );
}

function ScheduleTable({ list }: { list: ScheduleList }) {
  const t = useTranslations('schedules');
  return (
    <table aria-label={t('title')} className="w-full text-left">
      <ColumnHeads columns={COLUMNS} textOf={(name) => t(`column.${name}`)} />
      <tbody>
        {list.schedules.map((row) => (
          <Row key={row.id} row={row} asOf={list.asOf} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ row, asOf }: { row: ScheduleRow; asOf: string }) {
  const rhythmText = useRhythmText();
  return (
    <tr className="border-t border-line has-[a:focus-visible]:bg-raised">
      <td className={cellClass({ isTop: true })}>
        <span className="grid min-w-0 wrap-anywhere">
          <Name row={row} />
          <span className="text-small text-ink-3">{rhythmText(row)}</span>
          <span className="grid text-small tablet:hidden">
            <Next row={row} asOf={asOf} />
            <LastRun row={row} asOf={asOf} />
          </span>
          <span className="text-small desk:hidden">
            <Recipients row={row} />
          </span>
        </span>
      </td>
      <td className={cellClass({ from: 'desk', isTop: true })}>
        <Recipients row={row} />
      </td>
      <td className={cellClass({ from: 'tablet', isTop: true })}>
        <Next row={row} asOf={asOf} />
      </td>
      <td className={cellClass({ from: 'tablet', isTop: true })}>
        <LastRun row={row} asOf={asOf} />
      </td>
      <td className={cellClass({ isRight: true, isTop: true })}>
        <ScheduleActions row={row} />
      </td>
    </tr>
  );
}

/** Leads to its form for those who may change it. */
function Name({ row: { id, name, mayChange } }: { row: ScheduleRow }) {
  const scope = useScope();
  if (!mayChange)
    return (
      <b>
        <ForeignText text={name} />
      </b>
    );
  return (
    <Link className="font-semibold hover:underline" href={inScope(scheduleAddress(id), scope)}>
      <ForeignText text={name} />
    </Link>
  );
}

function Recipients({ row }: { row: ScheduleRow }) {
  const t = useTranslations('schedules');
  const reports = useTranslations('reports');
  const scopeText = useScopeText();
  const { report, fabrics, recipients, owner } = row;
  const scope = scopeText({ scope: { filter: report.filter, fabrics } });
  return (
    <span className="grid">
      <span className="line-clamp-2">
        <bdi>{scope}</bdi>, {reports(`language.${report.lang}`)}
      </span>
      <span className="text-small text-ink-3" title={recipients.join(', ')}>
        {t('to', { count: recipients.length })}
      </span>
      <span className="text-small text-ink-3">{t('by', { owner })}</span>
    </span>
  );
}

function Next({ row, asOf }: { row: ScheduleRow; asOf: string }) {
  const t = useTranslations('schedules');
  const locale = useLocale();
  const dateText = useDateText();
  const { next, timeZone, pausedAt } = row;
  const [first, ...others] = next;
  const short = (date: string) => dayAndMonth(new Date(date), new Date(asOf), { locale, timeZone });
  if (first === undefined)
    return (
      <span className="grid">
        <span>{t('paused')}</span>
        {pausedAt !== null && (
          <span className="text-small text-ink-3">{t('since', { date: short(pausedAt) })}</span>
        )}
      </span>
    );
  return (
    <span className="grid">
      <time dateTime={first}>
        <b>{dateText(first, asOf, timeZone)}</b>
      </time>
      <span className="text-small text-ink-3">{t('then', { dates: others.map(short).join(', ') })}</span>
    </span>
  );
}
