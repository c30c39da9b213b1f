'use client';

import { useLocale, useTranslations } from 'next-intl';
import { MAIL_PROBLEMS } from '@/lib/contracts/words/reports';
import type { Rhythm } from '@/lib/domain/report/rhythm';
import { FORMAT_LOCALE } from '@/lib/i18n/locales';
import { dayAndMonth } from '@/lib/i18n/moment';
import { DAY_MS } from '@/lib/util/durations';

/** A Monday. */
const FIRST_MONDAY = Date.UTC(2024, 0, 1);

/** "Monday", of a day from 1 to 7. */
export function useWeekdayName(): (day: number) => string {
  const locale = useLocale();
  const format = new Intl.DateTimeFormat(FORMAT_LOCALE[locale], { weekday: 'long', timeZone: 'UTC' });
  return (day) => {
    const name = format.format(FIRST_MONDAY + (day - 1) * DAY_MS);
    return name.charAt(0).toUpperCase() + name.slice(1);
  };
}

/** "Monday 07:00, Europe/Paris". */
export function useRhythmText(): (rhythm: Rhythm) => string {
  const t = useTranslations('schedules.rhythm');
  const weekdayName = useWeekdayName();
  return ({ every, on, at, timeZone }) => {
    const day = every === 'week' ? weekdayName(on ?? 1) : String(on ?? '');
    return t(every, { day, at, timeZone });
  };
}

/** "Mon 30 Nov", in the schedule's own zone. */
export function useDateText(): (date: string, asOf: string, timeZone: string) => string {
  const locale = useLocale();
  return (date, asOf, timeZone) => {
    const weekday = new Intl.DateTimeFormat(FORMAT_LOCALE[locale], { weekday: 'short', timeZone });
    const day = new Date(date);
    return `${weekday.format(day)} ${dayAndMonth(day, new Date(asOf), { locale, timeZone })}`;
  };
}

/** Why a mail was refused, in the reader's language. The words of the mail server stand beside it. */
export function useMailProblem(): (code: string) => string {
  const t = useTranslations('schedules.problem');
  return (code) => t(MAIL_PROBLEMS.find((known) => known === code) ?? 'failed');
}
