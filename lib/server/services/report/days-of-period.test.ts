import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import type { DbRoot } from '@/lib/server/db/client';
import { fleetTrend } from '@/lib/server/services/history';
import { INSECURE, PASSED } from '@/test/support/agent-client';
import { tokenCtx } from '@/test/support/callers';
import { deliver, enrolledHost, snapshotAt } from '@/test/support/ingest';
import { REPORT_ORDER } from '@/test/support/report-order';
import { usesDatabase } from '@/test/support/uses-database';
import { makeContent } from './make-content';

let db: DbRoot;
let ingest: DbRoot;
usesDatabase((opened, pools) => {
  db = opened;
  ingest = pools.ingest;
});

it('counts each day at the same moment as the trend, also where a host turns within its last minute', async () => {
  const from = new Date('2026-11-22T12:00:00.000Z');
  const to = new Date('2026-11-24T12:00:00.000Z');
  const host = await enrolledHost(db, from);
  const says = [
    ['2026-11-22T23:40:00.000Z', PASSED],
    ['2026-11-22T23:59:30.000Z', INSECURE],
    ['2026-11-23T23:50:00.000Z', PASSED],
    ['2026-11-24T11:50:00.000Z', INSECURE],
  ] as const;
  for (const [time, hgsClient] of says) {
    const receivedAt = new Date(time);
    await deliver(ingest, host, { receivedAt, snapshots: [snapshotAt(host, receivedAt, { hgsClient })] });
  }
  const { fabricId } = await db.host.findUniqueOrThrow({ where: { id: host.hostId } });
  const ctx = tokenCtx(db, { fabrics: [fabricId], role: 'auditor', now: to });
  const { period } = await makeContent({
    ctx,
    input: { ...REPORT_ORDER, id: randomUUID(), kind: 'period', from, to },
  });
  const trend = await fleetTrend({ ctx, input: { filter: {}, at: to, days: 3, timeZone: 'UTC' } });
  const shown = trend.days.map(({ day, at, compliance }) => ({ day, at, ...compliance }));
  expect(period?.days).toEqual(shown);
  expect(period?.days.map(({ nonCompliant }) => nonCompliant)).toEqual([0, 0, 1]);
});
