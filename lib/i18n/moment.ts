import { FORMAT_LOCALE, type Locale } from '@/lib/i18n/locales';

export type Zone = { locale: Locale; timeZone: string };

/** What times are told in, each with a formatter of its own. */
const TOLD = {
  day: { year: 'numeric', month: '2-digit', day: '2-digit' },
  clock: { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  seconds: { hour: '2-digit', minute: '2-digit', second: '2-digit' },
  shortDay: { day: 'numeric', month: 'short', year: 'numeric' },
  longDay: { day: 'numeric', month: 'long', year: 'numeric' },
  year: { year: 'numeric' },
  zone: { timeZoneName: 'short' },
} satisfies Record<string, Intl.DateTimeFormatOptions>;

type Told = keyof typeof TOLD;
type Parts = Partial<Record<Intl.DateTimeFormatPartTypes, string>>;

const formatters = new Map<string, Intl.DateTimeFormat>();
/** Each takes some 16 kB, and whoever reads chooses a zone: beyond these all are made anew. */
const MOST_FORMATTERS = 256;

/**
 * Kept, since one takes some 100 µs to make and 8 to ask, and each time on a page asks several: a third of the time in which a
 * browser drew a list of fifty hosts anew.
 */
function formatterOf(told: Told, { locale, timeZone }: Zone): Intl.DateTimeFormat {
  const key = `${told} ${locale} ${timeZone}`;
  const kept = formatters.get(key);
  if (kept) return kept;
  const made = new Intl.DateTimeFormat(FORMAT_LOCALE[locale], { ...TOLD[told], timeZone });
  if (formatters.size >= MOST_FORMATTERS) formatters.clear();
  formatters.set(key, made);
  return made;
}

function partsOf(date: Date, zone: Zone, told: Told): Parts {
  const parts = formatterOf(told, zone).formatToParts(date);
  return Object.fromEntries(parts.map(({ type, value }) => [type, value]));
}

/** `2026-11-24` as the reader's calendar has it. */
export function calendarDay(date: Date, zone: Zone): string {
  const { year, month, day } = partsOf(date, zone, 'day');
  return `${year?.padStart(4, '0')}-${month}-${day}`;
}

/** Whether a moment is still of the same day so many seconds later. */
export const isDayOf = (date: Date, laterSeconds: number, zone: Zone) =>
  calendarDay(date, zone) === calendarDay(new Date(date.getTime() + laterSeconds * 1000), zone);

export function clockTime(date: Date, zone: Zone): string {
  const { hour, minute } = partsOf(date, zone, 'clock');
  return `${hour}:${minute}`;
}

export function clockSeconds(date: Date, zone: Zone): string {
  const { second } = partsOf(date, zone, 'seconds');
  return `${clockTime(date, zone)}:${(second ?? '').padStart(2, '0')}`;
}

/** As a field for a day and a time of it has its value. */
export const fieldMoment = (date: Date, zone: Zone) => `${calendarDay(date, zone)}T${clockTime(date, zone)}`;

/** January to December, in full. */
export const monthNames = (locale: Locale): string[] =>
  Array.from({ length: 12 }, (_, month) => {
    const { month: name = '' } = partsOf(
      new Date(Date.UTC(2026, month, 15)),
      { locale, timeZone: 'UTC' },
      'longDay',
    );
    return name;
  });

/** The day of a month as it is said: `1er` in French, where every other one is a number alone. */
export const dayInMonth = (day: number | string | undefined, locale: Locale): string =>
  locale === 'fr' && Number(day) === 1 ? '1er' : String(day);

/** `13 Nov`, with the year only where it is not the reference's. */
export function dayAndMonth(date: Date, reference: Date, zone: Zone): string {
  const { day, month, year } = partsOf(date, zone, 'shortDay');
  const referenceYear = partsOf(reference, zone, 'year').year;
  const shown = `${dayInMonth(day, zone.locale)} ${month}`;
  return year === referenceYear ? shown : `${shown} ${year}`;
}

/** `13 Nov 22:05` as it stands in a sentence: French says at what time of the day. */
export function dayAndTime(date: Date, reference: Date, zone: Zone): string {
  const at = zone.locale === 'fr' ? ' à ' : ' ';
  return `${dayAndMonth(date, reference, zone)}${at}${clockTime(date, zone)}`;
}

/**
 * Where a moment stands: French puts an article before a day of a sentence, joins it to the `à` of `jusqu’à`, and has a short
 * word for today where a column has room for no more.
 */
export type MomentPlace = 'alone' | 'inColumn' | 'inSentence' | 'upTo';

/** How a moment is said where it stands: the key of the `time` messages with what it takes. */
export type MomentPhrase =
  | { key: `${MomentPlace}.today`; time: string }
  | { key: `${MomentPlace}.day`; moment: string };

/** No day is today where the reference is an earlier time than now: `isOfNow` says which it is. */
export function momentPhrase(
  date: Date,
  { reference, isOfNow, place }: { reference: Date; isOfNow: boolean; place: MomentPlace },
  zone: Zone,
): MomentPhrase {
  const time = clockTime(date, zone);
  if (isOfNow && calendarDay(date, zone) === calendarDay(reference, zone))
    return { key: `${place}.today`, time };
  if (place === 'inSentence' || place === 'upTo')
    return { key: `${place}.day`, moment: dayAndTime(date, reference, zone) };
  return { key: `${place}.day`, moment: `${dayAndMonth(date, reference, zone)} ${time}` };
}

/** `2026-11-24` as `24 Nov`, with the year only where it is not the reference's. */
export function namedDay(day: string, reference: string, { locale }: Pick<Zone, 'locale'>): string {
  const zone = { locale, timeZone: 'UTC' };
  return dayAndMonth(new Date(day), new Date(reference), zone);
}

/** The whole moment with its zone, for titles and the as-of line. */
export function fullMoment(date: Date, zone: Zone): string {
  const { day, month, year } = partsOf(date, zone, 'longDay');
  return `${dayInMonth(day, zone.locale)} ${month} ${year} ${clockTime(date, zone)} ${zoneName(date, zone)}`;
}

export function zoneName(date: Date, zone: Zone): string {
  return partsOf(date, zone, 'zone').timeZoneName ?? zone.timeZone;
}
