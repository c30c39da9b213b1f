import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import type { Ctx } from '@/lib/server/context';
import { type Db, type DbRoot, transact } from '@/lib/server/db/client';
import { ensureDay, fillDay, forgetReadModels, tryFillLock } from '@/lib/server/db/history/days';
import { DAY_MS } from '@/lib/util/durations';
import { deliver, enrolledHost, snapshotAt, type TestHost } from '@/test/support/ingest';
import { usesDatabase } from '@/test/support/uses-database';
import { complianceTimeOfHosts, fleetComplianceTime } from './compliance-time';
import { fillPast } from './fill-past';

const FIRST_DAY = new Date('2026-11-10T00:00:00.000Z');
const dayAfter = (days: number) => new Date(FIRST_DAY.getTime() + days * DAY_MS);

let db: DbRoot;
/** Snapshots come by it, whoever asks. */
let ingest: DbRoot;
usesDatabase((opened, pools) => {
  db = opened;
  ingest = pools.ingest;
}, 'jobs');

const asking = (now: Date): Ctx => ({
  actor: { kind: 'system', id: 'cli' },
  db,
  now,
  requestId: randomUUID(),
});

const sendingOf = (host: TestHost) => (receivedAt: Date, collectedAt: Date) =>
  deliver(ingest, host, { receivedAt, snapshots: [snapshotAt(host, collectedAt, { sequence: undefined })] });

it('lets no day be read whose marked hosts another instance is filling anew', async () => {
  const host = await enrolledHost(db, FIRST_DAY);
  const send = sendingOf(host);
  await send(dayAfter(0.2), dayAfter(0.2));
  await fillPast({ db, now: dayAfter(2.1) });
  await send(dayAfter(2.5), dayAfter(0.5));
  await send(dayAfter(2.6), dayAfter(2.6));
  const now = dayAfter(3.1);
  const period = { from: FIRST_DAY, to: dayAfter(3) };
  const times = async () => {
    const ofHost = await complianceTimeOfHosts({
      ctx: asking(now),
      input: { ...period, hostIds: [host.hostId] },
    });
    return { ofHost, together: await fleetComplianceTime({ ctx: asking(now), input: period }) };
  };
  const outOfSegments = await times();

  // The other instance has filled the next day, and has yet to fill the host anew.
  await ensureDay(db, dayAfter(3));
  await transact(db, (tx) => fillDay(tx, dayAfter(3)));
  const besideTheOther = async (other: Db) => {
    expect(await tryFillLock(other)).toBe(true);
    await fillPast({ db, now });
    expect(await times()).toEqual(outOfSegments);
  };
  await db.$transaction(besideTheOther, { timeout: 60_000 });

  expect(await fillPast({ db, now })).toEqual({ days: 0, hosts: 1 });
  expect(await times()).toEqual(outOfSegments);
});

it('leaves out what a host was on its first day before a period that begins on it', async () => {
  const host = await enrolledHost(db, FIRST_DAY);
  const older = await enrolledHost(db, FIRST_DAY);
  const send = (one: TestHost, at: Date) => sendingOf(one)(at, at);
  await send(older, dayAfter(0.2));
  for (const day of [1.05, 3.3]) await send(host, dayAfter(day));
  const period = { from: dayAfter(1.5), to: dayAfter(3.4) };
  const ofHost = async () => {
    const input = { ...period, hostIds: [host.hostId] };
    return [...(await complianceTimeOfHosts({ ctx: asking(dayAfter(4)), input }))];
  };
  const outOfSegments = await ofHost();
  await expect
    .poll(async () => {
      await fillPast({ db, now: dayAfter(3.5) });
      return db.$queryRaw`SELECT day FROM history_day WHERE NOT published`;
    })
    .toEqual([]);
  expect(await ofHost()).toEqual(outOfSegments);
});

it('fills no host anew for late evidence that came before the first day was filled', async () => {
  await transact(db, forgetReadModels);
  const host = await enrolledHost(db, FIRST_DAY);
  const send = sendingOf(host);
  await send(dayAfter(0.2), dayAfter(0.2));
  await send(dayAfter(2.5), dayAfter(2.5));
  await send(dayAfter(2.6), dayAfter(1.5));
  const period = { from: FIRST_DAY, to: dayAfter(3) };
  const ofHost = async () => {
    const input = { ...period, hostIds: [host.hostId] };
    return [...(await complianceTimeOfHosts({ ctx: asking(dayAfter(3.1)), input }))];
  };
  const outOfSegments = await ofHost();
  expect(await db.$queryRaw`SELECT host_id FROM history_dirty`).not.toEqual([]);

  expect(await fillPast({ db, now: dayAfter(3.1) })).toEqual({ days: 4, hosts: 0 });
  expect(await ofHost()).toEqual(outOfSegments);
});
