import type { AttestationStatus } from '@/lib/domain/vocabulary';
import { type ExplainVerdict, isAbleVerdict, type JudgedHost } from './explanation';

/** A judgement of HGS on configuration or identity stays until somebody acts; the others may heal. */
const WORST_FIRST: readonly (AttestationStatus | null)[] = [
  'InsecureHostConfiguration',
  'UnauthorizedHost',
  'TpmError',
  'Expired',
  'NotConfigured',
  'TransientError',
  'Unknown',
  null,
];

/** The host that decides the verdict of a text about several: an able one only if all are. */
export function worstOf(hosts: readonly JudgedHost[]): JudgedHost | null {
  const notAble = hosts.filter((host) => !isAbleVerdict(host.verdict) && host.verdict.code !== 'hgsPassed');
  for (const status of WORST_FIRST) {
    const found = notAble.find(({ attestationStatus }) => attestationStatus === status);
    if (found) return found;
  }
  return notAble[0] ?? hosts[0] ?? null;
}

const MAX_NAMES = 5;

/** One verdict for all, never greener than the worst. */
export function severalVerdict(hosts: readonly JudgedHost[]): ExplainVerdict {
  const notAble = hosts.filter((host) => !isAbleVerdict(host.verdict));
  const params = { total: hosts.length, notAble: notAble.length };
  if (notAble.length === 0) return { kind: 'several', code: 'passed', params };
  if (notAble.length === hosts.length) return { kind: 'text', code: 'noneAble', params };
  const names = notAble.map(({ name }) => name).filter((name) => name !== null);
  // Outputs without names may be from one host at two moments.
  if (names.length < notAble.length) return { kind: 'text', code: 'outputsDisagree' };
  const more = Math.max(0, names.length - MAX_NAMES);
  const named = names.slice(0, MAX_NAMES).join(', ');
  return { kind: 'text', code: 'someNotAble', params: { ...params, names: named, more } };
}
