'use client';

import { useTranslations } from 'next-intl';
import { useRef, useState } from 'react';
import { ComparePick } from '@/components/changes/compare-pick';
import { useDurationPhrase } from '@/components/fleet/time';
import { buttonClass } from '@/components/ui/button';
import { Link } from '@/components/ui/link';
import { segmentClass, segmentsClass } from '@/components/ui/segments-class';
import { useZone } from '@/components/ui/use-zone';
import { type Comparison, compareAddress } from '@/lib/client/compare-address';
import {
  type FROM_NAMES,
  fromPresets,
  type Preset,
  presetOf,
  type TO_NAMES,
  toPresets,
} from '@/lib/client/compare-times';
import { inScope } from '@/lib/client/scope';
import { useScope } from '@/lib/client/use-scope';
import { clockTime, dayAndMonth, zoneName } from '@/lib/i18n/moment';

type Name = (typeof FROM_NAMES)[number] | (typeof TO_NAMES)[number];
type Side = 'from' | 'to';

/** No time that is shown is of this year. */
const WITH_ITS_YEAR = new Date(0);

type TimesProps = {
  comparison: Comparison;
  /** The moment that the page looks from, which the presets are counted back from. */
  now: Date;
  /** The later time as the answer has it. */
  to: Date;
};

/** The two times that are compared. */
export function CompareTimes({ comparison, now, to }: TimesProps) {
  const t = useTranslations('compare');
  const zone = useZone();
  const scope = useScope();
  const addressOf = (own: Partial<Comparison>) =>
    inScope(compareAddress({ ...comparison, ...own, cursor: null }), scope);
  const swapped = addressOf({ from: to, to: comparison.from });
  return (
    <div className="mt-4 flex flex-wrap items-center rounded-panel border border-line bg-surface max-desk:block">
      <Time
        side="from"
        presets={fromPresets(now)}
        {...{ comparison, now, addressOf }}
        shown={comparison.from}
      />
      <Time side="to" presets={toPresets(now, zone)} {...{ comparison, now, addressOf }} shown={to} />
      <div className="px-4 py-3">
        <Link className={buttonClass({ size: 'small' })} href={swapped}>
          {t('swap')}
        </Link>
      </div>
    </div>
  );
}

type TimeProps = {
  side: Side;
  comparison: Comparison;
  presets: readonly Preset<Name>[];
  now: Date;
  shown: Date;
  addressOf: (own: Partial<Comparison>) => string;
};

function Time({ side, comparison, presets, now, shown, addressOf }: TimeProps) {
  const t = useTranslations('compare');
  const zone = useZone();
  // Only the later time may be now.
  const addressAt = (time: Date | null) =>
    addressOf(side === 'to' ? { to: time } : { from: time ?? comparison.from });
  return (
    <section className="min-w-0 flex-1 border-line px-4 py-3 max-desk:border-b desk:not-last:border-r">
      <h2 className="text-small font-normal text-ink-3">{t(side)}</h2>
      <p className="mb-2">
        <b className="text-count font-semibold tabular-nums">
          {dayAndMonth(shown, WITH_ITS_YEAR, zone)} {clockTime(shown, zone)}
        </b>{' '}
        <span className="text-small text-ink-3">
          <HowLongAgo {...{ now, shown }} isNow={side === 'to' && comparison.to === null} />
        </span>
      </p>
      <Choices
        {...{ side, presets, shown }}
        current={presetOf(comparison[side], presets)}
        addressOf={addressAt}
      />
    </section>
  );
}

function HowLongAgo({ now, shown, isNow }: { now: Date; shown: Date; isNow: boolean }) {
  const t = useTranslations('compare');
  const zone = zoneName(shown, useZone());
  const phrase = useDurationPhrase();
  if (isNow) return t('isNow', { zone });
  const seconds = (now.getTime() - shown.getTime()) / 1_000;
  return seconds < 0 ? zone : t('isAgo', { zone, duration: phrase(seconds) });
}

type ChoicesProps = Pick<TimeProps, 'side' | 'presets' | 'shown'> & {
  /** Null: a time that was picked. */
  current: Name | null;
  addressOf: (time: Date | null) => string;
};

const choiceClass = segmentClass({ isTight: true, wraps: true });

function Choices({ side, presets, shown, current, addressOf }: ChoicesProps) {
  const t = useTranslations('compare');
  const trigger = useRef<HTMLButtonElement>(null);
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <nav className={segmentsClass({ wraps: true })} aria-label={t(`${side}Times`)}>
        {presets.map(({ name, time }) => (
          <Link
            key={name}
            className={choiceClass}
            href={addressOf(time)}
            aria-current={name === current ? 'true' : undefined}
          >
            {t(`preset.${name}`)}
          </Link>
        ))}
        <button
          ref={trigger}
          type="button"
          className={choiceClass}
          aria-haspopup="dialog"
          aria-expanded={isOpen}
          aria-current={current === null ? 'true' : undefined}
          onClick={() => setOpen(!isOpen)}
        >
          {t('preset.pick')}
        </button>
      </nav>
      {isOpen && <ComparePick {...{ side, trigger, shown, addressOf }} onClose={() => setOpen(false)} />}
    </>
  );
}
