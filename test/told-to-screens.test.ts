import { expect, it } from 'vitest';
import type { DbRoot } from '@/lib/server/db/client';
import { renameFabric } from '@/lib/server/services/fabric';
import {
  allowReenroll,
  mergeHosts,
  retireHost,
  setOwner,
  unlockHost,
  withdrawReenroll,
} from '@/lib/server/services/host';
import { withdrawNote, writeNote, writeNotes } from '@/lib/server/services/note';
import { systemCtx } from '@/test/support/callers';
import { type ExceptionWorld, exceptionWorld, inDays } from '@/test/support/exceptions';
import { usesDatabase } from '@/test/support/uses-database';
import { uniqueName } from '@/test/support/world';

// What people change is shown on every screen that is open, not only on their own.

let db: DbRoot;
usesDatabase((given) => {
  db = given;
});

async function watermark(): Promise<number> {
  const rows = await db.$queryRaw<{ number: bigint }[]>`SELECT number FROM fleet_watermark`;
  return Number(rows[0]?.number ?? 0);
}

const admin = () => ({ ...systemCtx(db), now: inDays(0) });

const WORK: Record<string, (world: ExceptionWorld) => Promise<unknown>> = {
  'an owner': ({ asker, ids: [first = ''] }) =>
    setOwner({ ctx: asker, input: { hosts: [first], owner: 'Claire' } }),
  'a note': ({ asker, ids: [host = ''] }) => writeNote({ ctx: asker, input: { host, text: 'Booked' } }),
  'a note about several hosts': ({ asker, ids: [first = '', second = ''] }) =>
    writeNotes({ ctx: asker, input: { hosts: [first, second], text: 'Booked' } }),
  'the name of a fabric': ({ fabric }) =>
    renameFabric({ ctx: admin(), input: { fabric, name: uniqueName('renamed') } }),
  'a host that is no more': ({ ids: [id = ''] }) => retireHost({ ctx: admin(), input: { id } }),
  'two hosts that are one': ({ ids: [id = '', into = ''] }) =>
    mergeHosts({ ctx: admin(), input: { id, into } }),
  'a leave to enrol again': ({ ids: [id = ''] }) => allowReenroll({ ctx: admin(), input: { id } }),
};

it.each(Object.entries(WORK))('%s is told to the screens that are open', async (_, work) => {
  const world = await exceptionWorld(db);
  const before = await watermark();
  await work(world);
  expect(await watermark()).toBeGreaterThan(before);
});

it('a note that is withdrawn is told, and an owner that a host has already is not', async () => {
  const { asker, ids } = await exceptionWorld(db);
  const [host = ''] = ids;
  const { id: note } = await writeNote({ ctx: asker, input: { host, text: 'Booked' } });
  const before = await watermark();
  await withdrawNote({ ctx: asker, input: { host, note } });
  expect(await watermark()).toBe(before + 1);
  await setOwner({ ctx: asker, input: { hosts: [host], owner: 'ops' } });
  expect(await watermark()).toBe(before + 1);
});

it('a leave to enrol again that is withdrawn is told', async () => {
  const { ids } = await exceptionWorld(db);
  const input = { id: ids[0] ?? '' };
  await allowReenroll({ ctx: admin(), input });
  const before = await watermark();
  await withdrawReenroll({ ctx: admin(), input });
  expect(await watermark()).toBeGreaterThan(before);
});

it('a host that is unlocked is told', async () => {
  const { ids } = await exceptionWorld(db);
  const [id = ''] = ids;
  await db.source.update({ where: { id }, data: { lockedAt: inDays(-1) } });
  const before = await watermark();
  await unlockHost({ ctx: admin(), input: { id } });
  expect(await watermark()).toBe(before + 1);
});
