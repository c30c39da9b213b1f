import { describe, expect, it } from 'vitest';
import { recordedBy } from '@/lib/server/context';
import { type DbRoot, transact } from '@/lib/server/db/client';
import { retireHost } from '@/lib/server/services/host';
import { listAudit } from '@/lib/server/services/system';
import { systemCtx } from '@/test/support/callers';
import { type ExceptionWorld, exceptionWorld, inDays, NOW, personCtx } from '@/test/support/exceptions';
import { usesDatabase } from '@/test/support/uses-database';
import { waitsForLock } from '@/test/support/waits-for-lock';
import { listNotes, withdrawNote, writeNote } from '.';

let db: DbRoot;
usesDatabase((given) => {
  db = given;
});

const DEFAULTS: { at: Date | null; limit: number; cursor: string | null } = {
  at: null,
  limit: 50,
  cursor: null,
};
const textsOf = async (world: ExceptionWorld, more: Partial<typeof DEFAULTS> = {}) => {
  const ctx = { ...world.approver, now: inDays(3) };
  const { notes } = await listNotes({ ctx, input: { host: world.ids[0] ?? '', ...DEFAULTS, ...more } });
  return notes.map(({ text }) => text);
};

describe('notes about a host', () => {
  it('are kept as they were written, and read by all who see the host, the newest first', async () => {
    const world = await exceptionWorld(db);
    const [host = ''] = world.ids;
    const text = '  Firmware booked for Monday.\r\n\r\nTicket INC-4711 \u202e<b>';
    const written = await writeNote({ ctx: world.asker, input: { host, text } });
    await writeNote({ ctx: { ...world.approver, now: inDays(1) }, input: { host, text: 'Done' } });
    expect(await textsOf(world)).toEqual(['Done', text]);
    expect(await textsOf(world, { at: inDays(0.5) })).toEqual([text]);
    const seen = await listNotes({
      ctx: personCtx(db, { role: 'viewer', now: inDays(3) }),
      input: { host, ...DEFAULTS },
    });
    expect(seen.notes.at(-1)).toEqual({ ...written, isOwn: false });
    expect(written).toMatchObject({ text, writtenAt: NOW.toISOString(), isOwn: true });
    expect(written.writtenBy.id).toBe(recordedBy(world.asker.actor));
  });

  it('are not written about a host that leaves the fleet meanwhile', async () => {
    const world = await exceptionWorld(db);
    const [host = ''] = world.ids;
    const { written } = await transact(db, async (tx) => {
      await retireHost({ ctx: { ...systemCtx(db, NOW), db: tx }, input: { id: host } });
      const written = writeNote({ ctx: world.asker, input: { host, text: 'Too late' } }).then(
        () => null,
        (error: unknown) => error,
      );
      await waitsForLock(db);
      return { written };
    });
    expect(await written).toMatchObject({ code: 'conflict' });
    expect(await db.note.count({ where: { hostId: host } })).toBe(0);
  });

  it('are withdrawn by who wrote them alone, once, and the audit log says so without their words', async () => {
    const world = await exceptionWorld(db);
    const [host = '', other = ''] = world.ids;
    const { id: note } = await writeNote({ ctx: world.asker, input: { host, text: 'A secret by mistake' } });
    const later = { ...world.asker, now: inDays(1) };
    await expect(withdrawNote({ ctx: world.approver, input: { host, note } })).rejects.toMatchObject({
      code: 'forbidden',
    });
    await expect(withdrawNote({ ctx: later, input: { host: other, note } })).rejects.toMatchObject({
      code: 'not_found',
    });
    await withdrawNote({ ctx: later, input: { host, note } });
    await expect(withdrawNote({ ctx: later, input: { host, note } })).rejects.toMatchObject({
      code: 'not_found',
    });
    // Nor as of a time when it stood there.
    expect(await textsOf(world, { at: inDays(0.5) })).toEqual([]);
    const input = { actor: recordedBy(world.asker.actor) };
    const { entries } = await listAudit({ ctx: systemCtx(db), input });
    expect(entries.map(({ action }) => action).sort()).toEqual(['host.noteWithdrawn', 'host.noted']);
    expect(JSON.stringify(entries)).not.toContain('secret');
  });

  it('are read in pages', async () => {
    const world = await exceptionWorld(db);
    const [host = ''] = world.ids;
    const texts = Array.from({ length: 7 }, (_, index) => `Note ${index}`);
    // All at one moment: the order holds by which was written first.
    for (const text of texts) await writeNote({ ctx: world.asker, input: { host, text } });
    const found: string[] = [];
    let cursor: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof listNotes>> = await listNotes({
        ctx: world.asker,
        input: { host, at: null, limit: 3, cursor },
      });
      found.push(...page.notes.map(({ text }) => text));
      cursor = page.nextCursor;
    } while (cursor !== null);
    expect(found).toEqual([...texts].reverse());
    const input = { host, at: null, limit: 3, cursor: 'no cursor' };
    await expect(listNotes({ ctx: world.asker, input })).rejects.toMatchObject({ code: 'invalid_value' });
  });

  it('are of hosts that one sees, and can be read once a host has left, when none is added', async () => {
    const world = await exceptionWorld(db);
    const [host = '', , , elsewhere = ''] = world.ids;
    const unseen = { ctx: world.asker, input: { host: elsewhere, text: 'x' } };
    await expect(writeNote(unseen)).rejects.toMatchObject({ code: 'not_found' });
    await writeNote({ ctx: world.asker, input: { host, text: 'Goes to the museum' } });
    await retireHost({ ctx: { ...systemCtx(db), now: inDays(1) }, input: { id: host } });
    expect(await textsOf(world)).toEqual(['Goes to the museum']);
    const late = { ctx: { ...world.asker, now: inDays(2) }, input: { host, text: 'x' } };
    await expect(writeNote(late)).rejects.toMatchObject({ code: 'conflict' });
  });

  it.each([
    ['nothing', ''],
    ['a line end alone', ' \n '],
    ['more than 4,000 characters', 'x'.repeat(4_001)],
    ['NUL', 'nul\0'],
    ['half a character', 'half \ud83d'],
  ])('are refused where they hold %s', async (_what, text) => {
    const world = await exceptionWorld(db);
    const input = { host: world.ids[0] ?? '', text };
    await expect(writeNote({ ctx: world.asker, input })).rejects.toMatchObject({ code: 'invalid_value' });
  });
});
