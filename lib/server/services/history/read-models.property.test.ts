import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultHostQuery, HOST_SORTS, type HostQuery, SORT_ORDERS } from '@/lib/contracts/words/host-query';
import { drawnFabrics } from '@/lib/contracts/words/map-hosts';
import { COMPLIANCE, type Compliance, STATES, type State } from '@/lib/domain/vocabulary';
import type { Ctx } from '@/lib/server/context';
import { type DbRoot, transact } from '@/lib/server/db/client';
import type { Period } from '@/lib/server/db/history/compliance-time';
import { forgetReadModels } from '@/lib/server/db/history/days';
import { facetHosts, listHosts, mapHosts, summarizeHosts } from '@/lib/server/services/host';
import { DAY_MS } from '@/lib/util/durations';
import { everyCount } from '@/lib/util/every-count';
import { INSECURE, PASSED } from '@/test/support/agent-client';
import { tokenCtx } from '@/test/support/callers';
import { expectedFleet } from '@/test/support/expected-fleet';
import { type FleetSpec, insertFleet } from '@/test/support/fleet';
import { deliver, enrolledHost, snapshotAt, type TestHost } from '@/test/support/ingest';
import { buildFleet, randomFilter, randomFleet, randomMoment, WORLD_NOW } from '@/test/support/random-fleet';
import { runs } from '@/test/support/runs';
import { usesDatabase } from '@/test/support/uses-database';
import { complianceTimeOfHosts, fleetComplianceTime } from './compliance-time';
import { fillPast } from './fill-past';
import { fleetCounts } from './fleet-counts';

const RUNS = runs({ push: 1, long: 12 });
const LIMIT_MS = 120_000;

let db: DbRoot;
/** Snapshots come by it, whoever asks. */
let ingest: DbRoot;
usesDatabase((opened, pools) => {
  db = opened;
  ingest = pools.ingest;
}, 'fleet');

const asking = (fabrics: 'all' | string[], now: Date): Ctx => tokenCtx(db, { fabrics, role: 'viewer', now });

/**
 * Fills until the days are read, too: else the segments alone would answer. A day is published in a later round where
 * another transaction of the same server, such as autovacuum's, began before it was filled.
 */
const fillAll = (now: Date) =>
  expect
    .poll(
      async () => {
        await fillPast({ db, now });
        const [found] = await db.$queryRaw<[{ segments: boolean; left: boolean }]>`
          SELECT EXISTS (SELECT FROM state_segment WHERE from_at < ${startOfDay(now)}) AS segments,
            EXISTS (SELECT FROM history_day WHERE NOT published) OR EXISTS (SELECT FROM history_dirty)
              OR NOT EXISTS (SELECT FROM history_day) AS left`;
        return found.segments && found.left;
      },
      { timeout: LIMIT_MS },
    )
    .toBe(false);

const forget = () => transact(db, forgetReadModels);

/** What comes next is the beginning of all history. */
const clearSegments = () => db.$executeRaw`DELETE FROM state_segment`;

type Narrowed = Pick<HostQuery, 'filter' | 'sort' | 'order'>;

async function answersAt(ctx: Ctx, at: Date, narrowed: Narrowed = defaultHostQuery()) {
  const list = { ...defaultHostQuery(), limit: 500, at };
  const { hosts } = await listHosts({ ctx, input: list });
  const { hosts: found, total } = await listHosts({ ctx, input: { ...list, ...narrowed } });
  const { causes, vms, vmsByState, ...summary } = await summarizeHosts({ ctx, input: { filter: {}, at } });
  const { facets } = await facetHosts({ ctx, input: { filter: {}, at } });
  const fabrics = drawnFabrics(await mapHosts({ ctx, input: { filter: {}, at } }));
  const { facets: narrowing } = await facetHosts({ ctx, input: { filter: narrowed.filter, at } });
  return { hosts, found, total, causes, vms, vmsByState, summary, facets, narrowing, fabrics };
}

/** The VMs of the hosts of each state, added up host by host. */
function plainVms(fleet: FleetSpec, at: Date): Record<State, number> {
  const vms = everyCount(STATES, {});
  for (const { state, shieldedVms } of expectedFleet(fleet, at)) vms[state] += shieldedVms ?? 0;
  return vms;
}

