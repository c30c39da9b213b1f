import fc from 'fast-check';
import { expect, it } from 'vitest';
import { SecureBoot } from '@/lib/contracts/secure-boot';
import { defaultHostQuery, type HostQuery } from '@/lib/contracts/words/host-query';
import type { Ctx } from '@/lib/server/context';
import type { DbRoot } from '@/lib/server/db/client';
import { keepFleet } from '@/lib/server/db/fleet/read-model/upkeep';
import { tokenCtx } from '@/test/support/callers';
import { type FleetSpec, insertFleet } from '@/test/support/fleet';
import { deliver, enrolledHost, enrolledHosts, snapshotAt, type TestHost } from '@/test/support/ingest';
import { buildFleet, randomFleet, randomMoment, WORLD_NOW } from '@/test/support/random-fleet';
import { runs } from '@/test/support/runs';
import { usesDatabase } from '@/test/support/uses-database';
import { listHosts } from './list';
import { secureBootOfFleet } from './secure-boot';
import { readFilter } from './select';

let db: DbRoot;
let ingest: DbRoot;
usesDatabase((opened, pools) => {
  db = opened;
  ingest = pools.ingest;
});

type Figure = { hosts: number; vms: number; filter: string };

/** Every figure of an answer that leads somewhere. */
function figuresOf(value: unknown): Figure[] {
  if (typeof value !== 'object' || value === null) return [];
  const own = 'filter' in value && 'hosts' in value ? [value as Figure] : [];
  return [...own, ...Object.values(value).flatMap(figuresOf)];
}

async function listed(ctx: Ctx, filter: string): Promise<{ hosts: number; vms: number }> {
  const query: HostQuery = { ...defaultHostQuery(), ...readFilter(filter), limit: 500 };
  const { total, hosts } = await listHosts({ ctx, input: query });
  return { hosts: total, vms: hosts.reduce((sum, { shieldedVms }) => sum + (shieldedVms ?? 0), 0) };
}

it('counts in every figure what its filter lists, now and then, from the read model and without', () =>
  fc.assert(
    fc.asyncProperty(
      randomFleet,
      fc.option(randomMoment),
      fc.array(fc.integer({ min: -400, max: 400 }), { maxLength: 1 }),
      async (draft, at, kept) => {
        const fleet: FleetSpec = buildFleet(draft);
        await insertFleet(db, fleet);
        for (const minutes of kept) await keepFleet(db, new Date(WORLD_NOW.getTime() + minutes * 60_000));
        const fabrics = fleet.fabrics.map(({ id }) => id);
        const ctx = tokenCtx(db, { fabrics, role: 'viewer', now: WORLD_NOW });
        const filter = at === null ? {} : { fabric: { include: fabrics.slice(0, 1), exclude: [] } };
        const told = await secureBootOfFleet({ ctx, input: { filter, at } });
        expect(SecureBoot.parse(told)).toEqual(told);
        for (const { hosts, vms, filter: words } of figuresOf(told))
          expect(await listed(ctx, words), words).toEqual({ hosts, vms });
      },
    ),
    { numRuns: runs({ push: 2, long: 60 }) },
  ));

const NOON = new Date('2026-11-24T12:00:00Z');
const ok = (value: object) => ({ status: 'ok', value });

const PASSED = { mode: 'HostGuardianService', attestationOperationMode: 'Tpm', attestationStatus: 'Passed' };

async function send(host: TestHost, minutes: number, secureBoot: object, latest: number[]): Promise<void> {
  const at = new Date(NOON.getTime() + minutes * 60_000);
  const facts = {
    boot: ok({ lastBootAt: '2026-11-24T05:00:00.000Z' }),
    secureBoot: ok({ uefi: true, enabled: true, ...secureBoot }),
    secureBootEvents: ok({ latest, changedAt: null, events: [] }),
  };
  const snapshots = [snapshotAt(host, at, { hgsClient: PASSED, facts, sequence: minutes + 1 })];
  await deliver(ingest, host, { receivedAt: at, snapshots });
}

it('goes by what each host said last, and tells what stood then', async () => {
  const [one, other] = [await enrolledHost(db, NOON), await enrolledHost(db, NOON)];
  await send(
    one,
    0,
    { uefiCa2023Status: 'InProgress', updateAvailable: 0x4100, uefiCa2023Capable: 1 },
    [1043],
  );
  await send(
    other,
    0,
    { uefiCa2023Status: 'InProgress', updateAvailable: 0x4004, uefiCa2023Capable: 2 },
    [1803],
  );
  await send(
    one,
    15,
    { uefiCa2023Status: 'Updated', updateAvailable: 0x4000, uefiCa2023Capable: 2 },
    [1808, 1799],
  );
  const found = await db.host.findMany({ where: { id: { in: [one.hostId, other.hostId] } } });
  const fabrics = found.map(({ fabricId }) => fabricId);
  const ctx = tokenCtx(db, { fabrics, now: new Date(NOON.getTime() + 20 * 60_000) });
  const stagesAt = async (at: Date | null) => {
    const { stages, falling } = await secureBootOfFleet({ ctx, input: { filter: {}, at } });
    return [...stages.filter(({ hosts }) => hosts > 0).map(({ stage }) => stage), falling.hosts];
  };
  expect(await stagesAt(null)).toEqual(['done', 'waitsForKek', 0]);
  expect(await stagesAt(new Date(NOON.getTime() + 5 * 60_000))).toEqual(['kek', 'waitsForKek', 1]);
});

it('leads from what would fall to those hosts alone, where the class is proven in another fabric', async () => {
  const waiting = { uefiCa2023Status: 'InProgress', updateAvailable: 0x4100, uefiCa2023Capable: 1 };
  const [unproven, others] = [await enrolledHosts(db, NOON, 2), await enrolledHosts(db, NOON, 2)];
  const [beside, proof] = others;
  if (beside === undefined || proof === undefined) throw new Error('Two were enrolled');
  for (const host of [...unproven, beside]) await send(host, 0, waiting, [1043]);
  await send(proof, 0, { uefiCa2023Status: 'Updated', uefiCa2023Capable: 2 }, [1808]);
  const ids = [...unproven, ...others].map(({ hostId }) => hostId);
  const found = await db.host.findMany({ where: { id: { in: ids } } });
  const fabrics = [...new Set(found.map(({ fabricId }) => fabricId))];
  const ctx = tokenCtx(db, { fabrics, now: new Date(NOON.getTime() + 5 * 60_000) });
  const told = await secureBootOfFleet({ ctx, input: { filter: {}, at: null } });
  const cell = told.classes[0]?.cells.find(({ stage }) => stage === 'kek');
  expect([cell?.hosts, cell?.falling?.hosts, told.falling.hosts]).toEqual([3, 2, 2]);
  for (const { hosts, vms, filter } of figuresOf(told))
    expect(await listed(ctx, filter), filter).toEqual({ hosts, vms });
});
