import fc from 'fast-check';
import type { ProfileSpec } from './fleet';
import { type FleetDraft, randomHost, randomProfile, WORLD_NOW } from './random-fleet';

type HostDraft = FleetDraft['hosts'][number];
type ExceptionDraft = FleetDraft['exceptions'][number];

/** Times are minutes before the world's end. */
const ENROLLED = 4_300;
const FIRST_SNAPSHOT = 4_200;
const EXCEPTED_FROM = 4_100;
const EVERY = 180;
/** After its last snapshot a host is silent from here on: four intervals of an hour. */
const INTERVAL_SECONDS = 3_600;

const PASSED = 0;
const FAILING = 1;

/** It says the same every three hours, up to then. */
const steady = (says: number, until: number): HostDraft['items'] =>
  Array.from({ length: Math.ceil((FIRST_SNAPSHOT - until) / EVERY) }, (_, index) => ({
    minutes: FIRST_SNAPSHOT - index * EVERY,
    intervalSeconds: INTERVAL_SECONDS,
    vms: 2,
    late: false,
    says,
  }));

const host = (more: Partial<HostDraft>): HostDraft => ({
  clockOffsetMs: null,
  enrolledHostname: 'HV-PAR-01',
  enrolledFqdn: null,
  enrolledAgo: ENROLLED,
  retiredAgo: null,
  moves: [],
  fabric: 0,
  items: [],
  ...more,
});

const exception = (index: number, lastsMinutes: number): ExceptionDraft => ({
  from: EXCEPTED_FROM,
  lastsMinutes,
  hosts: [index],
  causes: ['SecureBoot'],
  approvedAfter: 0,
  withdrawnAfter: null,
});

const passed = {
  judgedState: 'Passed',
  attestationStatus: 'Passed',
  failingChecks: [],
  causes: [],
} satisfies Partial<ProfileSpec>;

const failing = {
  judgedState: 'InsecureHostConfiguration',
  attestationStatus: 'InsecureHostConfiguration',
  failingChecks: ['SecureBoot'],
  causes: ['SecureBoot'],
} satisfies Partial<ProfileSpec>;

const within = fc.integer({ min: 400, max: 2_400 });

const times = fc.record({
  from: fc.integer({ min: 2_700, max: 3_600 }),
  to: fc.nat(200),
  retired: within,
  moved: within,
  ended: within,
  fellSilent: within,
  repaired: within,
});

/**
 * A fleet and a period with every kind of host, in which others are random: hosts that left, moved to another
 * fabric, fell silent or were repaired within it, that are excepted at its end, and whose exception ended within it.
 */
export const worldOfPeriod: fc.Arbitrary<{ draft: FleetDraft; from: Date; to: Date }> = fc
  .record({
    at: times,
    says: fc.tuple(randomProfile, randomProfile),
    others: fc.array(randomHost, { maxLength: 4 }),
  })
  .map(({ at, says: [good, bad], others }) => {
    const repaired = steady(FAILING, 0).map((item) =>
      item.minutes > at.repaired ? item : { ...item, says: PASSED },
    );
    const hosts = [
      host({ items: steady(PASSED, 0) }),
      host({ items: steady(FAILING, 0) }),
      host({ items: steady(FAILING, at.retired), retiredAgo: at.retired }),
      host({ items: steady(FAILING, 0), moves: [{ minutes: at.moved, fabric: 1, owner: 'ops' }] }),
      host({ items: steady(PASSED, at.fellSilent) }),
      host({ items: repaired }),
      host({ items: steady(FAILING, 0), fabric: 2 }),
      host({ items: steady(FAILING, 0), fabric: 2 }),
    ];
    const exceptions = [exception(6, 2 * EXCEPTED_FROM), exception(7, EXCEPTED_FROM - at.ended)];
    const draft: FleetDraft = {
      says: [
        { ...good, ...passed },
        { ...bad, ...failing },
      ],
      hosts: [...hosts, ...others],
      exceptions,
      acknowledgements: [],
    };
    return { draft, from: minutesAgo(at.from), to: minutesAgo(at.to) };
  });

const minutesAgo = (minutes: number) => new Date(WORLD_NOW.getTime() - minutes * 60_000);
