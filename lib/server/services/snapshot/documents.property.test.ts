import { hash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DbRoot } from '@/lib/server/db/client';
import {
  currentDocument,
  documentsOfReceipts,
  recentDocuments,
  unpacked,
} from '@/lib/server/db/fleet/answers/host-detail';
import { dropHistory } from '@/lib/server/db/history/horizon';
import { monthOf } from '@/lib/server/db/ingest/documents';
import { INSECURE, PASSED } from '@/test/support/agent-client';
import { delivery, enrolledHosts, INGEST_SETTINGS, snapshotAt, type TestHost } from '@/test/support/ingest';
import { runs } from '@/test/support/runs';
import { usesDatabase } from '@/test/support/uses-database';
import { ingestBatch } from './ingest-batch';
import { readItem } from './read-item';

const RUNS = runs({ push: 2, long: 150 });
const LIMIT_MS = runs({ push: 240_000, long: 1_200_000 });
const HOSTS = 3;

/** Months are dropped for good, so that each run lives in a year of its own, after those of the runs before. */
let year = 2000;
let ingest: DbRoot;
let db: DbRoot;
usesDatabase((opened, pools) => {
  ingest = pools.ingest;
  db = opened;
}, 'jobs');

const DAYS = [1, 2, 27, 28];
const MONTHS = 3;

const snapshot = fc.record({
  host: fc.nat(HOSTS - 1),
  month: fc.nat(MONTHS - 1),
  day: fc.constantFrom(...DAYS),
  minute: fc.nat(1_000),
  passed: fc.boolean(),
  percentage: fc.nat(3),
  /** How much of it no other says: then it is stored whole, and too much of it makes it no base. */
  ownChars: fc.oneof(
    { weight: 6, arbitrary: fc.constant(0) },
    { weight: 1, arbitrary: fc.constantFrom(700, 40_000) },
  ),
  isBroken: fc.oneof(
    { weight: 8, arbitrary: fc.constant(false) },
    { weight: 1, arbitrary: fc.constant(true) },
  ),
});
type Said = typeof snapshot extends fc.Arbitrary<infer S> ? S : never;
type Numbered = Said & { id: string };

/** Requests of some snapshots each; those of one step are under way at once. */
const steps = fc.array(
  fc.array(fc.array(snapshot, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 3 }),
  { minLength: 2, maxLength: 8 },
);

/** Which of them are sent again, byte for byte. */
const again = fc.array(fc.nat(), { maxLength: 2 });

const numbered = (drawn: readonly (readonly (readonly Said[])[])[]): Numbered[][][] =>
  drawn.map((step, first) =>
    step.map((request, second) =>
      request.map((said, third) => ({ ...said, id: `s${first}.${second}.${third}` })),
    ),
  );

const timeOf = ({ month, day, minute }: Said) => new Date(Date.UTC(year, 3 + month, day) + minute * 60_000);

/** Nothing of it is like anything else; eight kibibytes are the most that one text may hold. */
const ownTexts = (chars: number, seed: string) =>
  Array.from({ length: Math.ceil(chars / 128) }, (_, at) => hash('sha512', `${seed} ${at}`, 'hex'));

function itemOf(host: TestHost, said: Numbered): Record<string, unknown> {
  const { id, passed, percentage, ownChars, isBroken } = said;
  const facts = { bitLocker: { status: 'ok', value: { encryptionPercentage: percentage } } };
  return {
    ...snapshotAt(host, timeOf(said), { hgsClient: passed ? PASSED : INSECURE, facts }),
    // As numbers of hosts that were set up anew, or that send no numbers, fall back: order is by time alone.
    sequence: undefined,
    snapshotId: id,
    own: ownTexts(ownChars, `${percentage}`),
    ...(isBroken ? { bootedAt: 'never' } : {}),
  };
}

/** The texts of what was accepted, by what a document is stored once for: any of them may have come first. */
type Accepted = Map<string, { text: string; observedAt: Date }[]>;

function keepAccepted(
  accepted: Accepted,
  hostId: string,
  item: Record<string, unknown>,
  observedAt: Date,
): void {
  const key = [hostId, readItem(item).contentDigest, monthOf(observedAt.getTime())].join();
  accepted.set(key, [...(accepted.get(key) ?? []), { text: JSON.stringify(item), observedAt }]);
}

/** One request: its snapshots are of one host, and the newest of them was collected when it was sent. */
async function send(hosts: readonly TestHost[], request: readonly Numbered[], accepted: Accepted) {
  const host = hosts[request[0]?.host ?? 0] as TestHost;
  const receivedAt = new Date(Math.max(...request.map((said) => timeOf(said).getTime())));
  const snapshots = request.map((said) => itemOf(host, said));
  const [results] = await ingestBatch(ingest, [delivery(host, { receivedAt, snapshots })], INGEST_SETTINGS);
  if (!Array.isArray(results)) throw new Error(`Not answered: ${String(results)}`);
  for (const [index, { outcome }] of results.entries()) {
    const said = request[index] as Numbered;
    if (outcome === 'stored') keepAccepted(accepted, host.hostId, snapshots[index] ?? {}, timeOf(said));
  }
}

