/** Nobody steps through more, and each of them is an element of the page. */
export const HITS_AT_MOST = 1_000;

export type Hit = { start: number; end: number };

const escaped = (text: string) => text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&');

/** Where a text stands in another, in capitals or not, as far as hits are shown; `isMore` where there are others. */
export function findHits(text: string, wanted: string): { hits: Hit[]; isMore: boolean } {
  const hits: Hit[] = [];
  if (wanted === '') return { hits, isMore: false };
  for (const match of text.matchAll(new RegExp(escaped(wanted), 'giu'))) {
    if (hits.length === HITS_AT_MOST) return { hits, isMore: true };
    hits.push({ start: match.index, end: match.index + match[0].length });
  }
  return { hits, isMore: false };
}
