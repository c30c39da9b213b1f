import { expect, it } from 'vitest';
import type { DbRoot } from '@/lib/server/db/client';
import { listFabrics } from '@/lib/server/services/fabric';
import { retireHost } from '@/lib/server/services/host';
import { tokenCtx } from '@/test/support/callers';
import { enrolledHosts, type TestHost } from '@/test/support/ingest';
import { usesDatabase } from '@/test/support/uses-database';
import { historyBegins } from '.';

const NOON = new Date('2026-11-24T12:00:00Z');
const at = (minutes: number) => new Date(NOON.getTime() + minutes * 60_000);

let db: DbRoot;
usesDatabase((opened) => {
  db = opened;
});

const ctxOf = (fabrics: string[], minutes: number) => tokenCtx(db, { fabrics, now: at(minutes) });

it('is the day that is kept and the first host that may be seen; fabrics have hosts from then on', async () => {
  const [first] = (await enrolledHosts(db, at(0), 3)) as [TestHost];
  const { fabricId } = await db.host.findUniqueOrThrow({ where: { id: first.hostId } });
  await retireHost({ ctx: ctxOf([fabricId], 30), input: { id: first.hostId } });
  const hosts = async (time: Date | null) =>
    (await listFabrics({ ctx: ctxOf([fabricId], 60), input: { at: time } })).map((row) => row.hosts);
  expect(await hosts(null)).toEqual([2]);
  expect(await hosts(at(10))).toEqual([3]);
  expect(await hosts(at(-10))).toEqual([0]);
  await expect(hosts(at(70))).rejects.toMatchObject({ code: 'invalid_value', pointer: 'at' });

  const ctx = ctxOf([fabricId], 60);
  const firstHostAt = at(0).toISOString();
  expect(await historyBegins({ ctx })).toEqual({ historyFrom: null, firstHostAt });
  expect(await historyBegins({ ctx: ctxOf([], 60) })).toEqual({ historyFrom: null, firstHostAt: null });
  await db.$executeRaw`INSERT INTO history_horizon (from_day) VALUES ('2026-11-24')`;
  expect(await historyBegins({ ctx })).toEqual({ historyFrom: '2026-11-24T00:00:00.000Z', firstHostAt });
  expect(await hosts(new Date('2026-11-23T23:59:59Z'))).toEqual([null]);
});
