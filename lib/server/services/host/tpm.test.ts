import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { defaultHostQuery } from '@/lib/contracts/words/host-query';
import type { HostFilter } from '@/lib/domain/host-filter';
import type { DbRoot } from '@/lib/server/db/client';
import { keepFleet } from '@/lib/server/db/fleet/read-model/upkeep';
import { tokenCtx } from '@/test/support/callers';
import { deliver, enrolledHost, snapshotAt, type TestHost } from '@/test/support/ingest';
import { readCsv } from '@/test/support/read-csv';
import { readExport } from '@/test/support/read-export';
import { usesDatabase } from '@/test/support/uses-database';
import { exportHosts } from './export';
import { facetHosts } from './facets';
import { listHosts } from './list';

const NOON = new Date('2026-11-24T12:00:00Z');
const minutesAfter = (minutes: number) => new Date(NOON.getTime() + minutes * 60_000);

let db: DbRoot;
let ingest: DbRoot;
usesDatabase((opened, pools) => {
  db = opened;
  ingest = pools.ingest;
});

const OLD = { manufacturerId: 'IFX', manufacturerVersion: '7.63.3144.0' };
const NEW = { manufacturerId: 'IFX', manufacturerVersion: '7.85.4555.0' };

async function send(host: TestHost, minutes: number, value: object): Promise<void> {
  const at = minutesAfter(minutes);
  const facts = { tpm: { status: 'ok', value } };
  const snapshots = [snapshotAt(host, at, { facts, sequence: minutes + 1, bootedAt: minutesAfter(-60) })];
  await deliver(ingest, host, { receivedAt: at, snapshots });
}

/** Whoever sees the fabrics of these hosts alone, some minutes after noon. */
async function seeing(hosts: readonly TestHost[], minutes: number) {
  const found = await db.host.findMany({ where: { id: { in: hosts.map(({ hostId }) => hostId) } } });
  return tokenCtx(db, { fabrics: found.map(({ fabricId }) => fabricId), now: minutesAfter(minutes) });
}

async function tpmOf(host: TestHost, minutes: number): Promise<string | null | undefined> {
  const { hosts } = await listHosts({ ctx: await seeing([host], minutes), input: defaultHostQuery() });
  return hosts[0]?.tpm;
}

describe('the TPM of a host', () => {
  it.each<[string, object, string | null]>([
    ['vendor and firmware version', NEW, 'IFX 7.85.4555.0'],
    ['the vendor alone', { manufacturerId: 'IFX' }, 'IFX'],
    ['the version alone', { manufacturerVersion: '7.85' }, '7.85'],
    ['neither', { present: false }, null],
    ['more than any vendor prints', { manufacturerId: 'x'.repeat(4_000) }, null],
    ['what PostgreSQL cannot store', { manufacturerId: 'I\u0000X' }, 'I\uFFFDX'],
  ])('is read from a snapshot that says %s', async (_says, value, told) => {
    const host = await enrolledHost(db, NOON);
    await send(host, 0, value);
    expect(await tpmOf(host, 1)).toBe(told);
  });

  it('comes with the next snapshot, also where it says what was stored before TPMs were asked for', async () => {
    const host = await enrolledHost(db, NOON);
    await send(host, 0, NEW);
    const where = { id: host.hostId };
    const { profileId } = await db.host.findUniqueOrThrow({ where });
    const profile = await db.hostProfile.findUniqueOrThrow({ where: { id: profileId ?? '' } });
    const before = { ...profile, id: randomUUID(), judgeVersion: 1, tpm: null };
    await db.hostProfile.create({ data: before });
    await db.host.update({ where, data: { profileId: before.id } });
    await db.$executeRaw`UPDATE state_segment SET profile_id = ${before.id}::uuid WHERE host_id = ${host.hostId}::uuid`;
    expect(await tpmOf(host, 1)).toBeNull();
    await send(host, 15, NEW);
    expect(await tpmOf(host, 16)).toBe('IFX 7.85.4555.0');
  });

  it.each<[string, number[]]>([
    ['judged from what it sent', []],
    ['read from the read model', [2, 20]],
  ])('is filtered and counted by, and in files, now and then: %s', async (_from, kept) => {
    const [updated, other, silent] = [
      await enrolledHost(db, NOON),
      await enrolledHost(db, NOON),
      await enrolledHost(db, NOON),
    ];
    await send(updated, 0, OLD);
    await send(other, 0, NEW);
    await send(updated, 15, NEW);
    for (const minutes of kept) await keepFleet(db, minutesAfter(minutes));
    const ctx = await seeing([updated, other, silent], 20);
    const idsOf = async (filter: HostFilter, at: Date | null) => {
      const { hosts } = await listHosts({ ctx, input: { ...defaultHostQuery(), filter, at } });
      return hosts.map(({ id }) => id).sort();
    };
    const facetOf = async (at: Date | null) => {
      const { facets } = await facetHosts({ ctx, input: { filter: {}, at } });
      return facets.tpm;
    };
    const ids = (...hosts: TestHost[]) => hosts.map(({ hostId }) => hostId).sort();
    const isNew = { tpm: { include: ['IFX 7.85.4555.0'], exclude: [] } };
    const isNotNew = { tpm: { include: [], exclude: ['IFX 7.85.4555.0'] } };
    const then = minutesAfter(5);

    expect(await idsOf(isNew, null)).toEqual(ids(updated, other));
    expect(await idsOf(isNew, then)).toEqual(ids(other));
    expect(await idsOf(isNotNew, null)).toEqual(ids(silent));
    expect(await idsOf(isNotNew, then)).toEqual(ids(updated, silent));
    expect(await facetOf(null)).toEqual([{ value: 'IFX 7.85.4555.0', count: 2, all: 2 }]);
    expect(await facetOf(then)).toEqual([
      { value: 'IFX 7.63.3144.0', count: 1, all: 1 },
      { value: 'IFX 7.85.4555.0', count: 1, all: 1 },
    ]);
    const input = { ...defaultHostQuery(), filter: isNotNew, at: then, format: 'csv', lang: 'en' } as const;
    const [head = [], ...rows] = readCsv((await readExport(exportHosts({ ctx, input }))).toString());
    expect(rows.map((row) => row[head.indexOf('tpm')]).sort()).toEqual(['', 'IFX 7.63.3144.0']);
  });
});
