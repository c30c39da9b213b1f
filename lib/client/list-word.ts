import { formatHostQuery, type HostQuery, parseHostQuery } from '@/lib/contracts/words/host-query';

/** A list of hosts, and its page, as the address of one host keeps it. Its fabrics and its time are those of the page. */
export type ListOrigin = Pick<HostQuery, 'filter' | 'sort' | 'order' | 'limit' | 'cursor'>;

/** The word of a host's address that says from which list somebody came. */
export const LIST_WORD = 'list';

export function formatList({ filter, sort, order, limit, cursor }: ListOrigin): string {
  const { fabric: _ofThePage, ...others } = filter;
  return formatHostQuery({ filter: others, sort, order, limit, cursor }).toString();
}

/** Null: there is no list, or none that can be read. `fabrics`: as the page's own address names them. */
export function readList(text: string | null, fabrics: readonly string[]): ListOrigin | null {
  if (text === null) return null;
  const words = new URLSearchParams(text);
  for (const fabric of fabrics) words.append('fabric', fabric);
  const reading = parseHostQuery(words);
  if (!reading.ok) return null;
  const { at: _ofThePage, ...origin } = reading.query;
  return origin;
}

/** Asks for the hosts beside one in its list, whichever of its pages they are on. */
export function neighboursInput(
  host: { id: string; at: string | null },
  { filter, sort, order }: ListOrigin,
) {
  return { ...host, filter, sort, order };
}
