'use client';

import { useSuspenseQuery } from '@tanstack/react-query';
import { useLocale, useTranslations } from 'next-intl';
import { useScopeText } from '@/components/reports/report-text';
import { LastRun } from '@/components/reports/schedules/last-run';
import { ScheduleActions } from '@/components/reports/schedules/schedule-actions';
import { useDateText, useRhythmText } from '@/components/reports/schedules/schedule-text';
import { type Column, DataTable } from '@/components/table/data-table';
import { TwoLines } from '@/components/table/two-lines';
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
      <ScheduleTable list={list} />
    </Panel>
  );
}

function ScheduleTable({ list: { schedules, asOf } }: { list: ScheduleList }) {
  const t = useTranslations('schedules');
  const rhythmText = useRhythmText();
  const columns: Column<ScheduleRow>[] = [
    {
      id: 'schedule',
      header: t('column.schedule'),
      cell: (row) => (
        <span className="grid min-w-0 wrap-anywhere">
          <Name row={row} />
          <span className="text-small text-ink-3">{rhythmText(row)}</span>
          <span className="grid text-small tablet:hidden">
            <Next row={row} asOf={asOf} />
            <LastRun row={row} asOf={asOf} />
          </span>
          <span className="text-small desk:hidden print:hidden">
            <Recipients row={row} />
          </span>
        </span>
      ),
    },
    { id: 'scope', header: t('column.scope'), from: 'desk', cell: (row) => <Recipients row={row} /> },
    {
      id: 'next',
      header: t('column.next'),
      from: 'tablet',
      cell: (row) => <Next row={row} asOf={asOf} />,
    },
    {
      id: 'last',
      header: t('column.last'),
      from: 'tablet',
      cell: (row) => <LastRun row={row} asOf={asOf} />,
    },
    {
      id: 'actions',
      header: t('column.actions'),
      isRight: true,
      cell: (row) => <ScheduleActions row={row} />,
    },
  ];
  return (
    <DataTable
      label={t('title')}
      {...{ columns }}
      rows={schedules}
      keyOf={({ id }) => id}
      isTop
      empty={t('none')}
    />
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
      <TwoLines second={pausedAt !== null && t('since', { date: short(pausedAt) })}>{t('paused')}</TwoLines>
    );
  return (
    <TwoLines second={t('then', { dates: others.map(short).join(', ') })}>
      <time dateTime={first}>
        <b>{dateText(first, asOf, timeZone)}</b>
      </time>
    </TwoLines>
  );
}
