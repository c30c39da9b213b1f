'use client';

import { useTranslations } from 'next-intl';
import { TextArea } from '@/components/ui/text-area';
import { TimeField } from '@/components/ui/time-field';
import { useZone } from '@/components/ui/use-zone';
import { EXCEPTION_DAYS_AT_MOST } from '@/lib/domain/exception';
import { calendarDay } from '@/lib/i18n/moment';
import { DAY_MS } from '@/lib/util/durations';

const inDays = (days: number) => new Date(Date.now() + days * DAY_MS);

/** Dates are days of the person's calendar, each valid to its end. */
export function DateFields() {
  const t = useTranslations('exceptions.form');
  const zone = useZone();
  const least = calendarDay(inDays(1), zone);
  // Its last second has to lie within the days that are allowed.
  const most = calendarDay(inDays(EXCEPTION_DAYS_AT_MOST - 1), zone);
  const hint = t('dayHint', { zone: zone.timeZone });
  const bounds = { kind: 'day', value: '', required: true, min: least, max: most } as const;
  return (
    <div className="grid gap-4 tablet:grid-cols-2">
      <TimeField label={t('reviewAt')} name="reviewAt" hint={hint} {...bounds} />
      <TimeField
        label={t('endsAt')}
        name="endsAt"
        hint={t('endHint', { days: EXCEPTION_DAYS_AT_MOST })}
        {...bounds}
      />
    </div>
  );
}

type LongTextProps = { label: string; name: string; hint?: string };

export function LongText(props: LongTextProps) {
  return <TextArea required maxLength={2_000} {...props} />;
}
