import type { Locale } from '@/lib/i18n/locales';
import { clockIn } from '@/lib/i18n/typed-clock';

/**
 * Days and times as people type them, in the language of the page and not in that of the browser: 2026-11-27 14:05 in English,
 * where 11/12 is a day in December for some and in November for others, and 27/11/2026 14:05 in French. Programs have 2026-11-27
 * and 2026-11-27T14:05, with +01:00 behind it where clocks show that minute twice.
 */
export const TYPED_KINDS = ['day', 'moment'] as const;
export type TypedKind = (typeof TYPED_KINDS)[number];

const DAY: Readonly<Record<Locale, RegExp>> = {
  en: /^(?<year>\d{4})-(?<month>\d{1,2})-(?<day>\d{1,2})/,
  fr: /^(?<day>\d{1,2})[/.-](?<month>\d{1,2})[/.-](?<year>\d{4})/,
};
const OFFSET = /^\s?(?<sign>[+\u2212-])(?<hours>\d\d):?(?<minutes>\d\d)$/;
const UTC = /^\s?(?:z|utc)$/i;
/** Between a day and a time of it. */
const BETWEEN = /^(?:\s|t|,|à|at)+/i;

type Found = { value: string; rest: string };

const two = (number: string) => number.padStart(2, '0');

/** Both languages take what programs write, which means one thing alone. */
function writtenDay(text: string, locale: Locale): Found | null {
  const match = DAY[locale].exec(text) ?? DAY.en.exec(text);
  if (!match?.groups) return null;
  const { year = '', month = '', day = '' } = match.groups;
  const value = `${year}-${two(month)}-${two(day)}`;
  return { value, rest: text.slice(match[0].length) };
}

/** 30 February is written as a day is, and is none. */
function isInCalendar(day: string): boolean {
  const date = new Date(`${day}T00:00:00Z`);
  return !day.startsWith('0000') && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day);
}

function dayIn(text: string, locale: Locale): Found | null {
  const found = writtenDay(text, locale);
  return found !== null && isInCalendar(found.value) ? found : null;
}

/** A day of what was typed that no calendar has, as programs write it; null where there is none. */
export function impossibleDay(typed: string, locale: Locale): string | null {
  const found = writtenDay(typed.trim(), locale);
  return found === null || isInCalendar(found.value) ? null : found.value;
}

/** Which time is meant by a day that stands alone, as programs write both; null for none. */
export type DayAlone = (day: string) => string | null;

function momentIn(text: string, locale: Locale, dayAlone: DayAlone | undefined): string | null {
  const day = dayIn(text, locale);
  if (day?.rest === '' && dayAlone !== undefined) return dayAlone(day.value);
  const between = day && BETWEEN.exec(day.rest);
  const clock = between && clockIn(day.rest.slice(between[0].length));
  if (!clock) return null;
  const value = `${day.value}T${clock.value}`;
  if (clock.rest === '') return value;
  if (UTC.test(clock.rest)) return `${value}+00:00`;
  const { sign, hours, minutes } = OFFSET.exec(clock.rest)?.groups ?? {};
  const isOffset = sign !== undefined && Number(hours) < 15 && Number(minutes) < 60;
  return isOffset ? `${value}${sign === '+' ? '+' : '-'}${hours}:${minutes}` : null;
}

/** What was typed, as programs write it; null for what cannot be read. A day without a time of it is at `dayAlone`. */
export function readTyped(
  kind: TypedKind,
  typed: string,
  locale: Locale,
  dayAlone?: DayAlone,
): string | null {
  const text = typed.trim();
  if (kind === 'moment') return momentIn(text, locale, dayAlone);
  const found = dayIn(text, locale);
  return found?.rest === '' ? found.value : null;
}

/** Also a day that no calendar has. */
export function writeDay(value: string, locale: Locale): string {
  const [year, month, day] = value.split('-');
  return locale === 'fr' ? `${day}/${month}/${year}` : value;
}

/** As somebody would type it. What is no such value stays as it is. */
export function writeTyped(kind: TypedKind, value: string, locale: Locale): string {
  if (readTyped(kind, value, 'en') === null) return value;
  const written = writeDay(value.slice(0, 10), locale);
  if (kind === 'day') return written;
  const offset = value.slice(16);
  return `${written} ${value.slice(11, 16)}${offset && ` ${offset}`}`;
}
