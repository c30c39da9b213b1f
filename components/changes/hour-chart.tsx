'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { HOURS, hoursOf, type ToldHour } from '@/components/changes/hour-figures';
import { type Column, DataTable } from '@/components/table/data-table';
import { useZone } from '@/components/ui/use-zone';
import type { ChangeSummary } from '@/lib/contracts/changes';
import { clockTime, dayAndMonth } from '@/lib/i18n/moment';
import { HOUR_MS } from '@/lib/util/durations';

/** Pixels: as high as the highest column may be on either side of the line. */
const PLOT = 40;
const FOOT = 18;
/** The share of an hour's width that its column takes. */
const SHARE = 0.7;
/** Hours between two that are named. */
const NAMED_EACH = 8;

const percent = (slots: number) => `${(slots / HOURS) * 100}%`;

type HoursProps = { summary: ChangeSummary; isNow: boolean };

/** How many hosts became worse or better hour by hour, as a picture or as the table that says the same. */
export function HourChart({ summary, isNow }: HoursProps) {
  const t = useTranslations('changes.hours');
  const [isTable, setTable] = useState(false);
  const hours = hoursOf(summary);
  return (
    <div className="border-t border-line px-4 py-3">
      {isTable ? <HourTable hours={hours} /> : <Columns {...{ hours, isNow }} />}
      <p className="mt-1 flex flex-wrap gap-x-3 text-small/5 text-ink-3">
        {!isTable && <span>{t('hint')}</span>}
        <button type="button" className="ml-auto link" onClick={() => setTable(!isTable)}>
          {t(isTable ? 'asChart' : 'asTable')}
        </button>
      </p>
    </div>
  );
}

type HoursTold = { hours: readonly ToldHour[] };

function Columns({ hours, isNow }: HoursTold & { isNow: boolean }) {
  const t = useTranslations('changes.hours');
  const most = Math.max(1, ...hours.flatMap(({ worse, silent, better }) => [worse + silent, better]));
  return (
    <svg className="w-full text-micro" height={2 * PLOT + FOOT} role="img" aria-label={t('label')}>
      <line className="stroke-line-2" x2="100%" y1={PLOT} y2={PLOT} />
      {hours.map((hour, slot) => (
        <HourBar key={hour.from.toISOString()} {...{ hour, slot, most }} />
      ))}
      <Times {...{ hours, isNow }} />
    </svg>
  );
}

function HourBar({ hour, slot, most }: { hour: ToldHour; slot: number; most: number }) {
  const place = { x: percent(slot + (1 - SHARE) / 2), width: percent(SHARE) };
  const [worse, silent, better] = [hour.worse, hour.silent, hour.better].map(
    (count) => (count / most) * PLOT,
  ) as [number, number, number];
  return (
    <g>
      <rect className="fill-insecure" {...place} y={PLOT - worse} height={worse} />
      <rect className="fill-silent" {...place} y={PLOT - worse - silent} height={silent} />
      {better > 0 && <rect className="fill-passed-tint stroke-passed" {...place} y={PLOT} height={better} />}
    </g>
  );
}

/** What the line of time is read by: some of its hours, and where it ends. */
function Times({ hours, isNow }: HoursTold & { isNow: boolean }) {
  const t = useTranslations('changes.hours');
  const zone = useZone();
  const y = 2 * PLOT + FOOT - 4;
  const last = hours.at(-1)?.from ?? new Date(0);
  return (
    <g className="fill-ink-3">
      {hours.map(
        ({ from }, slot) =>
          slot % NAMED_EACH === 0 && (
            <text key={from.toISOString()} x={percent(slot)} y={y}>
              {clockTime(from, zone)}
            </text>
          ),
      )}
      <text x="100%" y={y} textAnchor="end">
        {isNow ? t('now') : clockTime(new Date(last.getTime() + HOUR_MS), zone)}
      </text>
    </g>
  );
}

/** Hours in which no host turned say nothing, and are left out. */
function HourTable({ hours }: HoursTold) {
  const t = useTranslations('changes.hours');
  const zone = useZone();
  const reference = hours.at(-1)?.from ?? new Date(0);
  const told = hours.filter(({ worse, silent, better }) => worse + silent + better > 0).toReversed();
  if (told.length === 0) return <p className="text-small/5">{t('none')}</p>;
  const columns: Column<ToldHour>[] = [
    {
      id: 'hour',
      header: t('hour'),
      isName: true,
      className: 'whitespace-nowrap',
      cell: ({ from }) => `${dayAndMonth(from, reference, zone)} ${clockTime(from, zone)}`,
    },
    ...(['worse', 'silent', 'better'] as const).map(
      (turn): Column<ToldHour> => ({
        id: turn,
        header: t(turn),
        isRight: true,
        cell: (hour) => hour[turn],
      }),
    ),
  ];
  return (
    <DataTable
      label={t('label')}
      {...{ columns }}
      rows={told}
      keyOf={({ from }) => from.toISOString()}
      look="figures"
      height="list"
    />
  );
}
