import type { DraftTimes } from '@/components/reports/preview-input';
import type { NewReport } from '@/lib/client/new-report-address';
import type { CreateScheduleInput, ScheduledReport, ScheduleRow } from '@/lib/contracts/schedules';
import { formatHostQuery, parseHostQuery } from '@/lib/contracts/words/host-query';
import type { ReportKind } from '@/lib/contracts/words/reports';
import { KEEP_AT_MOST, KEEP_DAYS_AT_MOST, RECIPIENTS_AT_MOST } from '@/lib/contracts/words/schedules';
import type { HostFilter } from '@/lib/domain/host-filter';
import { endedPeriod, nextDates, type Rhythm } from '@/lib/domain/report/rhythm';
import type { Locale } from '@/lib/i18n/locales';
import { DAY_MS } from '@/lib/util/durations';

/** What a person has chosen so far; numbers and addresses as their fields hold them. */
export type ScheduleDraft = {
  name: string;
  filter: HostFilter;
  kind: ReportKind;
  every: Rhythm['every'];
  weekday: number;
  monthDay: number;
  at: string;
  timeZone: string;
  lang: Locale;
  title: string;
  /** Keys of frameworks, in the order chosen. */
  frameworks: readonly string[];
  recipients: string;
  attach: boolean;
  keep: string;
  keepDays: string;
  /** What the API may have set beside, and the form does not show. */
  besides: Partial<ScheduledReport>;
};

const NEW = {
  name: '',
  every: 'week',
  weekday: 1,
  monthDay: 1,
  at: '07:00',
  title: '',
  recipients: '',
  attach: false,
  keep: '12',
  keepDays: '',
  besides: {},
} as const;

/** Begins with what the form for one report holds: a schedule for a period unless a moment was asked for. */
export const beginSchedule = (
  { filter, kind, timeZone, lang, frameworks }: NewReport,
  own: { timeZone: string; locale: Locale },
): ScheduleDraft => ({
  ...NEW,
  filter,
  kind,
  timeZone: timeZone ?? own.timeZone,
  lang: lang ?? own.locale,
  frameworks,
});

export function draftOfRow(row: ScheduleRow): ScheduleDraft {
  const { name, report, every, on, at, timeZone, recipients, attach, keep, keepDays } = row;
  const { title = '', frameworks = [], ...besides } = report;
  const reading = parseHostQuery(new URLSearchParams(report.filter));
  return {
    name,
    filter: reading.ok ? reading.query.filter : {},
    kind: report.kind,
    every,
    weekday: every === 'week' ? (on ?? 1) : 1,
    monthDay: every === 'month' ? (on ?? 1) : 1,
    at,
    timeZone,
    lang: report.lang,
    title,
    frameworks,
    recipients: recipients.join('\n'),
    attach,
    keep: String(keep),
    keepDays: keepDays === null ? '' : String(keepDays),
    besides,
  };
}

const onOf = ({ every, weekday, monthDay }: ScheduleDraft): number | null =>
  ({ day: null, week: weekday, month: monthDay })[every];

export const rhythmOfDraft = (draft: ScheduleDraft): Rhythm => {
  const { every, at, timeZone } = draft;
  return { every, on: onOf(draft), at, timeZone };
};

/** The next five, in milliseconds since the epoch; none while no time is chosen. */
export function datesOfDraft(draft: ScheduleDraft, now: number): number[] {
  return draft.at === '' ? [] : nextDates(rhythmOfDraft(draft), now, 5);
}

/** The times of the report that it would make if one of its dates were now. */
export function timesOfSchedule(draft: ScheduleDraft, now: number): DraftTimes {
  if (draft.kind === 'moment') return { from: null, to: new Date(now), end: null, days: 0 };
  const { from, to } = endedPeriod(draft, now, zoneOfReport(draft));
  const end = new Date(to);
  return { from: new Date(from), to: end, end, days: Math.round((to - from) / DAY_MS) };
}

/** The days of its reports may have another zone than its dates. */
export const zoneOfReport = ({ besides, timeZone }: ScheduleDraft): string => besides.timeZone ?? timeZone;

export const addressesOf = (text: string): string[] =>
  text
    .split(/[\s,;]+/)
    .map((address) => address.trim().toLowerCase())
    .filter((address) => address !== '');

/** A first look, so that a slip is told at once; the server decides. */
const looksLikeAddress = (text: string) => /^[^\s@<>()]+@[^\s@<>()]+\.[^\s@<>().]+$/.test(text);

export const badAddress = ({ recipients }: ScheduleDraft): string | null =>
  addressesOf(recipients).find((address) => !looksLikeAddress(address)) ?? null;

const isFrom1To = (text: string, most: number) =>
  /^\d{1,6}$/.test(text) && Number(text) >= 1 && Number(text) <= most;

export const isKeepBad = ({ keep }: ScheduleDraft): boolean => !isFrom1To(keep, KEEP_AT_MOST);
export const isKeepDaysBad = ({ keepDays }: ScheduleDraft): boolean =>
  keepDays !== '' && !isFrom1To(keepDays, KEEP_DAYS_AT_MOST);

/** Whether a field says that the server would not take it. Those for name and time say it when the form is sent. */
export function hasWrongField(draft: ScheduleDraft): boolean {
  const isMany = addressesOf(draft.recipients).length > RECIPIENTS_AT_MOST;
  return badAddress(draft) !== null || isMany || isKeepBad(draft) || isKeepDaysBad(draft);
}

export function inputOfSchedule(draft: ScheduleDraft): CreateScheduleInput {
  const { name, filter, kind, lang, title, recipients, attach, keep, keepDays } = draft;
  const report = {
    ...draft.besides,
    kind,
    lang,
    filter: formatHostQuery({ filter }).toString(),
    frameworks: [...draft.frameworks],
  };
  const addresses = addressesOf(recipients);
  return {
    name: name.trim(),
    report: title.trim() === '' ? report : { ...report, title: title.trim() },
    ...rhythmOfDraft(draft),
    recipients: addresses,
    attach: attach && addresses.length > 0,
    keep: Number(keep),
    keepDays: keepDays === '' ? null : Number(keepDays),
  };
}
