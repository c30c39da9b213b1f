import { folded } from '@/lib/domain/search';
import { calendarDay, monthNames, type Zone, zoneName } from '@/lib/i18n/moment';
import { readTyped } from '@/lib/i18n/typed-time';
import { DAY_MS } from '@/lib/util/durations';

const ORDINAL = '(?:er|st|nd|rd|th)?';
const DAY = `(?<day>\\d{1,2})${ORDINAL}`;
const MONTH = '(?<month>\\p{L}{3,})\\.?';
const YEAR = '(?:,?\\s+(?<year>\\d{4}))?(?!\\d)';
const WRITTEN = [`^${DAY}\\s+${MONTH}${YEAR}`, `^${MONTH}\\s+${DAY}${YEAR}`].map(
  (pattern) => new RegExp(pattern, 'iu'),
);

/** `11` for `nov`; null for a beginning that several months have, and for none of them. */
function monthOf(word: string, zone: Zone): string | null {
  const beginning = monthNames(zone.locale).flatMap((name, index) =>
    folded(name).startsWith(folded(word)) ? [index + 1] : [],
  );
  return beginning.length === 1 ? String(beginning[0]) : null;
}

/** Every eighth year at least has a 29 February. */
const YEARS_BACK = 8;

/** The newest of a day of the year that is not after today; null where no calendar has it. */
function lastOf(monthAndDay: string, today: string): string | null {
  const thisYear = Number(today.slice(0, 4));
  const days = Array.from({ length: YEARS_BACK + 1 }, (_, back) => `${thisYear - back}-${monthAndDay}`);
  return days.find((day) => day <= today && readTyped('day', day, 'en') !== null) ?? null;
}

type Parts = { day: string; month: string; year: string | undefined };

/** Written in figures, with what stands behind it. Without a year it is the last such day. */
function dayOf({ day, month, year }: Parts, today: string, rest: string): string | null {
  const monthAndDay = `${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const asked = year === undefined ? lastOf(monthAndDay, today) : `${year}-${monthAndDay}`;
  return asked === null ? null : asked + rest;
}

type Reader = { now: Date; zone: Zone; days: { today: string; yesterday: string } };

/** `today` and `yesterday`, by any of the words that people have for them. */
function byItsWord(typed: string, { now, zone, days }: Reader): string | null {
  const today = calendarDay(now, zone);
  for (const [words, day] of [
    [days.today, today],
    [days.yesterday, dayBefore(today)],
  ] as const)
    for (const word of words.split(' ')) {
      const rest = typed.slice(word.length);
      const isIt = folded(typed.slice(0, word.length)) === folded(word);
      if (isIt && /^(?:\s|$)/.test(rest)) return day + rest;
    }
  return null;
}

/** A day whose month has its name. */
function byItsMonth(typed: string, { now, zone }: Reader): string | null {
  const match = WRITTEN.map((pattern) => pattern.exec(typed)).find((found) => found !== null);
  const { day = '', month: word = '', year } = match?.groups ?? {};
  const month = monthOf(word, zone);
  if (!match || month === null) return null;
  return dayOf({ day, month, year }, calendarDay(now, zone), typed.slice(match[0].length));
}

/** The day comes first in both languages, as the console writes it. The result has the month's name for who meant it otherwise. */
const FIGURES = /^(?<day>\d{1,2})\/(?<month>\d{1,2})(?:\/(?<year>\d{4}))?(?![\d/])/;

function byItsFigures(typed: string, { now, zone }: Reader): string | null {
  const match = FIGURES.exec(typed);
  const { day = '', month = '', year } = match?.groups ?? {};
  return match && dayOf({ day, month, year }, calendarDay(now, zone), typed.slice(match[0].length));
}

/** The zone stands behind the moments that the console writes, by its name in winter or in summer. */
function withoutZone(typed: string, { now, zone }: Reader): string {
  const names = [0, 6].map((month) => zoneName(new Date(Date.UTC(now.getUTCFullYear(), month)), zone));
  const name = names.find((one) => typed.endsWith(` ${one}`));
  return name === undefined ? typed : typed.slice(0, -name.length).trimEnd();
}

/**
 * A text that begins with a day as the console itself writes days (`Today`, `24 Nov`, `1er déc. 2025`) or as people write that
 * (`24/11`), with that day in figures
 * instead and without the reader's own zone. Any other text stays as it is.
 */
export function dayInFigures(text: string, reader: Reader): string {
  const typed = withoutZone(text.trim().normalize('NFC'), reader);
  return byItsWord(typed, reader) ?? byItsMonth(typed, reader) ?? byItsFigures(typed, reader) ?? typed;
}

const dayBefore = (day: string) =>
  new Date(Date.parse(`${day}T00:00:00Z`) - DAY_MS).toISOString().slice(0, 10);
