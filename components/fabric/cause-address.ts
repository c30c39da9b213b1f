import { hostsAddress } from '@/lib/client/host-address';
import { type HostQuestion, narrowed } from '@/lib/client/host-question';
import type { Facets, Summary } from '@/lib/contracts/fleet';
import { isAttestationStatus, isSpecialCause, type State } from '@/lib/domain/vocabulary';

type Cause = Summary['causes'][number];

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

/** A contradicted host has that as its only cause, and still the checks that it named. */
export function hasContradiction({ causes }: Pick<Summary, 'causes'>): boolean {
  return causes.some(({ cause }) => cause === 'ContradictoryEvidence');
}

type Figures = { summary: Summary; checks: Facets['facets'][string] | undefined };

/**
 * The list that adds up to a cause's count; null where an address has no words for exactly these hosts.
 * Its hosts are always among those that the address asks for, so equal counts mean equal hosts.
 */
export function addressOfCause(
  { cause, hosts }: Cause,
  { summary, checks }: Figures,
  question: HostQuestion,
): string | null {
  if (isAttestationStatus(cause) || isSpecialCause(cause)) {
    const state = stateOfCause(cause);
    return summary.states[state] === hosts ? hostsAddress(narrowed(question, 'state', state)) : null;
  }
  const asked = checks?.find(({ value }) => value === cause)?.count;
  const isExact = hasContradiction(summary) ? asked === hosts : true;
  return isExact ? hostsAddress(narrowed(question, 'check', cause)) : null;
}
