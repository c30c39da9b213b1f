import { useTranslations } from 'next-intl';
import { useId } from 'react';
import {
  peakOf,
  SLOTS,
  scaleOf,
  segmentsOf,
  statesIn,
  type ToldDay,
} from '@/components/fabric/trend-figures';
import { useWaveText, WaveMark } from '@/components/fabric/trend-waves';
import { STATE_CLASS } from '@/components/fleet/state-style';
import { useStateText } from '@/components/fleet/state-text';
import { classNames } from '@/components/ui/class-names';
import { Link } from '@/components/ui/link';
import { type Move, useRoving } from '@/components/ui/use-roving';
import { useZone } from '@/components/ui/use-zone';
import { fabricAddress } from '@/lib/client/host-address';
import type { HostQuestion } from '@/lib/client/host-question';
import { namedDay } from '@/lib/i18n/moment';

/** Pixels: above the highest column its figure and a mark, below the lowest line the days. */
const HEAD = 28;
const PLOT = 116;
const FOOT = 20;
const HEIGHT = HEAD + PLOT + FOOT;
/** The share of a day's width that its column takes. */
const SHARE = 0.74;
const WEEK = 7;

const moveInRow: Move = (key, position, count) => {
  if (key === 'ArrowRight') return Math.min(position + 1, count - 1);
  if (key === 'ArrowLeft') return Math.max(position - 1, 0);
  if (key === 'Home') return 0;
  return key === 'End' ? count - 1 : null;
};

type TrendProps = { days: readonly ToldDay[]; question: HostQuestion };

/** Across: days are shares of the width, so that the picture fits any panel as it was drawn on the server. */
const percent = (slots: number) => `${(slots / SLOTS) * 100}%`;

/** Columns as vectors, and over them a link for each day. One tab stop; arrows move between days. */
export function TrendChart({ days, question }: TrendProps) {
  const scale = scaleOf(Math.max(...days.map(({ count }) => count)));
  const roving = useRoving(
    days.map(({ day }) => day),
    moveInRow,
  );
  return (
    <div className="flex">
      <Axis {...scale} />
      <div className="relative min-w-0 flex-1">
        <Columns {...{ days, question }} {...scale} />
        <DayLinks {...{ days, question, roving }} />
      </div>
    </div>
  );
}

type Scale = ReturnType<typeof scaleOf>;

const yOf = (count: number, top: number) => HEAD + PLOT - (count / top) * PLOT;

function Axis({ top, lines }: Scale) {
  const width = 12 + String(lines.at(-1) ?? '').length * 6;
  return (
    <svg className="fill-ink-3 text-micro" width={width} height={HEIGHT} aria-hidden="true">
      {lines.map((line) => (
        <text key={line} x={width - 6} y={yOf(line, top) + 4} textAnchor="end">
          {line}
        </text>
      ))}
    </svg>
  );
}

function Columns({ days, question, top, lines }: TrendProps & Scale) {
  const t = useTranslations('fabric.days');
  const hatch = useId();
  const first = SLOTS - days.length;
  const zone = useZone();
  const reference = days.at(-1)?.day ?? '';
  const peak = peakOf(days);
  return (
    <svg className="w-full overflow-visible text-micro" height={HEIGHT} aria-hidden="true">
      <Hatch id={hatch} />
      {[0, ...lines].map((line) => (
        <line key={line} className="stroke-line" x2="100%" y1={yOf(line, top)} y2={yOf(line, top)} />
      ))}
      {first > WEEK && (
        <text className="fill-ink-3" x="0" y={HEAD + PLOT - 8}>
          {t('before', { day: namedDay(days[0]?.day ?? '', reference, zone) })}
        </text>
      )}
      {days.map((day, index) => (
        <g key={day.day}>
          <Column {...{ day, top, hatch }} slot={first + index} />
          {(index === days.length - 1 || day === peak) && (
            <Figure {...{ day, top }} slot={first + index} isLast={index === days.length - 1} />
          )}
          {(days.length - 1 - index) % WEEK === 0 && (
            <DayLabel
              slot={first + index}
              isLast={index === days.length - 1}
              isSecond={(days.length - 1 - index) % (2 * WEEK) !== 0}
            >
              {index === days.length - 1 && question.at === null
                ? t('today')
                : namedDay(day.day, reference, zone)}
            </DayLabel>
          )}
        </g>
      ))}
    </svg>
  );
}

