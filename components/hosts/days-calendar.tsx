'use client';

import { cva } from 'class-variance-authority';
import { useTranslations } from 'next-intl';
import { StateGlyph } from '@/components/fleet/state-glyph';
import { STATE_CLASS } from '@/components/fleet/state-style';
import {
  type HostDay,
  isKnown,
  type KnownDay,
  lookOfDay,
  moveInCalendar,
  weekdayOf,
} from '@/components/hosts/known-days';
import { useDayText } from '@/components/hosts/use-day-text';
import { classNames } from '@/components/ui/class-names';
import { Link } from '@/components/ui/link';
import { useRoving } from '@/components/ui/use-roving';
import { useZone } from '@/components/ui/use-zone';
import { useAddressAt } from '@/lib/client/use-scope';
import { namedDay } from '@/lib/i18n/moment';

/** The first day stands at its place in the week, and the others follow it. */
const place = cva(null, {
  variants: {
    weekday: {
      0: 'first:row-start-1',
      1: 'first:row-start-2',
      2: 'first:row-start-3',
      3: 'first:row-start-4',
      4: 'first:row-start-5',
      5: 'first:row-start-6',
      6: 'first:row-start-7',
    },
  },
});

/** 24 px is what a finger can hit: ninety in one row would be 4 px each. */
const cell = cva('grid h-6 place-items-center rounded-cell border hover:border-ink', {
  variants: {
    look: {
      empty: 'border-dashed border-line hover:border-line',
      passed:
        'border-passed-soft bg-passed-soft unvouched:border-silent unvouched:bg-surface unvouched:bg-hatch-faint',
      silent: 'border-silent bg-hatch-soft',
      other: 'border-state bg-state-tint text-state',
    },
  },
});

type DaysCalendarProps = { days: readonly HostDay[]; at: string | null };

/** A column for each week, with a cell for each of its days. One tab stop; arrows move between days. */
export function DaysCalendar({ days, at }: DaysCalendarProps) {
  const t = useTranslations('host.days');
  const zone = useZone();
  const known = days.filter(isKnown);
  const roving = useRoving(
    known.map(({ day }) => day),
    moveInCalendar,
  );
  const [first, last] = [days[0]?.day ?? '', days.at(-1)?.day ?? ''];
  return (
    <div className="grid gap-1">
      <ol
        className="grid auto-cols-fr grid-flow-col grid-rows-7 gap-0.5 max-tablet:gap-px"
        aria-label={t('label')}
        {...roving.group}
      >
        {days.map((day) => (
          <li key={day.day} className={place({ weekday: weekdayOf(day.day) })}>
            {isKnown(day) ? (
              <DayLink {...{ day, at, last }} tabIndex={roving.tabIndexOf(day.day)} />
            ) : (
              <span className={cell({ look: 'empty' })} />
            )}
          </li>
        ))}
      </ol>
      <p className="flex justify-between text-micro text-ink-3" aria-hidden="true">
        <span>{namedDay(first, last, zone)}</span>
        <span>{at === null ? t('today') : namedDay(last, last, zone)}</span>
      </p>
    </div>
  );
}

type DayLinkProps = { day: KnownDay; at: string | null; last: string; tabIndex: number };

function DayLink({ day, at, last, tabIndex }: DayLinkProps) {
  const addressAt = useAddressAt();
  const text = useDayText(last)(day);
  const isNow = day.day === last && at === null;
  const look = lookOfDay(day.state);
  return (
    <Link
      className={classNames(STATE_CLASS[day.state], cell({ look }))}
      href={addressAt(isNow ? null : new Date(day.at))}
      title={text}
      aria-label={text}
      aria-current={day.day === last ? 'date' : undefined}
      data-rove={day.day}
      tabIndex={tabIndex}
    >
      {look === 'other' && <StateGlyph state={day.state} size={12} />}
    </Link>
  );
}