/** Integrates what the fleet is between the moments at which it may change. */
function plainTime(fleet: FleetSpec, from: Date, to: Date): Map<string, Record<Compliance, number>> {
  const turns = [
    ...fleet.hosts.flatMap(({ enrolledAt, retiredAt, items }) => [
      enrolledAt,
      ...(retiredAt ? [retiredAt] : []),
      ...items.flatMap(({ observedAt, intervalSeconds }) => [
        observedAt,
        new Date(observedAt.getTime() + 4 * intervalSeconds * 1000),
      ]),
    ]),
    ...fleet.exceptions.flatMap(({ approvedAt, withdrawnAt, endsAt }) =>
      [approvedAt, withdrawnAt, endsAt].filter((time) => time !== null),
    ),
  ];
  const inside = turns
    .map((time) => time.getTime())
    .filter((time) => time > from.getTime() && time < to.getTime());
  const bounds = [...new Set([from.getTime(), ...inside, to.getTime()])].sort((a, b) => a - b);
  const spent = new Map<string, Record<Compliance, number>>();
  for (const [index, start] of bounds.slice(0, -1).entries()) {
    const seconds = ((bounds[index + 1] ?? start) - start) / 1000;
    for (const { id, compliance } of expectedFleet(fleet, new Date(start))) {
      const ofHost = spent.get(id) ?? { compliant: 0, excepted: 0, nonCompliant: 0, unverified: 0 };
      ofHost[compliance] += seconds;
      spent.set(id, ofHost);
    }
  }
  return spent;
}

const timeOfHosts = (ctx: Ctx, { hosts }: FleetSpec, period: Period) =>
  complianceTimeOfHosts({ ctx, input: { ...period, hostIds: hosts.map(({ id }) => id) } });
type TimeOfHosts = Awaited<ReturnType<typeof timeOfHosts>>;

/** Where a host was last within a period that ends so. */
const lastFabric = ({ assignments, retiredAt }: FleetSpec['hosts'][number], to: Date): string =>
  assignments.findLast(({ validFrom }) => validFrom <= to && (!retiredAt || validFrom <= retiredAt))
    ?.fabricId ?? '';

/** The time of the fleet is that of its hosts added up, for who sees all of its fabrics and for who sees one. */
async function expectSums(fleet: FleetSpec, period: Period, times: TimeOfHosts): Promise<void> {
  const all = fleet.fabrics.map(({ id }) => id);
  for (const fabrics of [all, ...all.map((id) => [id])]) {
    const told = await fleetComplianceTime({ ctx: asking(fabrics, WORLD_NOW), input: period });
    const counted = fleet.hosts.filter(
      (host) => times.has(host.id) && fabrics.includes(lastFabric(host, period.to)),
    );
    expect(told.hosts).toBe(counted.length);
    for (const word of COMPLIANCE) {
      const together = counted.reduce((sum, { id }) => sum + (times.get(id)?.[word] ?? 0), 0);
      expect(told.seconds[word]).toBeCloseTo(together, 3);
    }
  }
}

/** Takes away from some hosts what is kept of midnights since a time, as late evidence of the day before it does. */
const forgetCheckpoints = (hostIds: readonly string[], since: Date) =>
  db.$executeRaw`DELETE FROM host_checkpoint WHERE host_id = ANY(${[...hostIds]}::uuid[]) AND day >= ${startOfDay(since)}::date`;

const startOfDay = (time: Date) => new Date(Math.floor(time.getTime() / DAY_MS) * DAY_MS);

const narrowing: fc.Arbitrary<Narrowed> = fc.record({
  filter: randomFilter,
  sort: fc.constantFrom(...HOST_SORTS),
  order: fc.constantFrom(...SORT_ORDERS),
});

describe('the read models of the past', () => {
  it(
    'answer as the segments do, for any fleet and any moment',
    () =>
      fc.assert(
        fc.asyncProperty(
          randomFleet,
          fc.array(randomMoment, { minLength: 3, maxLength: 4 }),
          narrowing,
          async (draft, moments, narrowed) => {
            const fleet = buildFleet(draft);
            await insertFleet(db, fleet);
            const ctx = asking(
              fleet.fabrics.map(({ id }) => id),
              WORLD_NOW,
            );
            const asked = [...moments, startOfDay(WORLD_NOW)];
            await forget();
            const plain = [];
            for (const at of asked) plain.push(await answersAt(ctx, at, narrowed));
            await fillAll(WORLD_NOW);
            for (const [index, at] of asked.entries()) {
              expect(await answersAt(ctx, at, narrowed)).toEqual(plain[index]);
              expect(plain[index]?.summary).toEqual(await fleetCounts({ ctx, input: { at } }));
              expect(plain[index]?.vmsByState).toEqual(plainVms(fleet, at));
            }
          },
        ),
        { numRuns: RUNS },
      ),
    LIMIT_MS,
  );

  it(
    'tell how long each host was what, as the answers of every moment add up',
    () =>
      fc.assert(
        fc.asyncProperty(
          randomFleet,
          randomMoment,
          randomMoment,
          fc.boolean(),
          async (draft, one, other, isWhole) => {
            const fleet = buildFleet(draft);
            await insertFleet(db, fleet);
            const ctx = asking(
              fleet.fabrics.map(({ id }) => id),
              WORLD_NOW,
            );
            const [from, to] = one < other ? [one, other] : [other, one];
            const period = isWhole ? { from: startOfDay(from), to: startOfDay(to) } : { from, to };
            const plain = plainTime(fleet, period.from, period.to);
            await forget();
            const slow = await timeOfHosts(ctx, fleet, period);
            await expectSums(fleet, period, slow);
            await fillAll(WORLD_NOW);
            const quick = await timeOfHosts(ctx, fleet, period);
            expect(quick).toEqual(slow);
            await expectSums(fleet, period, quick);
            for (const [hostId, ofHost] of quick)
              for (const word of COMPLIANCE)
                expect(ofHost[word]).toBeCloseTo(plain.get(hostId)?.[word] ?? 0, 3);
            expect(new Set(quick.keys())).toEqual(new Set(plain.keys()));
            const overtaken = fleet.hosts.map(({ id }) => id).filter((_, place) => place % 2 === 0);
            await forgetCheckpoints(overtaken, period.to);
            expect(await timeOfHosts(ctx, fleet, period)).toEqual(slow);
            await expectSums(fleet, period, slow);
          },
        ),
        { numRuns: RUNS },
      ),
    LIMIT_MS,
  );
});

