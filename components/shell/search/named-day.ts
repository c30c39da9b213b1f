import { folded } from '@/lib/domain/search';
import { calendarDay, monthNames, type Zone } from '@/lib/i18n/moment';

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
  return beginning.length === 1 ? String(beginning[0]).padStart(2, '0') : null;
}

/**
 * A text that begins with a day whose month has its name, as the console itself writes days (`24 Nov`, `1er déc. 2025`), with that
 * day in figures instead. Without a year it is the last such day. Any other text stays as it is.
 */
export function dayInFigures(text: string, now: Date, zone: Zone): string {
  const typed = text.trim().normalize('NFC');
  const match = WRITTEN.map((pattern) => pattern.exec(typed)).find((found) => found !== null);
  const { day = '', month: word = '', year } = match?.groups ?? {};
  const month = monthOf(word, zone);
  if (!match || month === null) return text;
  const today = calendarDay(now, zone);
  const inYear = (of: number) => `${String(of).padStart(4, '0')}-${month}-${day.padStart(2, '0')}`;
  const thisYear = Number(today.slice(0, 4));
  const asked = inYear(year === undefined ? thisYear : Number(year));
  const isLastYears = year === undefined && asked > today;
  return (isLastYears ? inYear(thisYear - 1) : asked) + typed.slice(match[0].length);
}
