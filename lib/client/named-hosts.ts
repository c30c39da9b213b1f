import { type HostQueryProblem, invalidValue } from '@/lib/contracts/words/host-query';
import { isUuid } from '@/lib/contracts/words/text';

/** So many hosts one by one at most: an address has no room for more. All that a filter matches may be more. */
export const HOSTS_ASKED_AT_MOST = 100;

/** The hosts that an address names one by one, each once. */
export function readNamedHosts(words: readonly [string, string][]): string[] | HostQueryProblem {
  const hosts = [...new Set(words.flatMap(([word, id]) => (word === 'host' ? [id] : [])))];
  const areIds = hosts.length === 1 || hosts.every(isUuid);
  if (areIds && hosts.length <= HOSTS_ASKED_AT_MOST) return hosts;
  const other = hosts.find((id) => !isUuid(id));
  if (other !== undefined) return invalidValue('host', other, { rule: 'ownLink' });
  return invalidValue('host', '', { rule: 'fewTimes', most: HOSTS_ASKED_AT_MOST });
}

export const formatNamedHosts = (hosts: readonly string[]): URLSearchParams =>
  new URLSearchParams(hosts.map((id) => ['host', id]));