type DayLabelProps = { slot: number; isLast: boolean; isSecond: boolean; children: string };

/** The date below its column. The last one is placed as far right as there is room; a phone has room for every second one. */
function DayLabel({ slot, isLast, isSecond, children }: DayLabelProps) {
  return (
    <text
      className={classNames('fill-ink-3', isSecond && 'max-tablet:hidden')}
      x={isLast ? '100%' : percent(slot + 0.5)}
      y={HEIGHT - 4}
      textAnchor={isLast ? 'end' : 'middle'}
    >
      {children}
    </text>
  );
}

/** What nothing vouches for is hatched. */
function Hatch({ id }: { id: string }) {
  return (
    <pattern id={id} width="4" height="4" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
      <rect className="fill-surface" width="4" height="4" />
      <path className="stroke-silent" d="M1 0v4" strokeWidth="1.6" />
    </pattern>
  );
}

function Column({ day, slot, top, hatch }: { day: ToldDay; slot: number; top: number; hatch: string }) {
  return segmentsOf(day, top, PLOT).map(({ state, y, height }) => (
    <rect
      key={state}
      className={state === 'Silent' ? undefined : `${STATE_CLASS[state]} fill-state`}
      fill={state === 'Silent' ? `url(#${hatch})` : undefined}
      x={percent(slot + (1 - SHARE) / 2)}
      y={HEAD + y}
      width={percent(SHARE)}
      height={height}
    />
  ));
}

/** The number of hosts above a column. Neighbouring columns have none, so that figures do not overlap. */
function Figure(props: { day: ToldDay; slot: number; top: number; isLast: boolean }) {
  const { day, slot, top, isLast } = props;
  return (
    <text
      className={isLast ? 'fill-ink font-semibold' : 'fill-ink-3'}
      x={percent(slot + 0.5)}
      y={yOf(day.count, top) - 5}
      textAnchor="middle"
    >
      {day.count}
    </text>
  );
}

type DayLinksProps = TrendProps & { roving: ReturnType<typeof useRoving> };

/** Over the columns, so that a day is as high as the chart. A phone has the table, where days can be hit. */
function DayLinks({ days, question, roving }: DayLinksProps) {
  const t = useTranslations('fabric.days');
  const textOf = useDayText(days);
  return (
    <ol
      className="absolute inset-0 flex max-tablet:hidden"
      aria-label={t('label', { first: days[0]?.count ?? 0, last: days.at(-1)?.count ?? 0 })}
      {...roving.group}
    >
      {Array.from({ length: SLOTS - days.length }, (_, slot) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: an empty day is its place.
        <li key={slot} className="flex-1" aria-hidden="true" />
      ))}
      {days.map((day, index) => {
        const isLast = index === days.length - 1;
        return (
          <li key={day.day} className="min-w-0 flex-1">
            <Link
              className="relative block h-full rounded-cell hover:bg-ink/5"
              href={fabricAddress({ ...question, at: isLast ? question.at : new Date(day.at) })}
              title={textOf(day)}
              aria-label={textOf(day)}
              aria-current={isLast ? 'date' : undefined}
              data-rove={day.day}
              tabIndex={roving.tabIndexOf(day.day)}
            >
              {day.waves.length > 0 && <WaveMark />}
            </Link>
          </li>
        );
      })}
    </ol>
  );
}

/** "24 Nov: 29 of 240 not passing. InsecureHostConfiguration 15, Silent 4. 8 hosts turned …". */
function useDayText(days: readonly ToldDay[]): (day: ToldDay) => string {
  const t = useTranslations('fabric.days');
  const zone = useZone();
  const waveText = useWaveText();
  const stateText = useStateText();
  const reference = days.at(-1)?.day ?? '';
  return (told) => {
    const { day, count, total, states, waves } = told;
    const sum = t('day', { day: namedDay(day, reference, zone), count, total });
    const parts = statesIn([told]).map((state) => `${stateText(state)} ${states[state]}`);
    return [sum, ...(parts.length > 0 ? [parts.join(', ')] : []), ...waves.map(waveText)].join('. ');
  };
}
