import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DbRoot } from '@/lib/server/db/client';
import { withClient } from '@/lib/server/db/connection';
import { openPools, type Pools } from '@/lib/server/db/pools';
import { type TestDatabase, testDatabase } from '@/test/support/database';
import {
  delivery,
  enrolledHosts,
  historyOf,
  INGEST_SETTINGS,
  snapshotAt,
  type TestHost,
} from '@/test/support/ingest';
import { createBatcher } from './batcher';
import { MAX_IN_FLIGHT } from './ingest-queue';
import { LANES_ALONE } from './write-alone';

const NOON = new Date('2026-11-24T12:00:00Z');
const after = (minutes: number) => new Date(NOON.getTime() + minutes * 60_000);

/** The database refuses one model of machine, and never comes to an end with another. */
const FAULTY_DATABASE = `
  ALTER TABLE host_profile ADD CONSTRAINT no_such_model CHECK (model <> 'unstorable');
  CREATE FUNCTION take_for_ever() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(600); RETURN NEW; END $$;
  CREATE TRIGGER take_for_ever BEFORE INSERT ON host_profile FOR EACH ROW WHEN (NEW.model = 'slow') EXECUTE FUNCTION take_for_ever();
  CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'nobody knows why'; END $$;
  CREATE TRIGGER fail BEFORE INSERT ON host_profile FOR EACH ROW WHEN (NEW.model = 'odd') EXECUTE FUNCTION fail()`;

let database: TestDatabase;
let pools: Pools;
let db: DbRoot;

beforeAll(async () => {
  database = await testDatabase();
  await withClient(database.migrateUrl, (client) => client.query(FAULTY_DATABASE));
  pools = openPools({ url: database.runtimeUrl });
  db = pools.ingest;
});

afterAll(async () => {
  await pools.close();
  await database.drop();
});

const snapshot = (host: TestHost, minute: number, model: string) =>
  snapshotAt(host, after(minute), { sequence: minute, host: { model } });

const one = (host: TestHost, model = 'M4') =>
  delivery(host, { receivedAt: after(5), snapshots: [snapshot(host, 5, model)] });

function watchedBatcher(statementMs = 400) {
  const told: string[] = [];
  const batcher = createBatcher(
    db,
    { ...INGEST_SETTINGS, statementMs },
    {
      committed: () => undefined,
      refused: (reason) => void told.push(reason),
      refusedByDatabase: ({ snapshotId }) => void told.push(`refused ${snapshotId}`),
      failed: (error) => void told.push(String(error)),
    },
  );
  return { batcher, told };
}

describe('what the database refuses of one snapshot', () => {
  it('is that snapshot’s own rejection, told once, and costs neither its batch nor its host’s others', async () => {
    const [bad, other] = (await enrolledHosts(db, NOON, 2)) as [TestHost, TestHost];
    const { batcher, told } = watchedBatcher();
    const items = [snapshot(bad, 1, 'M4'), snapshot(bad, 2, 'unstorable'), snapshot(bad, 3, 'M4')];
    const mixed = delivery(bad, { receivedAt: after(5), snapshots: items });
    const outcomes = [
      { outcome: 'stored' },
      { outcome: 'rejected', code: 'unstorable' },
      { outcome: 'stored' },
    ];
    const [mixedResults, otherResults] = await Promise.all([
      batcher.deliver(mixed),
      batcher.deliver(one(other)),
    ]);
    expect(mixedResults).toMatchObject(outcomes);
    expect(otherResults).toMatchObject([{ outcome: 'stored' }]);
    expect(told).toEqual([`refused ${items[1]?.snapshotId}`]);
    const again = await batcher.deliver(delivery(bad, { receivedAt: after(6), snapshots: items }));
    expect(again).toMatchObject([{ outcome: 'duplicate' }, outcomes[1], { outcome: 'duplicate' }]);
    expect(told).toHaveLength(1);
  });

  it('makes its host faulty where it is the newest, so that nothing stays green on older evidence', async () => {
    const [host] = (await enrolledHosts(db, NOON, 1)) as [TestHost];
    const { batcher } = watchedBatcher();
    expect(await batcher.deliver(one(host, 'unstorable'))).toMatchObject([{ code: 'unstorable' }]);
    expect((await historyOf(db, host.hostId)).states).toMatchObject([{ faulty: true, from_at: after(5) }]);
  });
});

