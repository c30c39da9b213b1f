import { FRAME_WORDS, mistakenWord, type PageParameters, parametersOf } from '@/lib/client/host-question';
import { formatNamedHosts, readNamedHosts } from '@/lib/client/named-hosts';
import {
  alsoKnown,
  formatFilterValue,
  formatHostQuery,
  type HostQueryProblem,
  invalidValue,
  parseHostQuery,
  parseQuestion,
  refusedValue,
} from '@/lib/contracts/words/host-query';
import { isUuid } from '@/lib/contracts/words/text';
import type { FilterValues, HostFilter } from '@/lib/domain/host-filter';

export const EXCEPTION_VIEWS = ['all', 'requested', 'inForce', 'ending', 'ended'] as const;
export type ExceptionView = (typeof EXCEPTION_VIEWS)[number];

export type ExceptionsQuery = {
  fabric: FilterValues | undefined;
  at: Date | null;
  view: ExceptionView;
  /** The one whose details are shown. */
  open: string | null;
  /** A page of one view; that of all has none. */
  cursor: string | null;
};

type Reading<Query> = { ok: true; query: Query } | HostQueryProblem;

const OWN_WORDS: readonly string[] = ['view', 'open', 'cursor'];

/** The words of the page of exceptions; those of the frame are read as everywhere. */
export function readExceptionsAddress(parameters: PageParameters): Reading<ExceptionsQuery> {
  const mistake = mistakenWord(parameters, [...OWN_WORDS, ...FRAME_WORDS]);
  if (mistake) return mistake;
  const own = new Map<string, string>();
  const frame: [string, string][] = [];
  for (const [word, value] of parametersOf(parameters)) {
    if (OWN_WORDS.includes(word)) own.set(word, value);
    else frame.push([word, value]);
  }
  const text = own.get('view') ?? 'all';
  const view = EXCEPTION_VIEWS.find((known) => known === text);
  if (view === undefined) return refusedValue('view', text, EXCEPTION_VIEWS);
  const reading = parseHostQuery(frame);
  if (!reading.ok) return reading;
  const { filter, at } = reading.query;
  const [open = null, cursor = null] = [own.get('open'), own.get('cursor')];
  if (open !== null && !isUuid(open)) return invalidValue('open', open, { rule: 'ownLink' });
  return { ok: true, query: { fabric: filter.fabric, at, view, open, cursor } };
}

export function exceptionsAddress({ fabric, at, view, open, cursor }: Partial<ExceptionsQuery> = {}): string {
  const parameters = formatHostQuery({ filter: fabric ? { fabric } : {}, at: at ?? null });
  if (view && view !== 'all') parameters.append('view', view);
  if (open) parameters.append('open', open);
  if (cursor) parameters.append('cursor', cursor);
  const text = parameters.toString();
  return text === '' ? '/exceptions' : `/exceptions?${text}`;
}

/** The file of all that the page shows, on all its pages. */
export function exceptionsExportAddress({ fabric, at }: ExceptionsQuery, lang: 'en' | 'fr'): string {
  const parameters = new URLSearchParams({ format: 'csv', lang });
  for (const [word, value] of formatHostQuery({ filter: fabric ? { fabric } : {}, at }))
    parameters.append(word, value);
  return `/api/v1/exceptions/export?${parameters}`;
}

/** Names some hosts by id, or all that a filter matches. */
export type RequestFor = { hosts: readonly string[] } | { filter: HostFilter };

export function readRequestAddress(parameters: PageParameters): Reading<RequestFor> {
  const words = parametersOf(parameters);
  const hosts = readNamedHosts(words);
  if (!Array.isArray(hosts)) return hosts;
  const rest = words.filter(([word]) => word !== 'host' && word !== 'at');
  const reading = parseQuestion(rest);
  if (!reading.ok) return alsoKnown(reading, ['host']);
  return { ok: true, query: hosts.length === 0 ? { filter: reading.query.filter } : { hosts } };
}

export function requestAddress(asked: RequestFor): string {
  const parameters =
    'hosts' in asked ? formatNamedHosts(asked.hosts) : formatHostQuery({ filter: asked.filter });
  const text = parameters.toString();
  return text === '' ? '/exceptions/new' : `/exceptions/new?${text}`;
}

/** What hosts that are named fail for together. */
export const hostsInput = (hosts: readonly string[]) => ({ filter: {}, at: null, hosts: [...hosts] });

/** The fabrics that a list is asked for and those it leaves out, as an address has them. */
export const fabricsOf = ({ fabric }: Pick<ExceptionsQuery, 'fabric'>): string[] => [
  ...(fabric?.include ?? []).map((name) => formatFilterValue(name)),
  ...(fabric?.exclude ?? []).map((name) => formatFilterValue(name, true)),
];

/** Those of a host that are waiting or in force. */
export const exceptionsOfHost = (host: string, at: string | null) => ({
  host,
  at,
  state: ['requested' as const, 'inForce' as const],
});

/** Those that are over, for a host that counts as one of which an exception has ended. */
export const pastExceptionsOfHost = (host: string, at: string | null) => ({
  host,
  at,
  state: ['ended' as const, 'withdrawn' as const],
});
