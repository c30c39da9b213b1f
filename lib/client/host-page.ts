import { FRAME_WORDS, type PageParameters, unknownWord } from '@/lib/client/host-question';
import { type HostQueryProblem, parseTimeParameter } from '@/lib/contracts/host-query';

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
  /** The time cannot be read, or a word is none of this page. */
  problem: HostQueryProblem | null;
};

/** Which host, and as of when. */
export function readHostAddress({ hostId: id }: { hostId: string }, parameters: PageParameters): HostAddress {
  const unknown = unknownWord(parameters, ['tab', ...FRAME_WORDS]);
  if (unknown) return { id, at: null, problem: unknown };
  const text = first(parameters.at);
  if (text === undefined) return { id, at: null, problem: null };
  const reading = parseTimeParameter('at', text);
  return reading.ok
    ? { id, at: reading.time.toISOString(), problem: null }
    : { id, at: null, problem: reading };
}

export function hostTabAddress(id: string, tab: HostTab, at: string | null): string {
  const parameters = new URLSearchParams();
  if (tab !== 'checks') parameters.set('tab', tab);
  if (at !== null) parameters.set('at', at);
  const query = parameters.toString();
  const path = `/hosts/${encodeURIComponent(id)}`;
  return query === '' ? path : `${path}?${query}`;
}
