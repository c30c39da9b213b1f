import { formatList, LIST_WORD, type ListOrigin } from '@/lib/client/list-word';
import type { HostField } from '@/lib/contracts/fleet';
import {
  API_SORT,
  defaultHostQuery,
  type ExportFormat,
  formatHostQuery,
  type HostQuery,
} from '@/lib/contracts/words/host-query';
import type { HostFilter } from '@/lib/domain/host-filter';

type FilterWord = keyof HostFilter;

const withParameters = (path: string, parameters: URLSearchParams) => {
  const text = parameters.toString();
  return text === '' ? path : `${path}?${text}`;
};

/** The Fabric page of a question. */
export function fabricAddress(query: Partial<HostQuery> = {}): string {
  return withParameters('/', formatHostQuery(query));
}

/** The list of hosts that a question asks for: every count links here. */
export function hostsAddress(query: Partial<HostQuery> = {}): string {
  return withParameters('/hosts', formatHostQuery(query));
}

/** How hosts are added, by the fabric that a list is narrowed to. */
export function enrollAddress({ fabric }: HostFilter): string {
  return withParameters('/enroll', formatHostQuery({ filter: fabric ? { fabric } : {} }));
}

/** One host, frozen on a moment where the screen is, and among the hosts of the list that it is opened from. */
export function hostAddress(id: string, at: Date | null = null, from: ListOrigin | null = null): string {
  const parameters = formatHostQuery({ at });
  if (from !== null) parameters.set(LIST_WORD, formatList(from));
  return withParameters(`/hosts/${encodeURIComponent(id)}`, parameters);
}

/** The file of exactly what a list shows: all its pages, in its order. JSON has every field. */
export function hostsExportAddress(
  { filter, at, sort, order }: HostQuery,
  { format, lang }: { format: ExportFormat; lang: 'en' | 'fr' },
  columns: readonly HostField[] | null = null,
): string {
  const parameters = new URLSearchParams({ format, lang });
  if (columns !== null && format !== 'json') parameters.set('columns', columns.join());
  const words = formatHostQuery({ filter, at, sort, order }, API_SORT);
  for (const [word, value] of words) parameters.append(word, value);
  return withParameters('/api/v1/hosts/export', parameters);
}

/** A question that asks for one value of one word, such as the rows behind a count. */
export function onlyHosts<W extends FilterWord>(word: W, value: string, at: Date | null = null): HostQuery {
  return { ...defaultHostQuery(), at, filter: { [word]: { include: [value], exclude: [] } } };
}
