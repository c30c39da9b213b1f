import { createTranslator } from 'next-intl';
import type { ControlResult, ReportContent, ReportHost } from '@/lib/contracts/report-content';
import { agreementOf } from '@/lib/domain/evidence';
import { exactDurationPhrase } from '@/lib/i18n/duration';
import { FORMAT_LOCALE } from '@/lib/i18n/locales';
import { loadMessages } from '@/lib/i18n/messages';
import { dayInMonth } from '@/lib/i18n/moment';
import { sharesOf } from '@/lib/i18n/share';
import { HOUR_SECONDS } from '@/lib/util/durations';
import { offsetsOf } from './zone-offsets';

type FailingCheck = ReportHost['failing'][number];

type Values = Readonly<Record<string, string | number>>;
type Parts = Partial<Record<Intl.DateTimeFormatPartTypes, string>>;

export type Words = {
  /** Returns a text of the messages `report`. */
  say: (key: string, values?: Values) => string;
  /** The meaning of a state in the console's words. */
  meaning: (state: string) => string;
  count: (value: number) => string;
  /** One decimal. Only a complete share is 100 %, and only an empty one 0 %; null is "no data". */
  share: (value: number | null) => string;
  hours: (seconds: number) => string;
  duration: (seconds: number) => string;
  /** `24 Nov 02:21`, with the year if it is not the report's. */
  short: (time: string) => string;
  day: (time: string) => string;
  /** A calendar day, `2026-11-24`, in the same format. */
  dayName: (day: string) => string;
  /** `24 November 2026, 09:42:10 CET`. */
  long: (time: string) => string;
};

const partsOf = (format: Intl.DateTimeFormat, date: Date): Parts =>
  Object.fromEntries(format.formatToParts(date).map(({ type, value }) => [type, value]));

const twoDigits = (value: number) => String(value).padStart(2, '0');

function monthNames(locale: string): (string | undefined)[] {
  const format = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', timeZone: 'UTC' });
  return Array.from({ length: 12 }, (_, month) => partsOf(format, new Date(Date.UTC(2026, month, 1))).month);
}

function timesOf({ lang, timeZone, asOf }: ReportContent) {
  const locale = FORMAT_LOCALE[lang];
  const months = monthNames(locale);
  const offsetAt = offsetsOf(timeZone);
  const there = (time: string) => new Date(Date.parse(time) + offsetAt(Date.parse(time)));
  const yearOfReport = there(asOf).getUTCFullYear();
  const dayOf = (date: Date) => {
    const dayAndMonth = `${dayInMonth(date.getUTCDate(), lang)} ${months[date.getUTCMonth()]}`;
    const year = date.getUTCFullYear();
    return year === yearOfReport ? dayAndMonth : `${dayAndMonth} ${year}`;
  };
  const long = new Intl.DateTimeFormat(locale, {
    timeZone,
    hourCycle: 'h23',
    ...({ day: 'numeric', month: 'long', year: 'numeric', timeZoneName: 'short' } as const),
    ...({ hour: '2-digit', minute: '2-digit', second: '2-digit' } as const),
  });
  return {
    day: (time: string) => dayOf(there(time)),
    dayName: (day: string) => dayOf(new Date(`${day}T00:00:00Z`)),
    short: (time: string) => {
      const date = there(time);
      return `${dayOf(date)} ${twoDigits(date.getUTCHours())}:${twoDigits(date.getUTCMinutes())}`;
    },
    long: (time: string) => {
      const { day, month, year, hour, minute, second, timeZoneName } = partsOf(long, new Date(time));
      return `${dayInMonth(day, lang)} ${month} ${year}, ${hour}:${minute}:${second} ${timeZoneName}`;
    },
  };
}

/** What the host says about a check, and what is required. */
export function evidenceText(
  { say }: Pick<Words, 'say'>,
  { label, seen, required, agrees }: FailingCheck['evidence'][number],
): string {
  const values = { label, seen: seen ?? say('failing.notSeen') };
  if (required === null) return say('failing.evidence', values);
  return say(agrees ? 'failing.evidenceAgrees' : 'failing.evidenceRequired', { ...values, required });
}

/** Whether everything that the host says about a failing check is as required, although HGS names the check. */
export const isBorneOut = ({ evidence }: Pick<FailingCheck, 'evidence'>): boolean =>
  agreementOf(evidence) === true;

/** The person or body whose interpretation a framework's line is, and who else reviewed it. */
export const reviewedText = (
  { say }: Pick<Words, 'say'>,
  { source, relation, reviewedBy, reviewedAt }: ControlResult,
): string => {
  const reading = { source, relation: say(`frameworks.relations.${relation}`) };
  if (reviewedBy === null || reviewedAt === null) return say('frameworks.notReviewed', reading);
  return say('frameworks.reviewed', { ...reading, by: reviewedBy, on: reviewedAt });
};

export function wordsOf(content: ReportContent): Words {
  const { lang: locale } = content;
  const messages = loadMessages(locale);
  const translator = { locale, messages, timeZone: content.timeZone };
  const report = createTranslator({ ...translator, namespace: 'report' });
  const fleet = createTranslator({ ...translator, namespace: 'fleet' });
  const time = createTranslator({ ...translator, namespace: 'time' });
  const plain = new Map<string, string>();
  const say = (key: string, values?: Values) => {
    if (values) return report(key as never, values as never);
    const known = plain.get(key) ?? report(key as never);
    plain.set(key, known);
    return known;
  };
  const numbers = new Intl.NumberFormat(FORMAT_LOCALE[locale]);
  const tenths = new Intl.NumberFormat(FORMAT_LOCALE[locale], {
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
  });
  const shares = sharesOf(FORMAT_LOCALE[locale]);
  return {
    say,
    meaning: (state) => fleet(`stateMeaning.${state}` as never),
    count: (value) => numbers.format(value),
    share: (value) => (value === null ? say('noData') : shares(value)),
    hours: (seconds) => tenths.format(seconds / HOUR_SECONDS),
    duration: (seconds) => {
      const { key, ...values } = exactDurationPhrase(seconds);
      return time(key as never, values as never);
    },
    ...timesOf(content),
  };
}
