import fc from 'fast-check';
import type { PlanHost, PlanQuestion } from '@/lib/domain/plan/types';
import { ATTESTATION_MODES, KNOWN_CHECKS, SPECIAL_CAUSES, STATES } from '@/lib/domain/vocabulary';

const CAUSES = [
  ...KNOWN_CHECKS,
  ...SPECIAL_CAUSES,
  ...['UnauthorizedHost', 'TpmError', 'Expired', 'TransientError', 'NotConfigured', 'Unknown', 'Quantum'],
];
const rarely = <T>(value: T, usual: T) =>
  fc.oneof({ weight: 1, arbitrary: fc.constant(value) }, { weight: 5, arbitrary: fc.constant(usual) });

const anyHost = fc.record<Omit<PlanHost, 'id' | 'hostname'>>({
  fabricId: rarely('LYO', 'PAR'),
  cluster: fc.constantFrom('CL-1', 'CL-1', 'CL-2', null),
  state: fc.oneof(
    { weight: 5, arbitrary: fc.constant('InsecureHostConfiguration' as const) },
    { weight: 1, arbitrary: fc.constantFrom(...STATES) },
  ),
  mode: fc.oneof(
    { weight: 4, arbitrary: fc.constant('Tpm' as const) },
    { weight: 1, arbitrary: fc.constantFrom(...ATTESTATION_MODES) },
  ),
  causes: fc.array(fc.constantFrom(...CAUSES), { maxLength: 5 }),
  runningVms: fc.constantFrom(null, 0, 0, 1, 7),
  shieldedVms: fc.constantFrom(null, 0, 4),
  model: rarely<string | null>(null, 'M4'),
  firmwareVersion: rarely<string | null>('2.17.0', '2.19.1'),
  osVersion: rarely<string | null>('10.0.14393.1', '10.0.20348.2849'),
  secureBootServicing: rarely<string | null>(null, 'Updated'),
  seesIommu: fc.constantFrom(true, false, null),
});

/** Some of the hosts are able, which makes no sense of real ones and must not hurt. */
export const anyPlanQuestion: fc.Arbitrary<PlanQuestion> = fc
  .tuple(
    fc.array(anyHost, { maxLength: 9 }),
    fc.array(fc.constantFrom('CL-1', 'CL-2'), { maxLength: 2 }),
    fc.array(fc.boolean(), { minLength: 9, maxLength: 9 }),
  )
  .map(([words, clusters, isAble]) => {
    const hosts = words.map((own, index) => ({ ...own, id: `h${index}`, hostname: `hv-${index % 3}` }));
    const own = hosts.flatMap(({ id, fabricId, cluster }, index) =>
      isAble[index] === true && index % 4 === 0 && cluster !== null ? [{ id, fabricId, cluster }] : [],
    );
    const others = clusters.map((cluster, index) => ({ id: `n${index}`, fabricId: 'PAR', cluster }));
    return { hosts, ableNodes: [...own, ...others] };
  });
