import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { TrendInput } from '@/lib/contracts/history';
import { defaultChangeQuery } from '@/lib/contracts/words/changes';
import type { HostFilter } from '@/lib/domain/host-filter';
import type { DbRoot } from '@/lib/server/db/client';
import { feedChanges } from '@/lib/server/services/change';
import { summarizeHosts } from '@/lib/server/services/host';
import { INSECURE, PASSED } from '@/test/support/agent-client';
import { tokenCtx } from '@/test/support/callers';
import { insertFleet } from '@/test/support/fleet';
import { deliver, enrolledHosts, snapshotAt, type TestHost } from '@/test/support/ingest';
import { buildFleet, randomFilter, randomFleet, WORLD_NOW } from '@/test/support/random-fleet';
import { runs } from '@/test/support/runs';
import { usesDatabase } from '@/test/support/uses-database';
import { fillPast, fleetTrend } from '.';

let db: DbRoot;
let ingest: DbRoot;
usesDatabase((opened, pools) => {
  db = opened;
  ingest = pools.ingest;
}, 'fleet');

const asked = (own: Partial<TrendInput> = {}): TrendInput => ({
  filter: {},
  at: null,
  days: 30,
  timeZone: 'UTC',
  ...own,
});

describe('the figures of a trend', () => {
  const zone = fc.constantFrom('UTC', 'Europe/Paris', 'Asia/Kolkata');
  /** Fabrics alone are counted by other statements than what is filtered by more. */
  const filter = fc.oneof(
    fc.constant<HostFilter>({}),
    fc.constantFrom('PAR', 'LYO').map((name): HostFilter => ({ fabric: { include: [], exclude: [name] } })),
    randomFilter,
  );

  it('are those of the summary at each time, for any fleet, before and after its days are filled', () =>
    fc.assert(
      fc.asyncProperty(randomFleet, filter, zone, async (draft, narrowed, timeZone) => {
        const fleet = buildFleet(draft);
        await insertFleet(db, fleet);
        const ctx = tokenCtx(db, { fabrics: fleet.fabrics.map(({ id }) => id), now: WORLD_NOW });
        for (const isFilled of [false, true]) {
          if (isFilled) await fillPast({ db, now: WORLD_NOW });
          const { days } = await fleetTrend({
            ctx,
            input: asked({ filter: narrowed, days: 4, timeZone }),
          });
          for (const { at, day: _, ...counts } of days) {
            const isNow = at === WORLD_NOW.toISOString();
            const then = { filter: narrowed, at: isNow ? null : new Date(at) };
            expect(await summarizeHosts({ ctx, input: then })).toMatchObject(counts);
          }
        }
      }),
      { numRuns: runs({ push: 2, long: 30 }) },
    ));
});

const MIDNIGHT = new Date('2026-11-24T00:00:00Z');
const at = (hours: number, minutes = 0) => new Date(MIDNIGHT.getTime() + (hours * 60 + minutes) * 60_000);
const NOW = at(34);

describe('a trend', () => {
  let hosts: TestHost[];
  let fabric: string;
  const ctx = () => tokenCtx(db, { fabrics: [fabric], now: NOW });

  /** Six hosts: four turn within the hour, and of two more that turn alone one is joined by the other an hour later. */
  beforeAll(async () => {
    hosts = await enrolledHosts(db, at(1), 6);
    const cluster = { cluster: 'CL-1', model: 'M4' };
    const say = (host: TestHost | undefined, when: Date, hgsClient: object) =>
      host &&
      deliver(ingest, host, {
        receivedAt: when,
        snapshots: [snapshotAt(host, when, { hgsClient, host: cluster })],
      });
    fabric = (await db.host.findUniqueOrThrow({ where: { id: hosts[0]?.hostId ?? '' } })).fabricId;
    for (const host of hosts) await say(host, at(1, 55), PASSED);
    for (const [index, minutes] of [0, 15, 25, 50].entries())
      await say(hosts[index], at(2, minutes), INSECURE);
    // Heard all the time, since silence is a change as well.
    for (const host of hosts.slice(4))
      for (const minutes of [45, 100]) await say(host, at(2, minutes), PASSED);
    await say(hosts[4], at(4), INSECURE);
    await say(hosts[5], at(4, 30), PASSED);
    await say(hosts[5], at(5), INSECURE);
  });

  it('begins with the first host, ends now, and tells whole days at their last minute', async () => {
    const { days, asOf } = await fleetTrend({ ctx: ctx(), input: asked() });
    expect(asOf).toBe(NOW.toISOString());
    expect(days.map(({ day, at: then, total }) => [day, then, total])).toEqual([
      ['2026-11-24', '2026-11-24T23:59:00.000Z', 6],
      ['2026-11-25', NOW.toISOString(), 6],
    ]);
  });

  it('marks the waves that the changes beside it tell, and no pair of hosts', async () => {
    const { waves } = await fleetTrend({ ctx: ctx(), input: asked() });
    const { entries } = await feedChanges({ ctx: ctx(), input: { ...defaultChangeQuery(), limit: 100 } });
    const told = entries.flatMap((entry) =>
      entry.type === 'wave' && entry.wave.change.kind === 'transition' ? [entry.wave] : [],
    );
    expect(waves).toEqual([
      {
        id: told[0]?.id,
        fabric: told[0]?.fabric,
        cluster: 'CL-1',
        startedAt: at(2).toISOString(),
        endedAt: at(2, 50).toISOString(),
        hosts: 4,
        to: 'InsecureHostConfiguration',
        causes: ['SecureBootSettings', 'BitLocker'],
      },
    ]);
  });

  it('marks the waves of a cluster, those of an earlier time as far as they had gone, and none by another word', async () => {
    const only = (...include: string[]) => ({ include, exclude: [] });
    const wavesOf = async (own: Partial<TrendInput>) =>
      (await fleetTrend({ ctx: ctx(), input: asked(own) })).waves.map((wave) => wave.hosts);
    expect(await wavesOf({ filter: { cluster: only('CL-1') } })).toEqual([4]);
    expect(await wavesOf({ filter: { cluster: only('CL-2') } })).toEqual([]);
    expect(
      await wavesOf({ filter: { state: { include: ['InsecureHostConfiguration'], exclude: [] } } }),
    ).toEqual([]);
    expect(await wavesOf({ at: at(2, 30) })).toEqual([3]);
    expect(await wavesOf({ at: at(2, 20) })).toEqual([]);
  });

  it('tells nobody of fabrics that are not theirs, and nothing of no host', async () => {
    const elsewhere = tokenCtx(db, { fabrics: [], now: NOW });
    expect(await fleetTrend({ ctx: elsewhere, input: asked() })).toMatchObject({ days: [], waves: [] });
    const none = { filter: { q: { include: ['no such host'], exclude: [] } } };
    expect(await fleetTrend({ ctx: ctx(), input: asked(none) })).toMatchObject({ days: [], waves: [] });
  });
});
