import { hostsAddress } from '@/lib/client/host-address';
import { type HostQuestion, narrowed } from '@/lib/client/host-question';
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

/** The list that adds up to a cause's count. */
export function addressOfCause(cause: string, question: HostQuestion): string {
  return hostsAddress(narrowed(question, 'cause', cause));
}
