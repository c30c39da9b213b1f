import { v7 as uuidv7 } from 'uuid';
import { expect, it } from 'vitest';
import type { DbRoot } from '@/lib/server/db/client';
import { DAY_MS } from '@/lib/util/durations';
import { tokenCtx } from '@/test/support/callers';
import { deliver, enrolledHost, snapshotAt } from '@/test/support/ingest';
import { usesDatabase } from '@/test/support/uses-database';
import { fillPast, fleetComplianceTime } from '.';

const FIRST_DAY = new Date('2026-11-10T00:00:00.000Z');
const dayAfter = (days: number) => new Date(FIRST_DAY.getTime() + days * DAY_MS);

let db: DbRoot;
let ingest: DbRoot;
usesDatabase((opened, pools) => {
  db = opened;
  ingest = pools.ingest;
}, 'jobs');

it('counts the time of a host where it was last within the period, and not where it is now', async () => {
  const [host, other] = [await enrolledHost(db, FIRST_DAY), await enrolledHost(db, FIRST_DAY)];
  const fabricOf = async (id: string) => (await db.host.findUniqueOrThrow({ where: { id } })).fabricId;
  const [before, after] = [await fabricOf(host.hostId), await fabricOf(other.hostId)];
  await deliver(ingest, host, { receivedAt: dayAfter(0.5), snapshots: [snapshotAt(host, dayAfter(0.5))] });
  await db.host.update({ where: { id: host.hostId }, data: { fabricId: after } });
  await db.hostAssignment.create({
    data: {
      id: uuidv7(),
      hostId: host.hostId,
      fabricId: after,
      validFrom: dayAfter(1.5),
      recordedBy: 'test',
    },
  });
  const timeIn = async (fabric: string, to: number) => {
    const ctx = tokenCtx(db, { fabrics: [fabric], now: dayAfter(3) });
    const { hosts, seconds } = await fleetComplianceTime({
      ctx,
      input: { from: FIRST_DAY, to: dayAfter(to) },
    });
    return { hosts, compliant: seconds.compliant };
  };
  const [none, silent] = [
    { hosts: 0, compliant: 0 },
    { hosts: 1, compliant: 0 },
  ];
  // Out of segments, and out of the sums that are kept.
  for (const isFilled of [false, true]) {
    if (isFilled) await fillPast({ db, now: dayAfter(3) });
    expect([await timeIn(before, 1), await timeIn(after, 1)]).toEqual([
      { hosts: 1, compliant: 3_600 },
      silent,
    ]);
    expect([await timeIn(before, 2), await timeIn(after, 2)]).toEqual([none, { hosts: 2, compliant: 3_600 }]);
  }
});
