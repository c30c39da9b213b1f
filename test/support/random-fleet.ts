import fc from 'fast-check';
import { v7 as uuid } from 'uuid';
import { type FilterValues, HOST_FILTER_WORDS, type HostFilter } from '@/lib/domain/host-filter';
import { RISK_FLAGS, RISKS } from '@/lib/domain/risk';
import { BOOT_STAGES } from '@/lib/domain/secure-boot/stage';
import { ATTESTATION_MODES, EXCEPTION_KINDS, REPORTING, STATES } from '@/lib/domain/vocabulary';
import type { DecisionSpec, FleetSpec, ItemSpec, ProfileSpec } from './fleet';

/** Every random world ends here; what happens in it lies in the 3 days before, so that midnight is crossed. */
export const WORLD_NOW = new Date('2026-11-24T09:30:00.000Z');
const WORLD_MINUTES = 3 * 24 * 60;

const minutesAgo = (minutes: number) => new Date(WORLD_NOW.getTime() - minutes * 60_000);

/** Much of the past, and more of the last hours, where hosts are on time, late or only just silent. */
const ago = fc.oneof(fc.nat(240), fc.nat(WORLD_MINUTES));

const NAMES = ['HV-PAR-01', 'hv-lyo-02', 'HV_%', 'Hôte-É'];
const CLUSTERS = [null, 'CL-1', 'cl-2'];
const CHECKS = ['SecureBoot', 'BitLocker', 'Iommu', 'NewCheck "x", y'];

type Verdict = Pick<ProfileSpec, 'judgedState' | 'attestationStatus' | 'failingChecks' | 'causes'>;

const failing: fc.Arbitrary<Verdict> = fc.subarray(CHECKS, { minLength: 1 }).map((checks) => ({
  judgedState: 'InsecureHostConfiguration',
  attestationStatus: 'InsecureHostConfiguration',
  failingChecks: checks,
  causes: checks,
}));

const verdict: fc.Arbitrary<Verdict> = fc.oneof(
  failing,
  fc.constantFrom<Verdict>(
    { judgedState: 'Passed', attestationStatus: 'Passed', failingChecks: [], causes: [] },
    { judgedState: 'TpmError', attestationStatus: 'TpmError', failingChecks: [], causes: ['TpmError'] },
    {
      judgedState: 'Unknown',
      attestationStatus: 'Passed',
      failingChecks: ['BitLocker'],
      causes: ['ContradictoryEvidence'],
    },
    {
      judgedState: 'NotConfigured',
      attestationStatus: null,
      failingChecks: [],
      causes: ['HostGuardianFeatureMissing'],
    },
  ),
);

export const randomProfile: fc.Arbitrary<Omit<ProfileSpec, 'id'>> = fc
  .tuple(
    fc.record({
      hostname: fc.constantFrom(...NAMES),
      fqdn: fc.constantFrom(null, 'hv-par-01.fab.example', 'HV-LYO-02.lyo.example'),
      cluster: fc.constantFrom(...CLUSTERS),
      os: fc.constantFrom(null, '2022', '2025'),
      model: fc.constantFrom(null, 'M4', '-M5'),
      firmwareVersion: fc.constantFrom(null, '2.19.1', '2.19.2'),
      tpm: fc.constantFrom(null, 'IFX 7.85', 'IFX 7.63'),
      agentVersion: fc.constantFrom(null, '1.0.0', '0.9.0'),
      riskFlags: fc.subarray([...RISK_FLAGS], { maxLength: 2 }),
      mode: fc.constantFrom(...ATTESTATION_MODES),
      osVersion: fc.constantFrom(null, '10.0.20348.2849', '10.0.20348.3091'),
      bootStage: fc.constantFrom(...BOOT_STAGES),
    }),
    verdict,
  )
  .map(([names, judged]) => ({ ...names, ...judged }));

/** Hosts repeat themselves: most snapshots of a world say one of few things. */
const profiles = fc.array(randomProfile, { minLength: 1, maxLength: 4 });

const item = fc.record({
  minutes: ago,
  intervalSeconds: fc.constantFrom(300, 900, 3600),
  vms: fc.option(fc.nat(9)),
  late: fc.boolean(),
  says: fc.option(fc.nat(3), { freq: 5 }),
});

