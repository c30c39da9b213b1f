import { FRAME_WORDS, type PageParameters, parametersOf, unknownWord } from '@/lib/client/host-question';
import {
  formatHostQuery,
  type HostQueryProblem,
  parseHostQuery,
  parseTimeParameter,
  refusedValue,
} from '@/lib/contracts/host-query';
import { REPORT_KINDS, REPORT_LANGUAGES, type ReportKind } from '@/lib/contracts/report-content';
import { type ReportFormat, type ReportRow, SIGNATURE_FORMATS } from '@/lib/contracts/reports';
import type { HostFilter } from '@/lib/domain/host-filter';
import type { Locale } from '@/lib/i18n/locales';

type Reading<Query> = { ok: true; query: Query } | HostQueryProblem;

const problem = (code: HostQueryProblem['code'], parameter: string): HostQueryProblem => ({
  ok: false,
  code,
  parameter,
  message: '',
});

export type ReportsQuery = { cursor: string | null };

/** The list does not depend on the fabrics and the time that one looks at; its address keeps them for the other pages. */
export function readReportsAddress(parameters: PageParameters): Reading<ReportsQuery> {
  const unknown = unknownWord(parameters, ['cursor', ...FRAME_WORDS]);
  if (unknown) return unknown;
  const words = parametersOf(parameters).filter(([word]) => word === 'cursor');
  if (words.length > 1 || (words[0]?.[1].length ?? 0) > 200) return problem('invalid_value', 'cursor');
  return { ok: true, query: { cursor: words[0]?.[1] ?? null } };
}

export const reportsAddress = ({ cursor }: ReportsQuery = { cursor: null }): string =>
  cursor === null ? '/reports' : `/reports?${new URLSearchParams({ cursor })}`;

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

/** What the form for a new report begins with. */
export type NewReport = {
  filter: HostFilter;
  kind: ReportKind;
  /** Of a moment; null: now. */
  at: Date | null;
  /** Of a period; null: the form's own choice. */
  period: { from: Date; to: Date } | null;
  /** Null: the reader's own. */
  timeZone: string | null;
  lang: Locale | null;
  /** Keys of frameworks. */
  frameworks: readonly string[];
};

const OWN_WORDS: readonly string[] = ['kind', 'from', 'to', 'timeZone', 'lang', 'frameworks'];

function oneOf<T extends string>(
  own: Map<string, string>,
  word: string,
  values: readonly T[],
): T | null | undefined {
  const text = own.get(word);
  return text === undefined ? null : values.find((value) => value === text);
}

function readPeriod(own: Map<string, string>): NewReport['period'] | string {
  const times: Date[] = [];
  for (const word of ['from', 'to']) {
    const text = own.get(word);
    if (text === undefined) return null;
    const reading = parseTimeParameter(word, text);
    if (!reading.ok) return word;
    times.push(reading.time);
  }
  const [from, to] = times;
  return from === undefined || to === undefined ? null : { from, to };
}

export function readNewReportAddress(parameters: PageParameters): Reading<NewReport> {
  const words = parametersOf(parameters);
  const own = new Map(words.filter(([word]) => OWN_WORDS.includes(word)));
  const reading = parseHostQuery(words.filter(([word]) => !OWN_WORDS.includes(word)));
  if (!reading.ok) return reading;
  const { filter, at, cursor } = reading.query;
  if (cursor !== null) return problem('unknown_parameter', 'cursor');
  const kind = oneOf(own, 'kind', REPORT_KINDS);
  if (kind === undefined) return refusedValue('kind', own.get('kind') ?? '', REPORT_KINDS);
  const lang = oneOf(own, 'lang', REPORT_LANGUAGES);
  if (lang === undefined) return refusedValue('lang', own.get('lang') ?? '', REPORT_LANGUAGES);
  const period = readPeriod(own);
  if (typeof period === 'string') return problem('invalid_value', period);
  const timeZone = own.get('timeZone') ?? null;
  const frameworks = (own.get('frameworks') ?? '').split(',').filter((key) => key !== '');
  return { ok: true, query: { filter, kind: kind ?? 'moment', at, period, timeZone, lang, frameworks } };
}

export function newReportAddress({
  filter,
  kind,
  at,
  period,
  timeZone,
  lang,
  frameworks = [],
}: Partial<NewReport> = {}): string {
  const parameters = formatHostQuery({ filter: filter ?? {}, at: at ?? null });
  if (kind === 'period') parameters.append('kind', kind);
  if (period) {
    parameters.append('from', period.from.toISOString());
    parameters.append('to', period.to.toISOString());
  }
  if (timeZone) parameters.append('timeZone', timeZone);
  if (lang) parameters.append('lang', lang);
  if (frameworks.length > 0) parameters.append('frameworks', frameworks.join(','));
  const text = parameters.toString();
  return text === '' ? '/reports/new' : `/reports/new?${text}`;
}

/** The same once more, such as one that failed or was cancelled. */
export function againAddress({ kind, scope, from, asOf, timeZone, lang, frameworks }: ReportRow): string {
  const reading = parseHostQuery(new URLSearchParams(scope.filter));
  const filter = reading.ok ? reading.query.filter : {};
  const times =
    from === null ? { at: new Date(asOf) } : { period: { from: new Date(from), to: new Date(asOf) } };
  return newReportAddress({ filter, kind, timeZone, lang, frameworks, ...times });
}
