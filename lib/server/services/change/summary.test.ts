import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ChangeSummary, ChangeSummaryInput } from '@/lib/contracts/changes';
import { dropHistory } from '@/lib/server/db/history/horizon';
import { retireHost, summarizeHosts } from '@/lib/server/services/host';
import { INSECURE, PASSED } from '@/test/support/agent-client';
import { tokenCtx } from '@/test/support/callers';
import { insertFleet } from '@/test/support/fleet';
import { enrolledHosts, type TestHost } from '@/test/support/ingest';
import { at, holding, node, usesPast } from '@/test/support/past';
import { buildFleet, randomFleet, WORLD_NOW } from '@/test/support/random-fleet';
import { runs } from '@/test/support/runs';
import { summarizeChanges } from '.';

// What a time did to the fleet is told by what the fleet was before it and is after it, as the page Fabric tells it.

const past = usesPast();
const NOW = at(4);
const BEFORE = at(2);
const ASKED = { filter: {}, within: null, since: null, until: null, at: null };

/** A snapshot each quarter of an hour, but for those that a test leaves out. */
async function send(host: TestHost | undefined, words: object, from: Date, until: Date): Promise<void> {
  for (let time = from.getTime(); time <= until.getTime(); time += 900_000)
    await past.say(host, new Date(time), { ...words });
}
const passing = { hgsClient: PASSED, ...holding(3) };
/** It is rejected. */
const TOO_LARGE = { host: { model: 'M'.repeat(9_000) } };
const failing = { hgsClient: INSECURE, ...holding(3) };

async function fabricOf(count: number, enrolledAt = at(0)) {
  const hosts = await enrolledHosts(past.db, enrolledAt, count);
  const fabrics = [await past.fabricOf(hosts[0])];
  const ctx = tokenCtx(past.db, { fabrics, now: NOW });
  return {
    hosts,
    summarize: (filter: ChangeSummaryInput['filter'] = {}, since: Date | null = BEFORE) =>
      summarizeChanges({ ctx, input: { ...ASKED, filter, since } }),
    ableAt: async (time: Date | null) =>
      (await summarizeHosts({ ctx, input: { filter: {}, at: time } })).states.Passed ?? 0,
  };
}

type Told = Awaited<ReturnType<typeof fabricOf>>;

const timeAgo = (minutes: number) => new Date(WORLD_NOW.getTime() - minutes * 60_000);
/** Up to now, or to a time before. */
const spans = fc
  .tuple(fc.integer({ min: 1, max: 6 * 24 * 60 }), fc.option(fc.integer({ min: 1, max: 6 * 24 * 60 })))
  .map(([one, other]) => ({
    since: timeAgo(Math.max(one, other ?? 0)),
    until: other === null ? null : timeAgo(Math.min(one, other)),
  }));
const anyFilter = fc.constantFrom(
  {},
  ...['PAR', 'LYO'].map((fabric) => ({ fabric: { include: [fabric], exclude: [] } })),
  ...['CL-1', 'CL-2'].flatMap((cluster) => [
    { cluster: { include: [cluster], exclude: [] } },
    { cluster: { include: [], exclude: [cluster] } },
  ]),
);

const netOf = ({ worse, silent, better, joined, left }: ChangeSummary) =>
  better.hosts + joined - worse.hosts - silent.hosts - left;

/** How many more are able, by the summary and by the fleet itself. */
async function moreAble({ summarize, ableAt }: Told) {
  const told = netOf(await summarize());
  return { told, counted: (await ableAt(null)) - (await ableAt(BEFORE)) };
}

