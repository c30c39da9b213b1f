import { v7 as uuidv7 } from 'uuid';
import { ATTESTATION_STATUSES } from '@/lib/domain/vocabulary';
import { type HostNames, INSECURE, PASSED, snapshotOf } from '@/test/support/agent-client';

// A fleet that nobody has: the n-th host is a function of n alone, so that SQL can write a million of them and
// any one can be told again as the snapshot it sent.

export const FABRICS = 12;
export const CLUSTERS = 400;
const MODELS = 24;
const FIRMWARES = 30;

export type Kind = { weight: number; hgsClient: typeof PASSED };

const FAILING = [
  'SecureBoot',
  'SecureBootSettings',
  'TcgLogVerification',
  'FullBoot',
  'CodeIntegrityPolicy',
  'HypervisorEnforcedCodeIntegrityPolicy',
  'BitLocker',
  'Iommu',
  'VirtualSecureMode',
  'PagefileEncryption',
];

const insecure = (...checks: string[]) => ({ ...INSECURE, attestationSubstatus: checks.join(', ') });

/** 90 % pass; each check fails alone somewhere, neighbours fail together more rarely, and each status occurs. */
export const KINDS: readonly Kind[] = [
  { weight: 9000, hgsClient: PASSED },
  ...FAILING.map((check, index) => ({ weight: 40 + 4 * index, hgsClient: insecure(check) })),
  ...FAILING.map((check, index) => ({
    weight: 12,
    hgsClient: insecure(check, FAILING[(index + 3) % FAILING.length] ?? check),
  })),
  ...ATTESTATION_STATUSES.filter(
    (status) => status !== 'Passed' && status !== 'InsecureHostConfiguration',
  ).map((status) => ({
    weight: 50,
    hgsClient: { ...PASSED, isHostGuarded: false, attestationStatus: status, attestationStatusCode: 0 },
  })),
];

const TOTAL_WEIGHT = KINDS.reduce((sum, { weight }) => sum + weight, 0);

/** Spreads neighbours; the same in SQL, where products are bigint. */
const spread = (n: number, by: number) => Number((BigInt(n) * BigInt(by)) % 1_000_003n);

export function kindOf(n: number): number {
  let left = spread(n, 7919) % TOTAL_WEIGHT;
  return KINDS.findIndex(({ weight }) => {
    left -= weight;
    return left < 0;
  });
}

/** `kind` of host n in SQL: the same walk over the weights. */
export const KIND_SQL = `(SELECT kind FROM bench_kind WHERE (n * 7919 % 1000003) % ${TOTAL_WEIGHT} < upto ORDER BY upto LIMIT 1)`;

export function kindRows(): { kind: number; upto: number }[] {
  let upto = 0;
  return KINDS.map(({ weight }, kind) => {
    upto += weight;
    return { kind, upto };
  });
}

export const WORDS_SQL = `
  'HV-' || lpad(n::text, 7, '0') AS hostname,
  'hv-' || lpad(n::text, 7, '0') || '.fab.example' AS fqdn,
  'CL-' || lpad((n % ${CLUSTERS})::text, 3, '0') AS cluster,
  'M' || (n % ${CLUSTERS}) % ${MODELS} AS model,
  '2.' || ((n % ${CLUSTERS}) * 7 + (n * 31 % 1000003) % 2) % ${FIRMWARES} AS firmware,
  (n * 17 % 1000003) % 40 AS vms`;

export function namesOf(n: number): HostNames {
  const hostname = `HV-${String(n).padStart(7, '0')}`;
  return { hostname, fqdn: `${hostname.toLowerCase()}.fab.example`, machineId: uuidv7() };
}

/** What host n says. */
export function snapshotOfHost(n: number, collectedAt: Date) {
  const cluster = n % CLUSTERS;
  return snapshotOf(namesOf(n), {
    collectedAt,
    hgsClient: KINDS[kindOf(n)]?.hgsClient,
    host: {
      cluster: `CL-${String(cluster).padStart(3, '0')}`,
      model: `M${cluster % MODELS}`,
      firmwareVersion: `2.${(cluster * 7 + (spread(n, 31) % 2)) % FIRMWARES}`,
    },
    facts: { shieldedVms: { status: 'ok', value: { total: spread(n, 17) % 40, running: 0 } } },
  });
}
