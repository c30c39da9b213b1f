import type { PageParameters } from '@/lib/client/host-question';
import { parseTimeParameter } from '@/lib/contracts/host-query';

export const HOST_TABS = ['checks', 'timeline', 'raw'] as const;
export type HostTab = (typeof HOST_TABS)[number];

const first = (value: string | string[] | undefined) => [value].flat()[0];

export function tabOf(parameters: PageParameters): HostTab {
  const asked = first(parameters.tab);
  return HOST_TABS.find((tab) => tab === asked) ?? 'checks';
}

/** Which host, and as of when; a time that cannot be read is now. */
export function hostQuestionOf(params: { hostId: string }, parameters: PageParameters) {
  const reading = parseTimeParameter('at', first(parameters.at) ?? '');
  return { id: params.hostId, at: reading.ok ? reading.time.toISOString() : null };
}

export function hostTabAddress(id: string, tab: HostTab, at: string | null): string {
  const parameters = new URLSearchParams();
  if (tab !== 'checks') parameters.set('tab', tab);
  if (at !== null) parameters.set('at', at);
  const query = parameters.toString();
  const path = `/hosts/${encodeURIComponent(id)}`;
  return query === '' ? path : `${path}?${query}`;
}
