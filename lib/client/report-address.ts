import { fabricsOf } from '@/lib/client/exception-address';
import {
  FRAME_WORDS,
  mistakenWord,
  type PageParameters,
  parametersOf,
  questionInput,
} from '@/lib/client/host-question';
import { type NewReport, newReportAddress } from '@/lib/client/new-report-address';
import type { ReportRow } from '@/lib/contracts/reports';
import {
  alsoKnown,
  formatHostQuery,
  type HostQueryProblem,
  invalidValue,
  parseHostQuery,
  parseQuestion,
  parseTimeParameter,
  refusedValue,
} from '@/lib/contracts/words/host-query';
import {
  REPORT_KINDS,
  REPORT_LANGUAGES,
  REPORT_STATES,
  type ReportFormat,
  type ReportKind,
  type ReportState,
  SIGNATURE_FORMATS,
} from '@/lib/contracts/words/reports';
import type { FilterValues } from '@/lib/domain/host-filter';

type Reading<Query> = { ok: true; query: Query } | HostQueryProblem;

/** Within how many days a report was made, as the list offers it. */
export const MADE_WITHIN_DAYS = [7, 30, 90, 365] as const;

export type ReportsQuery = {
  fabric: FilterValues | undefined;
  kind: ReportKind | null;
  state: ReportState | null;
  by: string | null;
  days: number | null;
  search: string;
  cursor: string | null;
};

export const EVERY_REPORT: ReportsQuery = {
  fabric: undefined,
  kind: null,
  state: null,
  by: null,
  days: null,
  search: '',
  cursor: null,
};

const LIST_WORDS = ['kind', 'state', 'by', 'days', 'search', 'cursor'] as const;

/** The words are those of the API. The frame's time says nothing of it: its address keeps it for the other pages. */
export function readReportsAddress(parameters: PageParameters): Reading<ReportsQuery> {
  const mistake = mistakenWord(parameters, [...LIST_WORDS, ...FRAME_WORDS]);
  if (mistake) return mistake;
  const words = parametersOf(parameters);
  const frame = parseHostQuery(words.filter(([word]) => word === 'fabric'));
  if (!frame.ok) return frame;
  const own = new Map<string, string>();
  for (const [word, value] of words) {
    if (word === 'fabric' || word === 'at') continue;
    if (own.has(word)) return invalidValue(word, value, { rule: 'once' });
    if (value.length > LONGEST_VALUE)
      return invalidValue(word, value, { rule: 'short', most: LONGEST_VALUE });
    own.set(word, value);
  }
  return withWords(own, frame.query.filter.fabric);
}

const LONGEST_VALUE = 300;

function withWords(own: Map<string, string>, fabric: ReportsQuery['fabric']): Reading<ReportsQuery> {
  const kind = oneOf(own, 'kind', REPORT_KINDS);
  if (kind === undefined) return refusedValue('kind', own.get('kind') ?? '', REPORT_KINDS);
  const state = oneOf(own, 'state', REPORT_STATES);
  if (state === undefined) return refusedValue('state', own.get('state') ?? '', REPORT_STATES);
  const days = own.has('days') ? Number(own.get('days')) : null;
  if (days !== null && !(Number.isInteger(days) && days >= 1 && days <= MOST_DAYS))
    return invalidValue('days', own.get('days') ?? '', { rule: 'wholeNumber', most: MOST_DAYS });
  const { by = null, cursor = null, search = '' } = Object.fromEntries(own);
  return { ok: true, query: { fabric, kind, state, by, days, search, cursor } };
}

const MOST_DAYS = 3_660;

/** What the list is asked for, as the API takes it. */
export const reportsInput = ({ fabric, state, ...query }: ReportsQuery) => ({
  ...query,
  state: state === null ? [] : [state],
  fabric: fabricsOf({ fabric }),
});

/** The hosts of the fabrics that the list is narrowed to, as they are now. */
export const tallyInput = ({ fabric }: Pick<ReportsQuery, 'fabric'>) =>
  questionInput({ filter: fabric ? { fabric } : {}, at: null });

