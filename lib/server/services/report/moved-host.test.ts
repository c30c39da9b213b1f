import { randomUUID } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import { expect, it } from 'vitest';
import type { DbRoot } from '@/lib/server/db/client';
import { tokenCtx } from '@/test/support/callers';
import { deliver, enrolledHost, snapshotAt } from '@/test/support/ingest';
import { REPORT_ORDER } from '@/test/support/report-order';
import { usesDatabase } from '@/test/support/uses-database';
import { makeContent } from './make-content';

const NOON = new Date('2026-11-24T12:00:00.000Z');
const later = (minutes: number) => new Date(NOON.getTime() + minutes * 60_000);

let db: DbRoot;
let ingest: DbRoot;
usesDatabase((opened, pools) => {
  db = opened;
  ingest = pools.ingest;
});

/** A host that passes, in a fabric of its own. */
async function passingHost() {
  const host = await enrolledHost(db, NOON);
  await deliver(ingest, host, { receivedAt: NOON, snapshots: [snapshotAt(host, NOON)] });
  const { fabricId } = await db.host.findUniqueOrThrow({ where: { id: host.hostId } });
  return { hostId: host.hostId, fabricId };
}

async function move(hostId: string, fabricId: string, validFrom: Date): Promise<void> {
  await db.host.update({ where: { id: hostId }, data: { fabricId } });
  await db.hostAssignment.create({ data: { id: uuidv7(), hostId, fabricId, validFrom, recordedBy: 'test' } });
}

/** What a report of somebody who sees this fabric alone says: seconds compliant by host, in all, and in the period before. */
async function secondsOf(fabricId: string, [from, to]: [number, number]) {
  const { hosts, period } = await makeContent({
    ctx: tokenCtx(db, { fabrics: [fabricId], role: 'auditor', now: later(30) }),
    input: { ...REPORT_ORDER, id: randomUUID(), kind: 'period', from: later(from), to: later(to) },
  });
  return {
    hosts: new Map(hosts.map(({ id, verified }) => [id, verified?.compliant])),
    sum: period?.seconds.compliant,
    before: period?.before?.seconds.compliant,
  };
}

it('is about the hosts that were in its author’s fabrics at the end of the period, with all their time', async () => {
  const [own, guest] = [await passingHost(), await passingHost()];
  await move(guest.hostId, own.fabricId, later(5));
  await move(guest.hostId, guest.fabricId, later(15));
  expect(await secondsOf(own.fabricId, [2, 10])).toEqual({
    hosts: new Map([own, guest].map(({ hostId }) => [hostId, 480])),
    sum: 960,
    before: 240,
  });
  expect(await secondsOf(guest.fabricId, [2, 10])).toMatchObject({ hosts: new Map(), sum: 0 });
  expect((await secondsOf(own.fabricId, [10, 20])).hosts).toEqual(new Map([[own.hostId, 600]]));
  expect((await secondsOf(guest.fabricId, [10, 20])).hosts).toEqual(new Map([[guest.hostId, 600]]));
});