describe('a summary of changes', () => {
  it('adds up to what the figures of the fleet say of both times, for any fleet, filter and times', () =>
    fc.assert(
      fc.asyncProperty(randomFleet, spans, anyFilter, async (draft, { since, until }, filter) => {
        const fleet = buildFleet(draft);
        await insertFleet(past.db, fleet);
        const ctx = tokenCtx(past.db, { fabrics: fleet.fabrics.map(({ id }) => id), now: WORLD_NOW });
        const ableAt = async (at: Date | null) =>
          (await summarizeHosts({ ctx, input: { filter, at } })).states.Passed ?? 0;
        const told = await summarizeChanges({ ctx, input: { ...ASKED, filter, since, at: until } });
        expect(netOf(told)).toBe((await ableAt(until)) - (await ableAt(since)));
        // Up to a time and not at it, and looked at from now.
        const before = await summarizeChanges({ ctx, input: { ...ASKED, filter, since, until } });
        const end = until === null ? null : new Date(until.getTime() - 1);
        expect(netOf(before)).toBe((await ableAt(end)) - (await ableAt(since)));
      }),
      { numRuns: runs({ push: 3, long: 200 }) },
    ));

  it('does not call a host recovered that was refused for a moment, or whose silence was never announced', async () => {
    const fabric = await fabricOf(2);
    const [refused, unheard] = fabric.hosts;
    await send(refused, passing, at(1), at(3));
    await past.say(refused, at(3, 5), TOO_LARGE);
    await send(refused, passing, at(3, 15), NOW);
    // A server that noticed no silence, since it was away.
    await send(unheard, passing, at(1), at(2, 15));
    await past.db
      .$executeRaw`INSERT INTO server_absence (from_at, to_at) VALUES (${at(2, 30)}, ${at(3, 45)})`;
    await send(unheard, passing, at(3, 45), NOW);
    expect(await fabric.summarize()).toMatchObject({
      better: { hosts: 0 },
      worse: { hosts: 0 },
      silent: { hosts: 0 },
    });
    expect(await moreAble(fabric)).toEqual({ told: 0, counted: 0 });
  });

  it('counts as silent whom the page calls silent, although it is not a change yet, with when that was', async () => {
    const fabric = await fabricOf(2);
    const [gone, refused] = fabric.hosts;
    await send(gone, passing, at(1), at(2, 15));
    await send(refused, passing, at(1), at(3, 45));
    await past.say(refused, at(3, 50), TOO_LARGE);
    expect(await fabric.summarize()).toMatchObject({
      silent: { hosts: 2, vms: 6 },
      byHour: [{ from: at(3).toISOString(), worse: 0, silent: 2, better: 0 }],
    });
    expect(await moreAble(fabric)).toEqual({ told: -2, counted: -2 });
  });

  it('says who joined and left, so that its sum is what the fleet itself says', async () => {
    const fabric = await fabricOf(4);
    const [failed, mended, retired, still] = fabric.hosts;
    await send(failed, passing, at(1), at(2, 45));
    await send(failed, failing, at(3), NOW);
    await send(mended, failing, at(1), at(2, 45));
    await send(mended, passing, at(3), NOW);
    for (const host of [retired, still]) await send(host, passing, at(1), at(3));
    const system = { actor: { kind: 'system', id: 'job' } as const, db: past.db, requestId: randomUUID() };
    await retireHost({ ctx: { ...system, now: at(3, 10) }, input: { id: retired?.hostId ?? '' } });
    await send(still, passing, at(3, 15), NOW);
    expect(await fabric.summarize()).toMatchObject({
      ...{ worse: { hosts: 1, vms: 3 }, better: { hosts: 1, vms: 3 }, silent: { hosts: 0 } },
      ...{ joined: 0, left: 1 },
      byCause: [{ hosts: 1 }, { hosts: 1 }],
    });
    expect(await moreAble(fabric)).toEqual({ told: -1, counted: -1 });
    const later = await fabricOf(1, at(2, 30));
    await send(later.hosts[0], passing, at(2, 45), NOW);
    expect(await later.summarize()).toMatchObject({ joined: 1, left: 0, better: { hosts: 0 } });
    expect(await moreAble(later)).toEqual({ told: 1, counted: 1 });
  });

  it('calls nobody joined or left who only changed cluster or firmware, and finds them by either', async () => {
    const fabric = await fabricOf(2);
    const [moved, updated] = fabric.hosts;
    await send(moved, { ...passing, host: node('2.17.0', 'CL-1') }, at(1), at(2, 15));
    await send(moved, { ...failing, host: node('2.17.0', 'CL-2') }, at(2, 30), NOW);
    await send(updated, { ...passing, host: node('2.17.0', 'CL-1') }, at(1), at(2, 15));
    await send(updated, { ...passing, host: node('2.19.1', 'CL-2') }, at(2, 30), NOW);
    const none = { hosts: 0 };
    const asked = (word: 'cluster' | 'q', text: string) =>
      fabric.summarize({ [word]: { include: [text], exclude: [] } });
    for (const one of [
      await asked('cluster', 'CL-1'),
      await asked('cluster', 'CL-2'),
      await asked('q', 'cl-1'),
    ])
      expect(one).toMatchObject({ worse: { hosts: 1 }, better: none, silent: none, joined: 0, left: 0 });
    expect(await asked('q', '2.19.1')).toMatchObject({ worse: none, better: none, joined: 0, left: 0 });
  });

  it('begins where history does, and refuses a begin before that', async () => {
    const fabric = await fabricOf(1, at(-22));
    await send(fabric.hosts[0], passing, at(-21), NOW);
    await dropHistory(past.db, at(0));
    const day = await fabric.summarize({}, null);
    expect(day).toMatchObject({ since: at(0).toISOString(), better: { hosts: 0 }, joined: 0 });
    await expect(fabric.summarize({}, at(-1))).rejects.toMatchObject({
      code: 'before_history',
      pointer: 'since',
    });
  });
});