const FOREVER = new Date('2200-01-01T00:00:00Z');

async function documentsOf(hostId: string) {
  const documents = await recentDocuments(db, [hostId], { until: FOREVER, limit: 1_000 });
  const ofHost = (documents.get(hostId) ?? []).map(unpacked);
  return ofHost.map(({ item, observedAt }) => ({ text: JSON.stringify(item), observedAt }));
}

/** Each content of each host and month once, as one of those that were accepted, from the first month that is kept on. */
async function expectStored(hosts: readonly TestHost[], accepted: Accepted, keptFrom: string): Promise<void> {
  const kept = [...accepted].filter(([key]) => (key.split(',')[2] ?? '') >= keptFrom);
  const found = [];
  for (const { hostId } of hosts) found.push(...(await documentsOf(hostId)));
  const newer = found.filter(({ observedAt }) => monthOf(observedAt.getTime()) >= keptFrom);
  expect(newer).toHaveLength(kept.length);
  const texts = new Map(newer.map((one) => [one.text, one.observedAt]));
  for (const [, candidates] of kept)
    expect(
      candidates.filter(({ text, observedAt }) => texts.get(text)?.getTime() === observedAt.getTime()),
    ).toHaveLength(1);
}

/** What retention leaves of each host whatever its age: what it said last. */
async function newestOf(hosts: readonly TestHost[]) {
  const newest = [];
  for (const { hostId } of hosts) {
    const told = (await documentsOfReceipts(db, [hostId], FOREVER)).get(hostId);
    newest.push([await currentDocument(db, hostId), told === undefined ? null : unpacked(told)]);
  }
  return newest;
}

async function basesOf(hosts: readonly TestHost[]): Promise<{ base: boolean; dangling: boolean }[]> {
  return db.$queryRaw`
    SELECT d.base IS NOT NULL AS base, d.base IS NOT NULL AND (w.digest IS NULL OR w.base IS NOT NULL) AS dangling
    FROM snapshot_document d
    LEFT JOIN snapshot_document w ON w.host_id = d.host_id AND w.digest = d.base AND w.month = d.month
    WHERE d.host_id = ANY(${hosts.map(({ hostId }) => hostId)}::uuid[])`;
}

/** What one host says on four days: each but the first is stored by the one before. */
const followingDays: Said[] = DAYS.map((day) => ({
  host: 0,
  month: 0,
  day,
  minute: 0,
  passed: true,
  percentage: day,
  ownChars: 0,
  isBroken: false,
}));

describe('documents', () => {
  it(
    'are what was accepted, byte for byte, in any order, at once or one by one, and when months are dropped',
    () =>
      fc.assert(
        fc.asyncProperty(steps, again, fc.nat(MONTHS), async (drawn, repeated, droppedMonths) => {
          year += 1;
          const hosts = await enrolledHosts(db, new Date(Date.UTC(year, 0, 1)), HOSTS);
          const accepted: Accepted = new Map();
          const all = numbered(drawn);
          for (const step of [...all, ...repeated.map((at) => all[at % all.length] ?? [])])
            await Promise.all(step.map((request) => send(hosts, request, accepted)));
          await expectStored(hosts, accepted, '');
          const newest = await newestOf(hosts);
          const before = new Date(Date.UTC(year, 3 + droppedMonths, 15));
          await dropHistory(db, before);
          await expectStored(hosts, accepted, monthOf(before.getTime()));
          expect((await newestOf(hosts)).map(([current]) => current)).toEqual(
            newest.map(([current]) => current),
          );
          const bases = await basesOf(hosts);
          expect(bases.filter(({ dangling }) => dangling)).toEqual([]);
        }),
        // A failure is said before the test's own time is over, however far it is from being the simplest one.
        {
          numRuns: RUNS,
          interruptAfterTimeLimit: LIMIT_MS - 30_000,
          markInterruptAsFailure: true,
          examples: [[followingDays.map((said) => [[said]]), [], MONTHS]],
        },
      ),
    LIMIT_MS,
  );

  it('that retention leaves of a host bring along what they are read with', async () => {
    year += 1;
    const [host] = await enrolledHosts(db, new Date(Date.UTC(year, 0, 1)), 1);
    if (!host) return;
    for (const said of followingDays) await send([host], [{ ...said, id: `d${said.day}` }], new Map());
    expect((await basesOf([host])).filter(({ base }) => base)).toHaveLength(DAYS.length - 1);
    const before = await currentDocument(db, host.hostId);
    await dropHistory(db, new Date(Date.UTC(year, 3 + MONTHS, 15)));
    expect(await currentDocument(db, host.hostId)).toEqual(before);
    expect((await basesOf([host])).map(({ base, dangling }) => [base, dangling])).toEqual(
      expect.arrayContaining([
        [false, false],
        [true, false],
      ]),
    );
    expect(await documentsOf(host.hostId)).toHaveLength(2);
  });
});
