import { describe, expect, it } from 'vitest';
import type { DbRoot } from '@/lib/server/db/client';
import { fillPast } from '@/lib/server/services/history/fill-past';
import { DAY_MS } from '@/lib/util/durations';
import { deliver, enrolledHost, snapshotAt } from '@/test/support/ingest';
import { usesDatabase } from '@/test/support/uses-database';

const FIRST_DAY = new Date('2026-11-10T12:00:00Z');
const dayAfter = (days: number) => new Date(FIRST_DAY.getTime() + days * DAY_MS);

let db: DbRoot;
let jobs: DbRoot;
usesDatabase((opened, pools) => {
  db = opened;
  jobs = pools.jobs;
}, 'ingest');

/** As a second instance does, or whoever restores a backup: this process still knows that they stand. */
const dropElsewhere = (parent: string) =>
  db.$queryRaw`SELECT gf_drop_partitions(${parent}, ${dayAfter(60)}::date)::text AS name`;

describe('partitions that are gone without this process', () => {
  it.each(['snapshot_receipt', 'state_segment', 'vm_segment', 'snapshot_document'])(
    'are made again for the next snapshot: %s',
    async (parent) => {
      const host = await enrolledHost(db, FIRST_DAY);
      const send = (receivedAt: Date) =>
        deliver(db, host, { receivedAt, snapshots: [snapshotAt(host, receivedAt, { sequence: undefined })] });
      await send(dayAfter(0));
      expect(await dropElsewhere(parent)).not.toEqual([]);
      expect(await send(dayAfter(0.1))).toMatchObject([{ outcome: 'stored' }]);
    },
  );

  it.each(['host_checkpoint', 'fleet_transition', 'fleet_past'])(
    'are made again for the days of history that are filled anew: %s',
    async (parent) => {
      const host = await enrolledHost(db, FIRST_DAY);
      const receivedAt = dayAfter(0);
      await deliver(db, host, { receivedAt, snapshots: [snapshotAt(host, receivedAt)] });
      await fillPast({ db: jobs, now: dayAfter(2.1) });
      expect(await dropElsewhere(parent)).not.toEqual([]);
      await jobs.$executeRaw`DELETE FROM history_day`;
      const { days } = await fillPast({ db: jobs, now: dayAfter(2.1) });
      expect(days).toBeGreaterThan(1);
    },
  );
});
