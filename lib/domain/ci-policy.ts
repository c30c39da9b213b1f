import { type FactReadings, factValue } from '@/lib/domain/facts';

const SHA256 = /^[0-9a-f]{64}$/;

/**
 * Which code integrity policies a host has, as one word that is equal exactly where they are: their hashes in
 * order. Empty where it has none; null where it did not say, or said what is no hash.
 */
export function ciPolicyOf(facts: FactReadings): string | null {
  const policies = factValue(facts, 'codeIntegrity')?.policies;
  if (!policies) return null;
  const hashes = policies.map(({ sha256 }) => sha256?.toLowerCase() ?? '');
  if (!hashes.every((hash) => SHA256.test(hash))) return null;
  return [...new Set(hashes)].sort().join(',');
}
