import { FRAME_WORDS, mistakenWord, type PageParameters } from '@/lib/client/host-question';
import { formatList, LIST_WORD, type ListOrigin, readList } from '@/lib/client/list-word';
import { COMPARE_WORD, isReference, SNAPSHOT_WORD } from '@/lib/client/snapshot-address';
import {
  type HostQueryProblem,
  invalidValue,
  parseTimeParameter,
  refusedValue,
} from '@/lib/contracts/words/host-query';

export const HOST_TABS = ['checks', 'timeline', 'raw'] as const;
export type HostTab = (typeof HOST_TABS)[number];

const first = (value: string | string[] | undefined) => [value].flat()[0];

export function tabOf(parameters: PageParameters): HostTab {
  const asked = first(parameters.tab);
  return HOST_TABS.find((tab) => tab === asked) ?? 'checks';
}

type HostAddress = {
  id: string;
  at: string | null;
  /** The list that it was opened from. */
  from: ListOrigin | null;
  /** The list or the time cannot be read, or a word or its value is none of this page. */
  problem: HostQueryProblem | null;
};

/** Nobody writes these by hand: the links of other pages have them. */
const unread = (parameter: string, text: string): HostQueryProblem =>
  invalidValue(parameter, text, { rule: 'ownLink' });

function unreadSnapshot(parameters: PageParameters): HostQueryProblem | undefined {
  const word = [SNAPSHOT_WORD, COMPARE_WORD].find((candidate) => {
    const text = first(parameters[candidate]);
    return text !== undefined && !isReference(text);
  });
  return word === undefined ? undefined : unread(word, first(parameters[word]) ?? '');
}

function unknownTab(parameters: PageParameters): HostQueryProblem | undefined {
  const asked = first(parameters.tab);
  const isKnown = asked === undefined || HOST_TABS.some((tab) => tab === asked);
  return isKnown ? undefined : refusedValue('tab', asked, HOST_TABS);
}

const OWN_WORDS = ['tab', LIST_WORD, SNAPSHOT_WORD, COMPARE_WORD];

/** Which host, as of when, and among which others. */
export function readHostAddress({ hostId: id }: { hostId: string }, parameters: PageParameters): HostAddress {
  const list = first(parameters[LIST_WORD]) ?? null;
  const from = readList(list, [parameters.fabric ?? []].flat());
  const unreadList = list !== null && from === null ? unread(LIST_WORD, list) : undefined;
  const mistake = mistakenWord(parameters, [...OWN_WORDS, ...FRAME_WORDS]);
  const problem = mistake ?? unknownTab(parameters) ?? unreadList ?? unreadSnapshot(parameters);
  if (problem) return { id, at: null, from: null, problem };
  const at = parseTimeParameter('at', first(parameters.at) ?? '');
  return { id, at: at.ok ? at.time.toISOString() : null, from, problem: null };
}

export function hostTabAddress(
  id: string,
  tab: HostTab,
  { at, from }: Pick<HostAddress, 'at' | 'from'>,
): string {
  const parameters = new URLSearchParams();
  if (tab !== 'checks') parameters.set('tab', tab);
  if (at !== null) parameters.set('at', at);
  if (from !== null) parameters.set(LIST_WORD, formatList(from));
  const query = parameters.toString();
  const path = `/hosts/${encodeURIComponent(id)}`;
  return query === '' ? path : `${path}?${query}`;
}
