import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DbRoot } from '@/lib/server/db/client';
import { INSECURE, PASSED } from '@/test/support/agent-client';
import {
  delivery,
  endsOf,
  enrolledHosts,
  INGEST_SETTINGS,
  snapshotAt,
  type TestHost,
} from '@/test/support/ingest';
import { runs } from '@/test/support/runs';
import { usesDatabase } from '@/test/support/uses-database';
import { ingestBatch } from './ingest-batch';

/** A thousand sequences in the long run; those of one run travel together, a batch for each step. */
const SEQUENCES_PER_RUN = 100;
const RUNS = runs({ push: 2, long: 10 });
const LIMIT_MS = 240_000;
const ENROLLED_AT = new Date('2026-11-24T11:00:00Z');
const NOON = new Date('2026-11-24T12:00:00Z');
const minutesAfter = (minutes: number) => new Date(NOON.getTime() + minutes * 60_000);
const RECEIVED = minutesAfter(4_000);

let db: DbRoot;
usesDatabase((opened) => {
  db = opened;
}, 'ingest');

const insecure = (attestationSubstatus: string) => ({
  ...INSECURE,
  attestationSubstatus,
  attestationSubstatusCode: null,
});

/** They have names so that a counterexample can be read; null is a host without the cmdlet. */
const SAYS = {
  passed: PASSED,
  both: INSECURE,
  bitLocker: insecure('BitLocker'),
  transient: { ...PASSED, attestationStatus: 'TransientError', attestationStatusCode: 300 },
  noClient: null,
};

const snapshot = fc.record({
  minute: fc.oneof(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 0, max: 3_000 })),
  sequence: fc.option(fc.integer({ min: 1, max: 9 }), { nil: undefined }),
  says: fc.constantFrom(...(Object.keys(SAYS) as (keyof typeof SAYS)[])),
  total: fc.constantFrom(4, 6),
  hostname: fc.constantFrom('SAME', 'SAME', 'SAME', 'OTHER'),
  firmwareVersion: fc.constantFrom('2.17.0', '2.17.0', '2.19.1'),
  cluster: fc.constantFrom('CL-PAR-03', 'CL-PAR-03', 'CL-PAR-04', undefined),
  bad: fc.oneof({ weight: 5, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
});

/** What a host sends, and in which order, with which repetitions, it arrives when it does not arrive at once. */
const sequence = fc.tuple(
  fc.array(snapshot, { minLength: 1, maxLength: 8 }),
  fc.array(fc.nat({ max: 7 }), { maxLength: 6 }),
);
type Sequence = typeof sequence extends fc.Arbitrary<infer S> ? S : never;

function itemsOf(host: TestHost, [specs]: Sequence) {
  return specs.map(({ minute, sequence: number, says, total, bad, hostname, ...named }, index) => ({
    ...snapshotAt(host, minutesAfter(minute), {
      facts: { shieldedVms: { status: 'ok', value: { total, running: 1 } } },
      host: { ...named, hostname, fqdn: `${hostname}.example`, machineId: 'none', hostId: 'none' },
    }),
    hgsClient: SAYS[says],
    sequence: number,
    snapshotId: `s${index}`,
    ...(bad ? { bootedAt: 'never' } : {}),
  }));
}

const send = (all: readonly (readonly [TestHost, readonly unknown[]])[]) =>
  ingestBatch(
    db,
    all.map(([host, snapshots]) => delivery(host, { receivedAt: RECEIVED, snapshots: [...snapshots] })),
    INGEST_SETTINGS,
  );

/** One batch for everybody's first item, then one for everybody's second, and so on. */
async function sendOneByOne(hosts: readonly TestHost[], sequences: readonly Sequence[]): Promise<void> {
  const queues = sequences.map((one, index) => {
    const host = hosts[index] as TestHost;
    const items = itemsOf(host, one);
    return { host, items: [...one[1], ...items.keys()].flatMap((position) => items[position] ?? []) };
  });
  for (let step = 0; queues.some(({ items }) => items.length > step); step += 1) {
    const now = queues.flatMap(({ host, items }) => (items[step] ? [[host, [items[step]]] as const] : []));
    await send(now);
  }
}

/** The name that each host enrolled by is its own; everything else follows from what it sent. */
async function endOf(hosts: readonly TestHost[]): Promise<string[]> {
  const ends = await endsOf(
    db,
    hosts.map(({ hostId }) => hostId),
  );
  return hosts.map(({ hostId, fqdn }) =>
    JSON.stringify(ends.get(hostId), null, 1).replaceAll(fqdn, 'enrolled'),
  );
}

describe('convergence', () => {
  it(
    'ends in one history and one set of derived changes, for any order and any repetition of arrival',
    () =>
      fc.assert(
        fc.asyncProperty(
          fc.array(sequence, { minLength: SEQUENCES_PER_RUN, maxLength: SEQUENCES_PER_RUN }),
          async (sequences) => {
            const hosts = await enrolledHosts(db, ENROLLED_AT, 2 * sequences.length);
            const [atOnce, oneByOne] = [hosts.slice(0, sequences.length), hosts.slice(sequences.length)];
            await send(atOnce.map((host, index) => [host, itemsOf(host, sequences[index] as Sequence)]));
            await sendOneByOne(oneByOne, sequences);
            const [expected, found] = [await endOf(atOnce), await endOf(oneByOne)];
            for (const [index, end] of found.entries())
              expect(end, JSON.stringify(sequences[index])).toBe(expected[index]);
          },
        ),
        { numRuns: RUNS, endOnFailure: true },
      ),
    LIMIT_MS,
  );
});
