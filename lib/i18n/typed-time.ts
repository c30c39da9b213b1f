import type { Locale } from '@/lib/i18n/locales';

/**
 * Days and times as people type them, in the language of the page and not in that of the browser: 2026-11-27 14:05 in English,
 * where 11/12 is a day in December for some and in November for others, and 27/11/2026 14:05 in French. Programs have 2026-11-27,
 * 14:05 and 2026-11-27T14:05, with +01:00 behind it where clocks show that minute twice.
 */
export const TYPED_KINDS = ['day', 'clock', 'moment'] as const;
export type TypedKind = (typeof TYPED_KINDS)[number];

const DAY: Readonly<Record<Locale, RegExp>> = {
  en: /^(?<year>\d{4})-(?<month>\d{1,2})-(?<day>\d{1,2})/,
  fr: /^(?<day>\d{1,2})[/.-](?<month>\d{1,2})[/.-](?<year>\d{4})/,
};
/** Seconds, which no field shows, are left out. */
const CLOCK = /^(?<hour>\d{1,2})\s?[:h]\s?(?<minute>\d\d)(?::[0-5]\d(?:\.\d+)?)?/i;
const OFFSET = /^\s?(?<sign>[+\u2212-])(?<hours>\d\d):?(?<minutes>\d\d)$/;
const UTC = /^\s?(?:z|utc)$/i;
/** Between a day and a time of it. */
const BETWEEN = /^(?:\s|t|,|à|at)+/i;

type Found = { value: string; rest: string };

const two = (number: string) => number.padStart(2, '0');

/** Both languages take what programs write, which means one thing alone. */
function dayIn(text: string, locale: Locale): Found | null {
  const match = DAY[locale].exec(text) ?? DAY.en.exec(text);
  if (!match?.groups) return null;
  const { year = '', month = '', day = '' } = match.groups;
  const value = `${year}-${two(month)}-${two(day)}`;
  const date = new Date(`${value}T00:00:00Z`);
  const isDay = year !== '0000' && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(value);
  return isDay ? { value, rest: text.slice(match[0].length) } : null;
}

function clockIn(text: string): Found | null {
  const match = CLOCK.exec(text);
  const { hour = '', minute = '' } = match?.groups ?? {};
  const isTime = match !== null && Number(hour) < 24 && Number(minute) < 60;
  return isTime ? { value: `${two(hour)}:${minute}`, rest: text.slice(match[0].length) } : null;
}

function momentIn(text: string, locale: Locale): string | null {
  const day = dayIn(text, locale);
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

/** What was typed, as programs write it; null for what cannot be read. */
export function readTyped(kind: TypedKind, typed: string, locale: Locale): string | null {
  const text = typed.trim();
  if (kind === 'moment') return momentIn(text, locale);
  const found = kind === 'day' ? dayIn(text, locale) : clockIn(text);
  return found?.rest === '' ? found.value : null;
}

/** As somebody would type it. What is no such value stays as it is. */
export function writeTyped(kind: TypedKind, value: string, locale: Locale): string {
  if (kind === 'clock' || readTyped(kind, value, 'en') === null) return value;
  const [year, month, day] = [value.slice(0, 4), value.slice(5, 7), value.slice(8, 10)];
  const written = locale === 'fr' ? `${day}/${month}/${year}` : `${year}-${month}-${day}`;
  if (kind === 'day') return written;
  const offset = value.slice(16);
  return `${written} ${value.slice(11, 16)}${offset && ` ${offset}`}`;
}