describe('an error that nobody knows', () => {
  it('leaves its snapshot out of the answer, for its host to send again, and costs no other', async () => {
    const [odd, other] = (await enrolledHosts(db, NOON, 2)) as [TestHost, TestHost];
    const { batcher, told } = watchedBatcher();
    const items = [snapshot(odd, 1, 'M4'), snapshot(odd, 2, 'odd'), snapshot(odd, 3, 'M5')];
    const [results, ofOther] = await Promise.all([
      batcher.deliver(delivery(odd, { receivedAt: after(5), snapshots: items })),
      batcher.deliver(one(other)),
    ]);
    const stored = [items[0], items[2]].map((item) => ({ snapshotId: item?.snapshotId, outcome: 'stored' }));
    expect(results).toEqual(stored);
    expect(ofOther).toMatchObject([{ outcome: 'stored' }]);
    expect(told).toEqual(['failed', expect.stringContaining('nobody knows why')]);
    await expect(
      batcher.deliver(delivery(odd, { receivedAt: after(6), snapshots: [items[1]] })),
    ).rejects.toMatchObject({ code: 'unavailable' });
  });
});

describe('a statement that takes too long', () => {
  it('leaves connections to others in all lanes of all batches, and beside a long fold', () => {
    expect(pools.use.ingest().most).toBeGreaterThanOrEqual(MAX_IN_FLIGHT * LANES_ALONE + 1 + 4);
  });

  it('keeps nobody waiting, however many requests of its host share a batch with others', async () => {
    const [slow, ...others] = (await enrolledHosts(db, NOON, 4)) as [TestHost, ...TestHost[]];
    const { batcher, told } = watchedBatcher(1_000);
    const answered: string[] = [];
    const send = (host: TestHost, minute: number, model: string) =>
      batcher
        .deliver(delivery(host, { receivedAt: after(5), snapshots: [snapshot(host, minute, model)] }))
        .finally(() => answered.push(model));
    const results = await Promise.allSettled([
      ...[1, 2, 3, 4].map((minute) => send(slow, minute, 'slow')),
      ...others.map((host) => send(host, 5, 'M4')),
    ]);
    const isStored = results.map(({ status }) => status === 'fulfilled');
    expect(isStored).toEqual([false, false, false, false, true, true, true]);
    expect(answered).toEqual(['M4', 'M4', 'M4', 'slow', 'slow', 'slow', 'slow']);
    expect(told).toEqual(Array(4).fill('took_too_long'));
  });

  it('puts off the host that causes it alone, and what else it sent is stored', async () => {
    const [slow, ...others] = (await enrolledHosts(db, NOON, 4)) as [TestHost, ...TestHost[]];
    const { batcher, told } = watchedBatcher();
    const items = [snapshot(slow, 1, 'M4'), snapshot(slow, 2, 'slow'), snapshot(slow, 3, 'M5')];
    const [refused, ...results] = await Promise.allSettled([
      batcher.deliver(delivery(slow, { receivedAt: after(5), snapshots: items })),
      ...others.map((host) => batcher.deliver(one(host))),
    ]);
    expect(refused).toMatchObject({ status: 'rejected', reason: { code: 'unavailable' } });
    for (const result of results)
      expect(result).toMatchObject({ status: 'fulfilled', value: [{ outcome: 'stored' }] });
    expect(told).toEqual(['took_too_long']);
    const stored = [items[0], items[2]];
    expect(await batcher.deliver(delivery(slow, { receivedAt: after(6), snapshots: stored }))).toMatchObject([
      { outcome: 'duplicate' },
      { outcome: 'duplicate' },
    ]);
  });
});
