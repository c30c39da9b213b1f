import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type DbRoot, Prisma } from '@/lib/server/db/client';
import { countedMatches, matchingHosts, prepare } from '@/lib/server/db/fleet/answers/matching-hosts';
import { ALL_COLUMNS, GROUPED_COLUMNS, namesOf } from '@/lib/server/db/fleet/columns';
import type { When } from '@/lib/server/db/fleet/point-in-time';
import { fleetRows } from '@/lib/server/db/fleet/relation/fleet-rows';
import { ingestBatch } from '@/lib/server/services/snapshot';
import { INSECURE, PASSED } from '@/test/support/agent-client';
import { delivery, enrolledHost, INGEST_SETTINGS, snapshotAt, type TestHost } from '@/test/support/ingest';
import { runs } from '@/test/support/runs';
import { usesDatabase } from '@/test/support/uses-database';
import { keepFleet } from './upkeep';

const RUNS = runs({ push: 2, long: 20 });
const LIMIT_MS = 120_000;
const START = new Date('2026-11-23T20:00:00.000Z').getTime();
const after = (minutes: number) => new Date(START + minutes * 60_000);

let db: DbRoot;
/** Snapshots come by it, whoever asks. */
let ingest: DbRoot;
usesDatabase((opened, pools) => {
  db = opened;
  ingest = pools.ingest;
}, 'fleet');

/** What happens to one host after some minutes. */
const event = fc.record({
  waitMinutes: fc.nat(90),
  host: fc.nat(2),
  kind: fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom('passed', 'insecure', 'late', 'clockWrong', 'moreVms') },
    { weight: 4, arbitrary: fc.constantFrom('broken', 'stepped', 'moved', 'assigned', 'owned', 'retired') },
    { weight: 5, arbitrary: fc.constant('kept') },
  ),
  /** Told intervals grow and shrink: a deadline may come nearer. */
  intervalSeconds: fc.constantFrom(300, 900, 3600),
  askedMinutes: fc.integer({ min: -120, max: 120 }),
});

type Event = typeof event extends fc.Arbitrary<infer E> ? E : never;

const what = (kind: Event['kind'], waitMinutes: number, askedMinutes = 0): Event => ({
  ...{ kind, waitMinutes, askedMinutes },
  ...{ host: 0, intervalSeconds: 3600 },
});

/** Kept since it is another: what it was before stands in no read model. */
const OTHER_SINCE = [what('passed', 0), what('insecure', 30), what('kept', 1, 20)];

async function report(host: TestHost, { kind, intervalSeconds }: Event, minutes: number): Promise<void> {
  const heldMinutes = kind === 'late' ? 70 : kind === 'stepped' ? -10 : 0;
  const receivedAt = after(minutes);
  const item =
    kind === 'broken'
      ? { snapshotId: randomUUID() }
      : snapshotAt(host, after(minutes - heldMinutes), {
          hgsClient: kind === 'insecure' ? INSECURE : PASSED,
          ...(kind === 'moreVms' && {
            facts: { shieldedVms: { status: 'ok', value: { total: minutes, running: 1 } } },
          }),
        });
  const sentAt = kind === 'clockWrong' ? after(minutes + 9) : receivedAt;
  const settings = { ...INGEST_SETTINGS, reportIntervalSeconds: intervalSeconds };
  await ingestBatch(ingest, [delivery(host, { receivedAt, sentAt, snapshots: [item] })], settings);
}

async function happen(hosts: readonly TestHost[], what: Event, minutes: number): Promise<void> {
  const host = hosts[what.host];
  if (host === undefined) throw new Error('there is no such host');
  const change = (data: Prisma.HostUncheckedUpdateInput) =>
    db.host.update({ where: { id: host.hostId }, data, select: { id: true } });
  const other = hosts[(what.host + 1) % hosts.length]?.hostId ?? '';
  if (what.kind === 'kept') await keepFleet(db, after(minutes));
  else if (what.kind === 'owned') await change({ owner: `team ${minutes}` });
  else if (what.kind === 'retired') await change({ retiredAt: after(minutes) });
  else if (what.kind === 'moved')
    await change({ fabricId: (await db.host.findUniqueOrThrow({ where: { id: other } })).fabricId });
  else if (what.kind === 'assigned') await assign(host, after(minutes));
  else await report(host, what, minutes);
}

/** Gives it to another team of its own fabric: what is written down of it, unlike what is only changed, says since when. */
async function assign({ hostId }: TestHost, validFrom: Date): Promise<void> {
  const owner = `team of ${validFrom.toISOString()}`;
  const { fabricId } = await db.host.update({ where: { id: hostId }, data: { owner } });
  await db.hostAssignment.create({
    data: { id: randomUUID(), hostId, fabricId, owner, validFrom, recordedBy: 'test' },
  });
}