export const randomHost = fc.record({
  // One for all its snapshots: within a segment of history only the last one's is kept.
  clockOffsetMs: fc.option(fc.integer({ min: -400_000, max: 400_000 })),
  enrolledHostname: fc.constantFrom(...NAMES),
  enrolledFqdn: fc.constantFrom(null, 'hv-par-01.fab.example'),
  enrolledAgo: ago,
  retiredAgo: fc.option(ago, { freq: 1 }),
  moves: fc.uniqueArray(
    fc.record({ minutes: ago, fabric: fc.nat(2), owner: fc.constantFrom(null, 'Équipe A', 'ops') }),
    {
      maxLength: 2,
      selector: ({ minutes }) => minutes,
    },
  ),
  fabric: fc.nat(2),
  items: fc.uniqueArray(item, { maxLength: 8, selector: ({ minutes }) => minutes }),
});

const exception = fc.record({
  from: ago,
  lastsMinutes: fc.integer({ min: 1, max: WORLD_MINUTES }),
  hosts: fc.array(fc.nat(9), { minLength: 1, maxLength: 4 }),
  causes: fc.subarray([...CHECKS, 'TpmError', 'ContradictoryEvidence'], { minLength: 1 }),
  /** Minutes after the request, and after the approval or else the request. */
  approvedAfter: fc.option(fc.nat(WORLD_MINUTES / 8), { freq: 3 }),
  withdrawnAfter: fc.option(fc.nat(WORLD_MINUTES / 2), { freq: 1 }),
});

const acknowledgement = fc.record({
  host: fc.nat(9),
  from: ago,
  lastsMinutes: fc.option(fc.integer({ min: 1, max: WORLD_MINUTES })),
  withdrawn: fc.boolean(),
});

type Draft<T> = T extends fc.Arbitrary<infer D> ? D : never;

function buildHost(
  draft: Draft<typeof randomHost>,
  fabrics: FleetSpec['fabrics'],
  says: readonly ProfileSpec[],
) {
  const fabricId = (index: number) => fabrics[index % fabrics.length]?.id ?? '';
  const enrolledAt = minutesAgo(draft.enrolledAgo);
  const moves = draft.moves
    .map(({ minutes, fabric, owner }) => ({
      validFrom: minutesAgo(minutes),
      fabricId: fabricId(fabric),
      owner,
    }))
    .filter(({ validFrom }) => validFrom > enrolledAt)
    .sort((a, b) => a.validFrom.getTime() - b.validFrom.getTime());
  const assignments = [{ validFrom: enrolledAt, fabricId: fabricId(draft.fabric), owner: null }, ...moves];
  const retiredAt = draft.retiredAgo === null ? null : minutesAgo(draft.retiredAgo);
  const items: ItemSpec[] = draft.items.map(({ minutes, says: index, ...rest }) => ({
    ...rest,
    clockOffsetMs: draft.clockOffsetMs,
    observedAt: minutesAgo(minutes),
    profile: index === null ? null : (says[index % says.length] ?? null),
  }));
  return {
    id: uuid(),
    enrolledHostname: draft.enrolledHostname,
    enrolledFqdn: draft.enrolledFqdn,
    enrolledAt,
    retiredAt: retiredAt !== null && retiredAt > enrolledAt ? retiredAt : null,
    assignments: assignments.map((assignment) => ({ id: uuid(), ...assignment })),
    items,
  };
}

/** A world without ids: building it twice gives two worlds that share nothing. */
export type FleetDraft = {
  says: Omit<ProfileSpec, 'id'>[];
  hosts: Draft<typeof randomHost>[];
  exceptions: Draft<typeof exception>[];
  acknowledgements: Draft<typeof acknowledgement>[];
};

