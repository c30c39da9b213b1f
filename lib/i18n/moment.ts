import { FORMAT_LOCALE, type Locale } from '@/lib/i18n/locales';

export type Zone = { locale: Locale; timeZone: string };

type Parts = Partial<Record<Intl.DateTimeFormatPartTypes, string>>;

function partsOf(date: Date, { locale, timeZone }: Zone, options: Intl.DateTimeFormatOptions): Parts {
  const formatter = new Intl.DateTimeFormat(FORMAT_LOCALE[locale], { ...options, timeZone });
  return Object.fromEntries(formatter.formatToParts(date).map(({ type, value }) => [type, value]));
}

/** `2026-11-24` as the reader's calendar has it. */
export function calendarDay(date: Date, zone: Zone): string {
  const { year, month, day } = partsOf(date, zone, { year: 'numeric', month: '2-digit', day: '2-digit' });
  return `${year}-${month}-${day}`;
}

export function clockTime(date: Date, zone: Zone): string {
  const { hour, minute } = partsOf(date, zone, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  return `${hour}:${minute}`;
}

export function clockSeconds(date: Date, zone: Zone): string {
  const { second } = partsOf(date, zone, { hour: '2-digit', minute: '2-digit', second: '2-digit' });
  return `${clockTime(date, zone)}:${(second ?? '').padStart(2, '0')}`;
}

/** As a field for a day and a time of it has its value. */
export const fieldMoment = (date: Date, zone: Zone) => `${calendarDay(date, zone)}T${clockTime(date, zone)}`;

/** The day of a month as it is said: `1er` in French, where every other one is a number alone. */
export const dayInMonth = (day: number | string | undefined, locale: Locale): string =>
  locale === 'fr' && Number(day) === 1 ? '1er' : String(day);

/** `13 Nov`, with the year only where it is not the reference's. */
export function dayAndMonth(date: Date, reference: Date, zone: Zone): string {
  const { day, month, year } = partsOf(date, zone, { day: 'numeric', month: 'short', year: 'numeric' });
  const referenceYear = partsOf(reference, zone, { year: 'numeric' }).year;
  const shown = `${dayInMonth(day, zone.locale)} ${month}`;
  return year === referenceYear ? shown : `${shown} ${year}`;
}

/** `2026-11-24` as `24 Nov`, with the year only where it is not the reference's. */
export function namedDay(day: string, reference: string, { locale }: Pick<Zone, 'locale'>): string {
  const zone = { locale, timeZone: 'UTC' };
  return dayAndMonth(new Date(day), new Date(reference), zone);
}

/** The whole moment with its zone, for titles and the as-of line. */
export function fullMoment(date: Date, zone: Zone): string {
  const { day, month, year } = partsOf(date, zone, { day: 'numeric', month: 'long', year: 'numeric' });
  return `${dayInMonth(day, zone.locale)} ${month} ${year} ${clockTime(date, zone)} ${zoneName(date, zone)}`;
}

export function zoneName(date: Date, zone: Zone): string {
  return partsOf(date, zone, { timeZoneName: 'short' }).timeZoneName ?? zone.timeZone;
}
