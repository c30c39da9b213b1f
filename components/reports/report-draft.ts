import { type DraftTimes, type KnownTimes, previewInputOf } from '@/components/reports/preview-input';
import type { NewReport } from '@/lib/client/new-report-address';
import type { CreateReportInput } from '@/lib/contracts/reports';
import type { ReportKind } from '@/lib/contracts/words/reports';
import { LONGEST_PERIOD_DAYS } from '@/lib/contracts/words/reports';
import type { HostFilter } from '@/lib/domain/host-filter';
import { boundsOfDays, daysOfPreset, type PeriodDays, type PeriodPreset } from '@/lib/domain/report/presets';
import type { Locale } from '@/lib/i18n/locales';
import { calendarDay } from '@/lib/i18n/moment';
import { timeOfClock } from '@/lib/i18n/zone-clock';
import { DAY_MS } from '@/lib/util/durations';

export const PRESET_CHOICES = ['last7Days', 'last30Days', 'lastMonth', 'lastQuarter', 'own'] as const;

/** What a person has chosen so far. */
export type Draft = {
  filter: HostFilter;
  kind: ReportKind;
  /** The time of a report about a moment: null is now, a text is what the field holds. */
  moment: Date | string | null;
  preset: PeriodPreset | 'own';
  own: PeriodDays;
  timeZone: string;
  lang: Locale;
  title: string;
  /** Keys of frameworks, in the order chosen. */
  frameworks: readonly string[];
};

/** When the form was opened, and the earliest time that history still knows. */
export type DraftFrame = { now: number; historyFrom: string | null };

export function beginDraft(asked: NewReport, own: { timeZone: string; locale: Locale }, now: number): Draft {
  const timeZone = asked.timeZone ?? own.timeZone;
  const zone = { locale: own.locale, timeZone };
  const days = asked.period && {
    first: calendarDay(asked.period.from, zone),
    last: calendarDay(new Date(asked.period.to.getTime() - 1), zone),
  };
  return {
    filter: asked.filter,
    kind: asked.kind,
    moment: asked.at,
    preset: days === null ? 'lastMonth' : 'own',
    own: days ?? daysOfPreset('lastMonth', now, timeZone),
    timeZone,
    lang: asked.lang ?? own.locale,
    title: '',
    frameworks: asked.frameworks,
  };
}

export const daysOfDraft = ({ preset, own, timeZone }: Draft, now: number): PeriodDays =>
  preset === 'own' ? own : daysOfPreset(preset, now, timeZone);

/** The times that the server is asked for, or why it would refuse them. */
export function timesOfDraft(draft: Draft, frame: DraftFrame): DraftTimes {
  const times = draft.kind === 'moment' ? momentOf(draft, frame.now) : periodOf(draft, frame.now);
  if ('problem' in times) return times;
  const begin = times.from ?? times.to;
  const isForgotten = frame.historyFrom !== null && begin.getTime() < Date.parse(frame.historyFrom);
  return isForgotten ? { problem: 'beforeHistory' } : times;
}

function momentOf({ moment, timeZone }: Draft, now: number): DraftTimes {
  if (moment === null) return { from: null, to: new Date(now), end: null, days: 0 };
  const at =
    typeof moment === 'string'
      ? timeOfClock(moment, { locale: 'en', timeZone })?.getTime()
      : moment.getTime();
  if (at === undefined) return { problem: 'missing' };
  if (at > now) return { problem: 'toCome' };
  return { from: null, to: new Date(at), end: new Date(at), days: 0 };
}

function periodOf(draft: Draft, now: number): DraftTimes {
  const days = daysOfDraft(draft, now);
  const bounds = boundsOfDays(days, { timeZone: draft.timeZone, now });
  if (bounds === null) return { problem: 'missing' };
  if (days.last < days.first) return { problem: 'order' };
  if (bounds.from >= now) return { problem: 'toCome' };
  const lengthMs = bounds.to - bounds.from;
  if (lengthMs > LONGEST_PERIOD_DAYS * DAY_MS) return { problem: 'tooLong' };
  const to = new Date(bounds.to);
  return {
    from: new Date(bounds.from),
    to,
    end: bounds.to === now ? null : to,
    days: daysUntil(days.first, bounds.to, draft.timeZone),
  };
}

/** Days of the calendar, the one that has begun among them: hours would make seven of them six in the morning. */
function daysUntil(first: string, to: number, timeZone: string): number {
  const last = calendarDay(new Date(to - 1), { locale: 'en', timeZone });
  return Math.round((Date.parse(last) - Date.parse(first)) / DAY_MS) + 1;
}

export function inputOfDraft(draft: Draft, times: KnownTimes): CreateReportInput {
  const { timeZone, lang, frameworks } = draft;
  const title = draft.title.trim();
  return {
    ...previewInputOf(draft, times),
    ...{ timeZone, lang },
    ...(frameworks.length > 0 && { frameworks: [...frameworks] }),
    ...(title !== '' && { title }),
  };
}