/** Rows that only one of two relations has. */
async function differences(one: Prisma.Sql, other: Prisma.Sql): Promise<unknown[]> {
  return db.$queryRaw(Prisma.sql`
    WITH one AS MATERIALIZED (${one}), other AS MATERIALIZED (${other})
    (SELECT 'only here' AS side, to_json(d)::text AS row FROM (SELECT * FROM one EXCEPT ALL SELECT * FROM other) d)
    UNION ALL
    (SELECT 'only there', to_json(d)::text FROM (SELECT * FROM other EXCEPT ALL SELECT * FROM one) d)`);
}

const COLUMNS = namesOf(ALL_COLUMNS);
const WORDS = namesOf(GROUPED_COLUMNS);

/** Whatever was noted, moved and renewed: the read model with its stale hosts is each host judged from what it sent. */
async function expectExact(when: When): Promise<void> {
  const question = { when, fabrics: 'all' as const, filter: {} };
  const prepared = await prepare(db, question, 'all');
  const exact = fleetRows(question.when);
  expect(
    await differences(
      Prisma.sql`SELECT ${COLUMNS} FROM ${matchingHosts(prepared)}`,
      Prisma.sql`SELECT ${COLUMNS} FROM (${exact}) fleet`,
    ),
  ).toEqual([]);
  expect(
    await differences(
      Prisma.sql`SELECT ${WORDS}, sum(hosts)::bigint AS hosts, sum(vms)::bigint AS vms FROM ${countedMatches(prepared)}
        GROUP BY ${WORDS} HAVING sum(hosts) <> 0 OR sum(vms) <> 0`,
      Prisma.sql`SELECT ${WORDS}, count(*) AS hosts, sum(coalesce(shielded_vms, 0))::bigint AS vms FROM (${exact}) fleet
        GROUP BY ${WORDS}`,
    ),
  ).toEqual([]);
}

/** Counted anew from its hosts, each group is as it stands. */
async function expectRebuilt(): Promise<void> {
  expect(
    await differences(
      Prisma.sql`SELECT id, hosts::bigint AS hosts, vms FROM fleet_group WHERE hosts <> 0`,
      Prisma.sql`SELECT group_id, count(*), sum(coalesce(shielded_vms, 0))::bigint FROM fleet_host GROUP BY 1`,
    ),
  ).toEqual([]);
}

describe('the read model of the live fleet', () => {
  it(
    'gives what every host gives that is judged anew, whatever happened and whenever it was last kept',
    () =>
      fc.assert(
        fc.asyncProperty(fc.array(event, { minLength: 3, maxLength: 16 }), async (events) => {
          const hosts = [
            await enrolledHost(db, after(0)),
            await enrolledHost(db, after(0)),
            await enrolledHost(db, after(0)),
          ];
          let minutes = 1;
          for (const what of events) {
            minutes += what.waitMinutes;
            await happen(hosts, what, minutes);
            await expectExact({ live: after(minutes) });
            await expectExact({ live: after(minutes + what.askedMinutes) });
            await expectExact({ at: after(minutes - Math.abs(what.askedMinutes)) });
          }
          await expectRebuilt();
        }),
        // An example counts as a run.
        { numRuns: 1 + RUNS, examples: [[OTHER_SINCE]] },
      ),
    LIMIT_MS,
  );

  it(
    'loses no change that is made while it is kept',
    async () => {
      const hosts = await Promise.all(Array.from({ length: 6 }, () => enrolledHost(db, after(0))));
      let isDone = false;
      const keeping = (async () => {
        for (let round = 0; !isDone; round += 1) await keepFleet(db, after(60 + (round % 40)));
      })();
      const live = async (_host: TestHost, index: number) => {
        for (let turn = 1; turn <= 25; turn += 1) {
          const kind =
            ['passed', 'insecure', 'broken', 'owned', 'passed', 'moved'][(turn + index) % 6] ?? 'passed';
          const what = { kind, host: index, intervalSeconds: turn % 2 === 0 ? 300 : 3600 } as Event;
          await happen(hosts, what, 60 + turn);
        }
      };
      await Promise.all(hosts.map(live));
      isDone = true;
      await keeping;
      for (const minutes of [60, 85, 90, 100, 140, 400]) await expectExact({ live: after(minutes) });
      await keepFleet(db, after(400));
      await expectExact({ live: after(400) });
      await expectRebuilt();
    },
    LIMIT_MS,
  );
});
