import { describe, expect, it } from 'vitest';
import { recordedBy } from '@/lib/server/context';
import type { DbRoot } from '@/lib/server/db/client';
import { describeSelection, retireHost } from '@/lib/server/services/host';
import { listAudit } from '@/lib/server/services/system';
import { systemCtx } from '@/test/support/callers';
import { type ExceptionWorld, exceptionWorld, inDays, personCtx } from '@/test/support/exceptions';
import { usesDatabase } from '@/test/support/uses-database';
import { listNotes, withdrawNote, writeNotes } from '.';

let db: DbRoot;
usesDatabase((given) => {
  db = given;
});

/** What is noted about each of the world's hosts, as somebody reads it who sees them all. */
async function notesOf({ ids }: ExceptionWorld) {
  const ctx = personCtx(db, { role: 'viewer', now: inDays(3) });
  const asked = { at: null, limit: 50, cursor: null };
  const lists = await Promise.all(ids.map((host) => listNotes({ ctx, input: { host, ...asked } })));
  return lists.map(({ notes }) => notes);
}
const textsOf = async (world: ExceptionWorld) =>
  (await notesOf(world)).map((notes) => notes.map(({ text }) => text));

async function shownTo({ asker: ctx, fabric }: ExceptionWorld) {
  const filter = { fabric: { include: [fabric], exclude: [] } };
  const { filter: words, count, digest } = await describeSelection({ ctx, input: { filter, at: null } });
  return { filter: words, count, digest };
}

describe('a note about many hosts', () => {
  it('stands at each that was named as it was written, with an entry for each that leaves its words out', async () => {
    const world = await exceptionWorld(db);
    const { asker, ids } = world;
    const [first = '', second = ''] = ids;
    const text = '  Firmware booked.\r\n\r\nINC-4711 \u202e<script>{{7*7}}</script>';
    const result = await writeNotes({ ctx: asker, input: { hosts: [first, second], text } });
    expect(result).toEqual({ done: [first, second].sort(), refused: [] });
    expect(await textsOf(world)).toEqual([[text], [text], [], [], []]);

    const input = { actor: recordedBy(asker.actor) };
    const { entries } = await listAudit({ ctx: systemCtx(db), input });
    const written = (await notesOf(world)).flat();
    expect(entries.map(({ subject, detail }) => [subject?.id, detail?.note]).sort()).toEqual(
      [first, second].map((id, index) => [id, written[index]?.id]).sort(),
    );
    expect(entries.map(({ action, detail }) => [action, Object.keys(detail ?? {}).sort()])).toEqual([
      ['host.noted', ['name', 'note']],
      ['host.noted', ['name', 'note']],
    ]);
    expect(JSON.stringify(entries)).not.toContain('INC-4711');
  });

  it('is one note at each, withdrawn at one alone', async () => {
    const world = await exceptionWorld(db);
    const [first = '', second = ''] = world.ids;
    await writeNotes({ ctx: world.asker, input: { hosts: [first, second], text: 'Booked' } });
    const [note] = (await notesOf(world)).flat();
    const input = { host: first, note: note?.id ?? '' };
    await withdrawNote({ ctx: { ...world.asker, now: inDays(1) }, input });
    expect(await textsOf(world)).toEqual([[], ['Booked'], [], [], []]);
  });

  it('is written at all that a list showed, or at none where others match by now', async () => {
    const world = await exceptionWorld(db);
    const ctx = world.asker;
    const selection = await shownTo(world);
    const { done } = await writeNotes({ ctx, input: { ...selection, text: 'Booked' } });
    expect(done).toHaveLength(4);
    await retireHost({ ctx: { ...systemCtx(db), now: ctx.now }, input: { id: done[0] ?? '' } });
    const later = { ctx: { ...ctx, now: inDays(0.1) }, input: { ...selection, text: 'Moved' } };
    await expect(writeNotes(later)).rejects.toMatchObject({
      code: 'selection_changed',
      more: { count: 3 },
    });
    expect((await textsOf(world)).flat()).toEqual(['Booked', 'Booked', 'Booked', 'Booked']);
  });

  it('is not written at a host that has left by a second server’s clock, which is said of it', async () => {
    const world = await exceptionWorld(db);
    const [first = '', second = ''] = world.ids;
    await retireHost({ ctx: { ...systemCtx(db), now: inDays(1) }, input: { id: first } });
    const result = await writeNotes({ ctx: world.asker, input: { hosts: [first, second], text: 'Booked' } });
    expect(result).toMatchObject({ done: [second], refused: [{ id: first, code: 'not_found' }] });
    expect(await textsOf(world)).toEqual([[], ['Booked'], [], [], []]);
  });

  it('is nobody’s to write who does not see all of them, or may only look', async () => {
    const world = await exceptionWorld(db);
    const [first = '', , , elsewhere = ''] = world.ids;
    const input = { hosts: [first, elsewhere], text: 'Booked' };
    await expect(writeNotes({ ctx: world.asker, input })).rejects.toMatchObject({ code: 'not_found' });
    for (const role of ['viewer', 'auditor'] as const)
      await expect(writeNotes({ ctx: personCtx(db, { role }), input })).rejects.toMatchObject({
        code: 'forbidden',
      });
    expect((await textsOf(world)).flat()).toEqual([]);
  });

  it.each([
    ['nothing', ''],
    ['a line end alone', ' \n '],
    ['more than 4,000 characters', 'x'.repeat(4_001)],
    ['NUL', 'nul\0'],
    ['half a character', 'half \ud83d'],
  ])('is refused where it holds %s', async (_what, text) => {
    const world = await exceptionWorld(db);
    const input = { hosts: [world.ids[0] ?? ''], text };
    await expect(writeNotes({ ctx: world.asker, input })).rejects.toMatchObject({ code: 'invalid_value' });
    expect((await textsOf(world)).flat()).toEqual([]);
  });

  it('is refused for half a selection', async () => {
    const world = await exceptionWorld(db);
    const { filter, count } = await shownTo(world);
    const input = { filter, count, text: 'Booked' };
    await expect(writeNotes({ ctx: world.asker, input })).rejects.toMatchObject({ code: 'invalid_value' });
  });
});
