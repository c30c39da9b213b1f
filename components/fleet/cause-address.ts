import { hostsAddress } from '@/lib/client/host-address';
import { type HostQuestion, without } from '@/lib/client/host-question';
import { newPlanAddress } from '@/lib/client/plan-address';
import type { HostFilter } from '@/lib/domain/host-filter';
import { isAttestationStatus, isSpecialCause, type State } from '@/lib/domain/vocabulary';

/** Checks that HGS names while it cannot judge at all. */
const PASSING_FAULTS: ReadonlySet<string> = new Set([
  'HostUnreachable',
  'ServiceUnavailable',
  'AuthenticationFailure',
]);

/** Under which state the hosts of a cause are counted, as far as the cause alone says it. */
export function stateOfCause(cause: string): State {
  if (isAttestationStatus(cause)) return cause;
  if (cause === 'HostGuardianFeatureMissing') return 'NotConfigured';
  if (PASSING_FAULTS.has(cause)) return 'TransientError';
  return isSpecialCause(cause) ? 'Unknown' : 'InsecureHostConfiguration';
}

/** So many causes fit into an address that names each of them; hosts may name checks that nobody knows. */
const NAMED_AT_MOST = 60;

/**
 * What asks for the hosts that add up to a cause's count. Null where the question asks for other causes, of which these
 * hosts have one besides: a filter cannot say "and" within one word.
 */
export function filterOfCause(cause: string, { filter }: HostQuestion): HostFilter | null {
  const { include = [], exclude = [] } = filter.cause ?? {};
  if (include.some((other) => other !== cause)) return null;
  return { ...filter, cause: { include: [cause], exclude } };
}

/** The list of those hosts. */
export function addressOfCause(cause: string, question: HostQuestion): string | null {
  const filter = filterOfCause(cause, question);
  return filter && hostsAddress({ filter, at: question.at });
}

/** Where a plan for the hosts of a cause is looked at; null where no address asks for exactly them. */
export function planForCause(cause: string, question: HostQuestion): string | null {
  const filter = filterOfCause(cause, question);
  return filter && newPlanAddress({ filter, shown: null });
}

/** The list of hosts that a cause holds back alone: they have it, and none of the others. */
export function addressOfFreed(
  cause: string,
  causes: readonly string[],
  question: HostQuestion,
): string | null {
  if (causes.length > NAMED_AT_MOST) return null;
  const others = causes.filter((other) => other !== cause);
  return addressOfCause(cause, without(question, 'cause', ...others));
}