function buildDecisions(
  { exceptions, acknowledgements }: FleetDraft,
  hostIds: readonly string[],
): DecisionSpec {
  const idOf = (index: number) => hostIds[index % hostIds.length] ?? uuid();
  const untilOf = (from: number, minutes: number) => minutesAgo(from - minutes);
  return {
    exceptions: exceptions.map((draft) => {
      const { from, lastsMinutes, approvedAfter, withdrawnAfter } = draft;
      const approved = approvedAfter === null ? null : from - Math.min(approvedAfter, lastsMinutes - 1);
      return {
        id: uuid(),
        requestedAt: minutesAgo(from),
        approvedAt: approved === null ? null : minutesAgo(approved),
        withdrawnAt: withdrawnAfter === null ? null : minutesAgo((approved ?? from) - withdrawnAfter),
        endsAt: untilOf(from, lastsMinutes),
        hostIds: [...new Set(draft.hosts.map(idOf))],
        causes: draft.causes,
      };
    }),
    // Nobody acknowledges a host that is not there.
    acknowledgements: (hostIds.length === 0 ? [] : acknowledgements).map((draft) => ({
      id: uuid(),
      hostId: idOf(draft.host),
      validFrom: minutesAgo(draft.from),
      endsAt: draft.lastsMinutes === null ? null : untilOf(draft.from, draft.lastsMinutes),
      withdrawn: draft.withdrawn,
    })),
  };
}

export function buildFleet(draft: FleetDraft): FleetSpec {
  const world = uuid();
  const fabrics = ['PAR', 'LYO', 'DR'].map((name) => ({ id: uuid(), name: `${name}-${world}` }));
  const says = draft.says.map((said) => ({ id: uuid(), ...said }));
  const hosts = draft.hosts.map((one) => buildHost(one, fabrics, says));
  return {
    fabrics,
    hosts,
    ...buildDecisions(
      draft,
      hosts.map(({ id }) => id),
    ),
  };
}

/** Fleets with silent, late, rejected, contradicted, moved and retired hosts, and what people decided on them. */
export const randomFleet: fc.Arbitrary<FleetDraft> = fc.record({
  says: profiles,
  hosts: fc.array(randomHost, { maxLength: 12, size: '+1' }),
  exceptions: fc.array(exception, { maxLength: 4 }),
  // One version a minute: which of two made at one instant is newer is not what these worlds are about.
  acknowledgements: fc.uniqueArray(acknowledgement, { maxLength: 3, selector: ({ from }) => from }),
});

export const randomMoment: fc.Arbitrary<Date> = ago.map(minutesAgo);

function valuesOf<T extends string>(pool: readonly T[]): fc.Arbitrary<FilterValues<T>> {
  const some = fc.subarray([...pool], { maxLength: 2 });
  return fc.record({ include: some, exclude: some });
}

/** Values that occur, values that do not, and what SQL and LIKE would trip over. */
const anyWords = fc.record({
  cluster: valuesOf(['CL-1', 'cl-2', 'CL-2', "'; --", 'a\0b']),
  state: valuesOf(STATES),
  check: valuesOf([...CHECKS, 'secureboot', '{}', 'x\0']),
  reporting: valuesOf(REPORTING),
  os: valuesOf(['2022', '2025', '2016']),
  mode: valuesOf(ATTESTATION_MODES),
  model: valuesOf(['M4', '-M5', 'm4']),
  firmware: valuesOf(['2.19.1', '2.19.2', '']),
  tpm: valuesOf(['IFX 7.85', 'IFX 7.63', 'IFX']),
  agent: valuesOf(['1.0.0', '0.9.0', '1.0']),
  risk: valuesOf(RISKS),
  class: valuesOf(['? / ? / ?', 'M4 / 2.19.1 / 10.0.20348.2849', '-M5 / ? / ?', 'M4']),
  boot: valuesOf(BOOT_STAGES),
  exception: valuesOf(EXCEPTION_KINDS),
  owner: valuesOf(['Équipe A', 'ops', 'OPS']),
  id: valuesOf(['hv-1', '0198f0c2-0000-7000-8000-000000000001', 'x\0']),
  q: valuesOf(['hv', 'É', '%', '_', 'fab.EXAMPLE', '19.2', 'équipe', '\\', 'x\0', '01\nhv', '']),
});
type AnyWords = typeof anyWords extends fc.Arbitrary<infer T> ? T : never;
const WORDS = HOST_FILTER_WORDS.filter(
  (word): word is keyof AnyWords => word !== 'fabric' && word !== 'cause',
);

/** Few words at a time: of more, hardly any fleet of this size has a host that all of them match. */
export const randomFilter: fc.Arbitrary<HostFilter> = fc
  .tuple(anyWords, fc.subarray(WORDS, { maxLength: 2 }))
  .map(([values, words]) => Object.fromEntries(words.map((word) => [word, values[word]])));
