import { useLocale, useTranslations } from 'next-intl';
import { useState } from 'react';
import { useZone } from '@/components/ui/use-zone';
import type { Zone } from '@/lib/i18n/moment';
import {
  type DayAlone,
  impossibleDay,
  readTyped,
  type TypedKind,
  writeDay,
  writeTyped,
} from '@/lib/i18n/typed-time';
import { beginOfDay, beginOfNextDay, clockMoment, endOfDay, timeOfClock } from '@/lib/i18n/zone-clock';

/** What a field takes; days are compared as they are written. */
export type TimeLimits = {
  required?: boolean;
  /** Only a time that has passed, by the reader's clocks or those of this zone. */
  isPast?: boolean;
  timeZone?: string;
  min?: string;
  max?: string;
  /** Which time is meant where a day stands without one: `whole` for the end of a range that does not hold its own end. */
  dayAlone?: 'begin' | 'end' | 'whole';
};

/** A time as it ends, unless something begins with it; today as it is now. */
export function useDayAlone({
  dayAlone = 'end',
  timeZone,
}: Pick<TimeLimits, 'dayAlone' | 'timeZone'>): DayAlone {
  const own = useZone();
  // What today means stays what it was, so that a form does not change while somebody fills it in.
  const [now] = useState(() => new Date());
  const zone = { ...own, timeZone: timeZone ?? own.timeZone };
  if (dayAlone === 'begin') return (day) => beginOfDay(day, zone);
  return (day) => (dayAlone === 'whole' ? beginOfNextDay(day, zone) : endOfDay(day, now, zone));
}

type Asked = Omit<TimeLimits, 'dayAlone'> & { kind: TypedKind; text: string; dayAlone: DayAlone };
type Mistake = 'missing' | 'noSuchDay' | 'unreadable' | 'skipped' | 'toCome' | 'early' | 'late';

function mistakeIn({ kind, text, required, isPast, min, max, dayAlone }: Asked, zone: Zone): Mistake | null {
  if (text.trim() === '') return required ? 'missing' : null;
  const value = readTyped(kind, text, zone.locale, dayAlone);
  if (value === null) return impossibleDay(text, zone.locale) !== null ? 'noSuchDay' : 'unreadable';
  const time = kind === 'moment' ? timeOfClock(value, zone) : null;
  if (kind === 'moment' && time === null) return 'skipped';
  if (isPast && time !== null && time.getTime() > Date.now()) return 'toCome';
  if (kind !== 'day') return null;
  if (min !== undefined && value < min) return 'early';
  return max !== undefined && value > max ? 'late' : null;
}

/** What is wrong with the text of a field for a time, in words. */
export function useTimeMistake(asked: Asked): string | null {
  const t = useTranslations('ui.time');
  const locale = useLocale();
  const own = useZone();
  const { kind, min = '', max = '', timeZone = own.timeZone } = asked;
  const mistake = mistakeIn(asked, { locale, timeZone });
  if (mistake === null) return null;
  if (mistake === 'missing') return t(`missing.${kind}`);
  if (mistake === 'early') return t('early', { limit: writeTyped(kind, min, locale) });
  if (mistake === 'late') return t('late', { limit: writeTyped(kind, max, locale) });
  if (mistake === 'noSuchDay')
    return t('noSuchDay', { day: writeDay(impossibleDay(asked.text, locale) ?? '', locale) });
  if (mistake !== 'unreadable') return t(mistake);
  return t(`unreadable.${kind}`, { example: exampleOf(kind, { locale, timeZone }) });
}

/** What somebody would type for now. */
function exampleOf(kind: TypedKind, zone: Zone): string {
  const now = clockMoment(new Date(), zone).slice(0, 16);
  return writeTyped(kind, kind === 'day' ? now.slice(0, 10) : now, zone.locale);
}
