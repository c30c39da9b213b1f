import { type FactReadings, factValue } from '@/lib/domain/facts';

const SHA256 = /^[0-9a-f]{64}$/;

/**
 * The code integrity policies of a host as one text: their sorted hashes. Two hosts have the same text
 * exactly if they have the same policies. Empty if the host has none; null if it did not say them, or
 * something is not a hash.
 */
export function ciPolicyOf(facts: FactReadings): string | null {
  const policies = factValue(facts, 'codeIntegrity')?.policies;
  if (!policies) return null;
  const hashes = policies.map(({ sha256 }) => sha256?.toLowerCase() ?? '');
  if (!hashes.every((hash) => SHA256.test(hash))) return null;
  return [...new Set(hashes)].sort().join(',');
}