export function reportsAddress(query: Partial<ReportsQuery> = {}): string {
  const { fabric, ...words } = query;
  const parameters = formatHostQuery({ filter: fabric ? { fabric } : {} });
  for (const word of LIST_WORDS) {
    const value = words[word];
    if (value !== undefined && value !== null && value !== '') parameters.append(word, String(value));
  }
  const text = parameters.toString();
  return text === '' ? '/reports' : `/reports?${text}`;
}

/** A framework as a file. */
export const frameworkAddress = (key: string): string => `/api/v1/frameworks/${encodeURIComponent(key)}`;

export const VERIFY_ADDRESS = '/reports/verify';

export const reportAddress = (number: string): string => `/reports/${encodeURIComponent(number)}`;

/** The whole report as a page, to be read and printed. */
export const reportPageAddress = (number: string): string => `${reportAddress(number)}/document`;

export const reportFileAddress = (id: string, format: ReportFormat): string =>
  `/api/v1/reports/${encodeURIComponent(id)}/download?${new URLSearchParams({ format })}`;

/** The file that a browser shows in place of keeping it. */
export const reportShownAddress = (id: string): string =>
  `${reportFileAddress(id, 'html')}&disposition=inline`;

export const PROOF_PARTS = ['manifest', ...SIGNATURE_FORMATS] as const;

export function reportProofAddress(id: string, part: (typeof PROOF_PARTS)[number]): string {
  const of = `/api/v1/reports/${encodeURIComponent(id)}`;
  return part === 'manifest' ? `${of}/manifest` : `${of}/signature?${new URLSearchParams({ format: part })}`;
}

const OWN_WORDS: readonly string[] = ['kind', 'from', 'to', 'timeZone', 'lang', 'frameworks'];

function oneOf<T extends string>(
  own: Map<string, string>,
  word: string,
  values: readonly T[],
): T | null | undefined {
  const text = own.get(word);
  return text === undefined ? null : values.find((value) => value === text);
}

function readPeriod(own: Map<string, string>): NewReport['period'] | HostQueryProblem {
  const times: Date[] = [];
  for (const word of ['from', 'to']) {
    const text = own.get(word);
    if (text === undefined) return null;
    const reading = parseTimeParameter(word, text);
    if (!reading.ok) return reading;
    times.push(reading.time);
  }
  const [from, to] = times;
  return from === undefined || to === undefined ? null : { from, to };
}

export function readNewReportAddress(parameters: PageParameters): Reading<NewReport> {
  const words = parametersOf(parameters);
  const own = new Map(words.filter(([word]) => OWN_WORDS.includes(word)));
  const reading = parseQuestion(words.filter(([word]) => !OWN_WORDS.includes(word)));
  if (!reading.ok) return alsoKnown(reading, OWN_WORDS);
  const { filter, at } = reading.query;
  const kind = oneOf(own, 'kind', REPORT_KINDS);
  if (kind === undefined) return refusedValue('kind', own.get('kind') ?? '', REPORT_KINDS);
  const lang = oneOf(own, 'lang', REPORT_LANGUAGES);
  if (lang === undefined) return refusedValue('lang', own.get('lang') ?? '', REPORT_LANGUAGES);
  const period = readPeriod(own);
  if (period !== null && 'code' in period) return period;
  const timeZone = own.get('timeZone') ?? null;
  const frameworks = (own.get('frameworks') ?? '').split(',').filter((key) => key !== '');
  return { ok: true, query: { filter, kind: kind ?? 'moment', at, period, timeZone, lang, frameworks } };
}

/** The same once more, such as one that failed or was cancelled. */
export function againAddress({ kind, scope, from, asOf, timeZone, lang, frameworks }: ReportRow): string {
  const reading = parseHostQuery(new URLSearchParams(scope.filter));
  const filter = reading.ok ? reading.query.filter : {};
  const times =
    from === null ? { at: new Date(asOf) } : { period: { from: new Date(from), to: new Date(asOf) } };
  return newReportAddress({ filter, kind, timeZone, lang, frameworks, ...times });
}
