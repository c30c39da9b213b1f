import { FRAME_WORDS, mistakenWord, type PageParameters, parametersOf } from '@/lib/client/host-question';
import {
  AUDIT_ENTITIES,
  AUDIT_FILTER_WORDS,
  type AuditExportFormat,
  isOfKnownKind,
} from '@/lib/contracts/words/audit';
import { laterThan } from '@/lib/contracts/words/changes';
import {
  type HostQueryProblem,
  invalidValue,
  parseTimeParameter,
  refusedValue,
} from '@/lib/contracts/words/host-query';
import type { ValueRule } from '@/lib/contracts/words/value-rule';
import type { Locale } from '@/lib/i18n/locales';

export type AuditQuery = {
  since: Date | null;
  until: Date | null;
  actor: string | null;
  action: string | null;
  subject: string | null;
  cursor: string | null;
};

export const WHOLE_LOG: AuditQuery = {
  since: null,
  until: null,
  actor: null,
  action: null,
  subject: null,
  cursor: null,
};

type Reading = { ok: true; query: AuditQuery } | HostQueryProblem;

const WORDS = [...AUDIT_FILTER_WORDS, 'cursor'] as const;
const LONGEST_VALUE = 300;

/** What a value may not be, as the API says it too. */
function ruleAgainst(word: string, text: string, isFirst: boolean): ValueRule | null {
  if (!isFirst) return { rule: 'once' };
  if (text.length > LONGEST_VALUE) return { rule: 'short', most: LONGEST_VALUE };
  if (text === '' || (word === 'cursor' && !/^[1-9]\d{0,17}$/.test(text)))
    return { rule: word === 'cursor' ? 'ownLink' : 'value' };
  return null;
}

/** The words are those of the API. The frame's fabrics and time say nothing of it: its address keeps them for other pages. */
export function readAuditAddress(parameters: PageParameters): Reading {
  const mistake = mistakenWord(parameters, [...WORDS, ...FRAME_WORDS]);
  if (mistake) return mistake;
  const query = { ...WHOLE_LOG };
  const seen = new Set<string>();
  for (const [name, text] of parametersOf(parameters)) {
    const word = WORDS.find((known) => known === name);
    if (word === undefined) continue;
    const rule = ruleAgainst(word, text, !seen.has(word));
    if (rule !== null) return invalidValue(word, text, rule);
    seen.add(word);
    if (word !== 'since' && word !== 'until') query[word] = text;
    else {
      const reading = parseTimeParameter(word, text);
      if (!reading.ok) return reading;
      query[word] = reading.time;
    }
  }
  const { since, until, action } = query;
  return unknownAction(action) ?? laterThan({ since, until }) ?? { ok: true, query };
}

function unknownAction(action: string | null): HostQueryProblem | undefined {
  if (action === null || isOfKnownKind(action)) return undefined;
  return refusedValue('action', action, AUDIT_ENTITIES);
}

function wordsOf(query: Partial<AuditQuery>): URLSearchParams {
  const parameters = new URLSearchParams();
  for (const word of WORDS) {
    const value = query[word];
    if (value) parameters.append(word, value instanceof Date ? value.toISOString() : value);
  }
  return parameters;
}

export function auditAddress(query: Partial<AuditQuery> = {}): string {
  const text = wordsOf(query).toString();
  return text === '' ? '/settings/audit' : `/settings/audit?${text}`;
}

/** The file of every entry that the page's filter matches. */
export function auditExportAddress(
  { cursor: _, ...filter }: AuditQuery,
  format: AuditExportFormat,
  lang: Locale,
): string {
  const parameters = new URLSearchParams({ format, lang });
  for (const [word, value] of wordsOf(filter)) parameters.append(word, value);
  return `/api/v1/audit/export?${parameters}`;
}

/** Procedures take times as text. */
export const auditInput = ({ since, until, ...words }: AuditQuery) => ({
  ...words,
  since: since?.toISOString() ?? null,
  until: until?.toISOString() ?? null,
});

export const isFiltered = ({ cursor: _, ...filter }: AuditQuery) =>
  Object.values(filter).some((value) => value !== null);
