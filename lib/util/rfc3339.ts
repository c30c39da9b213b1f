/** What a time has to be, with one to write it after. */
export const TIME_RULE =
  'a time with its zone, such as 2026-11-24T09:32:07Z (RFC 3339, also without seconds)';

const RFC3339 = /^(\d{4})-(\d{2})-(\d{2})[Tt ](\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,9}))?([Zz]|[+-]\d{2}:\d{2})$/;

/**
 * Milliseconds since the epoch, or null for anything that is not an RFC 3339 time with an offset. A leap
 * second reads as the second before it. Digits beyond milliseconds are cut: PowerShell writes seven.
 */
export function parseRfc3339(raw: unknown): number | null {
  const match = typeof raw === 'string' ? RFC3339.exec(raw) : null;
  if (match === null) return null;
  const [, year, month, day, hour, minute, second, fraction = '', offset = 'Z'] = match;
  const seconds = second === '60' ? '59' : second;
  const ms = Date.parse(
    `${year}-${month}-${day}T${hour}:${minute}:${seconds}.${fraction.slice(0, 3).padEnd(3, '0')}${offset.toUpperCase()}`,
  );
  if (Number.isNaN(ms)) return null;
  // Date.parse turns 31 February into March; a date that does not come back as it went in is no date.
  const days = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  return days.getUTCMonth() === Number(month) - 1 || Number(year) < 100 ? ms : null;
}

/** Whoever writes a time by hand leaves its seconds out. Agents may not: theirs are compared. */
export const withSeconds = (text: string): string =>
  text.replace(/^(\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2})(?=[Zz]$|[+-]\d{2}:\d{2}$)/, '$1:00');

/** A time as people and clients may write it who ask for something. */
export const parseTime = (text: string): number | null => parseRfc3339(withSeconds(text));

const YEAR_1 = Date.parse('0001-01-01T00:00:00Z');
const YEAR_10000 = Date.UTC(10_000, 0);

/** Whether a database can hold it and a text say it: there is no year 0, and an offset can lead beyond the year 9999. */
export const isTellableTime = (ms: number): boolean => ms >= YEAR_1 && ms < YEAR_10000;
