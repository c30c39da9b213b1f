import { expect, it } from 'vitest';
import type { DbRoot } from '@/lib/server/db/client';
import { DAY_MS } from '@/lib/util/durations';
import { INSECURE } from '@/test/support/agent-client';
import { deliver, enrolledHost, historyOf, snapshotAt, type TestHost } from '@/test/support/ingest';
import { usesDatabase } from '@/test/support/uses-database';

const NOON = new Date('2026-11-24T12:00:00Z');
const after = (days: number, minutes = 0) => new Date(NOON.getTime() + days * DAY_MS + minutes * 60_000);

let db: DbRoot;
usesDatabase((opened) => {
  db = opened;
}, 'ingest');

/** Where each segment is stored: a row that was written anew has moved. */
async function places({ hostId }: TestHost, before: Date): Promise<string[]> {
  const rows = await db.$queryRaw<{ place: string }[]>`
    SELECT tableoid || ' ' || ctid || ' ' || xmin AS place FROM state_segment
      WHERE host_id = ${hostId}::uuid AND from_at < ${before}
    UNION ALL SELECT tableoid || ' ' || ctid || ' ' || xmin FROM vm_segment
      WHERE host_id = ${hostId}::uuid AND from_at < ${before} ORDER BY 1`;
  return rows.map(({ place }) => place);
}

it('leaves what lies before a late snapshot as it was written', async () => {
  const host = await enrolledHost(db, after(-7));
  for (let day = -6; day <= 0; day += 1)
    await deliver(db, host, {
      receivedAt: after(day),
      snapshots: [snapshotAt(host, after(day), { sequence: 20 + 2 * day })],
    });
  const before = await places(host, after(0));
  expect(before).toHaveLength(12);
  const late = snapshotAt(host, after(0, -60), { sequence: 19, hgsClient: INSECURE });
  expect(await deliver(db, host, { receivedAt: after(0, 1), snapshots: [late] })).toMatchObject([
    { outcome: 'stored' },
  ]);
  const { states } = await historyOf(db, host.hostId);
  expect(states.slice(-2)).toMatchObject([{ from_at: after(0, -60) }, { from_at: after(0) }]);
  // The fold begins with the segment before the one in which the change lies.
  const kept = await places(host, after(-2));
  expect(before).toEqual(expect.arrayContaining(kept));
  expect(kept).toHaveLength(8);
});