const ENROLLED_AT = new Date('2026-10-10T20:00:00.000Z');
const after = (minutes: number) => new Date(ENROLLED_AT.getTime() + minutes * 60_000);

/** Snapshots of days, gaps, spools drained days later, rejections; and when the job comes by. */
const step = fc.record({
  waitMinutes: fc.oneof(fc.integer({ min: 1, max: 60 }), fc.constantFrom(600, 1_500, 3_500)),
  heldMinutes: fc.constantFrom(0, 0, 0, 90, 800, 3_000),
  says: fc.constantFrom('passed', 'passed', 'insecure', 'broken'),
  vms: fc.constantFrom(4, 5),
  isFilled: fc.boolean(),
});
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

function itemOf(host: TestHost, { says, heldMinutes, vms }: Step, receivedAt: Date): unknown {
  if (says === 'broken') return { snapshotId: randomUUID() };
  return {
    ...snapshotAt(host, new Date(receivedAt.getTime() - heldMinutes * 60_000), {
      hgsClient: says === 'insecure' ? INSECURE : PASSED,
      facts: { shieldedVms: { status: 'ok', value: { total: vms, running: 1 } } },
    }),
    sequence: undefined,
  };
}

const said = (waitMinutes: number, heldMinutes: Step['heldMinutes'], isFilled: boolean): Step => ({
  waitMinutes,
  heldMinutes,
  says: 'passed',
  vms: 4,
  isFilled,
});

/** What was known at the first midnight of all is another once this has come: of the hours before it there is none. */
const BEFORE_ALL: [Step[], number[], boolean] = [
  [said(3_500, 0, true), said(600, 3_000, false), said(1_500, 0, false)],
  [3_600, 2_600, 2_000, 100],
  true,
];

/** It comes for a day that is filled and read by now, and says of a silent time what was wrong. */
const AFTER_FILLING: [Step[], number[], boolean] = [
  [
    said(600, 0, true),
    said(1_500, 0, true),
    said(600, 0, true),
    { ...said(1_500, 3_000, false), says: 'insecure', vms: 5 },
  ],
  [1_210, 1_230, 900, 100],
  false,
];

/** Each counts as a run. */
const EXAMPLES = [BEFORE_ALL, AFTER_FILLING];

describe('late evidence', () => {
  it(
    'is in every answer at once, and in the read models after the next round',
    () =>
      fc.assert(
        fc.asyncProperty(
          fc.array(step, { minLength: 2, maxLength: 7 }),
          fc.array(fc.nat(50_000), { minLength: 4, maxLength: 4 }),
          fc.boolean(),
          async (steps, minutes, isFirst) => {
            if (isFirst) await clearSegments();
            const host = await enrolledHost(db, ENROLLED_AT);
            const { fabricId } = await db.host.findUniqueOrThrow({ where: { id: host.hostId } });
            await forget();
            let end = 0;
            for (const one of steps) {
              end += one.waitMinutes;
              const receivedAt = after(end);
              await deliver(ingest, host, { receivedAt, snapshots: [itemOf(host, one, receivedAt)] });
              if (one.isFilled) await fillPast({ db, now: after(end + 1) });
            }
            const ctx = asking([fabricId], after(end + 30));
            const moments = minutes.map((minute) => after(minute % (end + 30)));
            const period = { from: startOfDay(after(0)), to: after(end) };
            const answers = async () => {
              const told = [];
              for (const at of moments)
                told.push(await answersAt(ctx, at), await fleetCounts({ ctx, input: { at } }));
              const input = { ...period, hostIds: [host.hostId] };
              const ofHost = await complianceTimeOfHosts({ ctx, input });
              return { told, ofHost, together: await fleetComplianceTime({ ctx, input: period }) };
            };
            const atOnce = await answers();
            await fillAll(after(end + 30));
            const filled = await answers();
            await forget();
            const plain = await answers();
            expect(filled).toEqual(plain);
            expect(atOnce).toEqual(plain);
          },
        ),
        { numRuns: EXAMPLES.length + RUNS, examples: EXAMPLES },
      ),
    LIMIT_MS,
  );
});
