import type { Shown } from '@/components/hosts/save-view';
import { inScope } from '@/lib/client/scope';
import type { SavedView } from '@/lib/contracts/view';
import { formatHostQuery, type HostQuery, parseHostQuery } from '@/lib/contracts/words/host-query';

/** The question of a list without what a view does not keep: its page, and its time. */
export const viewQueryOf = (query: HostQuery): string =>
  formatHostQuery({ ...query, at: null, cursor: null }).toString();

/** Values are asked for in the order in which somebody ticked them, which changes nothing of what is shown. */
const sortedWords = (query: string): string => query.split('&').toSorted().join('&');

/** Whether a view leads to the question that is shown. One that names no fabric is open in those that are looked at. */
function asks({ query }: Pick<SavedView, 'query'>, shown: string): boolean {
  const fabrics = new URLSearchParams(shown).getAll('fabric');
  const [, words = ''] = inScope(`/hosts?${query}`, { fabrics, at: null }).split('?');
  const reading = parseHostQuery(new URLSearchParams(words));
  return reading.ok && sortedWords(viewQueryOf(reading.query)) === sortedWords(shown);
}

const isSame = (some: readonly string[] | null, others: readonly string[] | null) =>
  some?.join() === others?.join();

/**
 * The view that the list shows. Of several the one that names the fabrics itself, then the one with the columns that are
 * shown; one that keeps no columns is open with any.
 */
export function openView<View extends Pick<SavedView, 'query' | 'columns'>>(
  views: readonly View[],
  shown: Shown,
): View | undefined {
  const fitting = views.filter((view) => asks(view, shown.query));
  const exact = fitting.filter(({ query }) => sortedWords(query) === sortedWords(shown.query));
  const asked = [...exact, ...fitting];
  return (
    asked.find(({ columns }) => isSame(columns, shown.columns)) ??
    asked.find(({ columns }) => columns === null)
  );
}
