/** Seconds, which no field shows, are left out. */
const CLOCK = /^(?<hour>\d{1,2})\s?[:h]\s?(?<minute>\d\d)(?::[0-5]\d(?:\.\d+)?)?/i;

/** The time of a day that a text begins with, as programs write it, and what stands behind it; null where there is none. */
export function clockIn(text: string): { value: string; rest: string } | null {
  const match = CLOCK.exec(text);
  const { hour = '', minute = '' } = match?.groups ?? {};
  const isTime = match !== null && Number(hour) < 24 && Number(minute) < 60;
  return isTime ? { value: `${hour.padStart(2, '0')}:${minute}`, rest: text.slice(match[0].length) } : null;
}

/** A time of a day that was typed, in either language: `07:30` for 7:30 and for 7 h 30. Null for what cannot be read. */
export function readClock(typed: string): string | null {
  const found = clockIn(typed.trim());
  return found?.rest === '' ? found.value : null;
}
