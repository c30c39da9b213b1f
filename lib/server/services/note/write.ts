import { v7 as uuidv7 } from 'uuid';
import { Note, WriteNoteInput } from '@/lib/contracts/note';
import { recordedBy } from '@/lib/server/context';
import { transact } from '@/lib/server/db/client';
import { raiseWatermark } from '@/lib/server/db/watermark';
import { ServiceError } from '@/lib/server/errors';
import { hostLifetime, lockLiveHosts } from '@/lib/server/services/host';
import { verb } from '@/lib/server/verbs/verb';
import { toNotes } from './internal';

/**
 * Writes a note that everybody who sees the host can read. The audit log records that it was written, not its
 * text.
 */
export const writeNote = verb({
  procedure: 'note.write',
  route: {
    at: 'POST /api/v1/hosts/:id/notes',
    parts: { id: 'host' },
    status: 201,
    operation: 'writeHostNote',
  },
  summary: 'Writes a note about a host.',
  right: 'note.write',
  kind: 'command',
  input: WriteNoteInput,
  output: Note,
  audit: 'host.noted',
  work: async ({ ctx, input: { host, text }, audit }) => {
    const { id: hostId, hostname, retiredAt } = await hostLifetime({ ctx, input: { id: host } });
    const gone = () =>
      new ServiceError('conflict', `${hostname} has left the fleet: nothing is noted about it any more`);
    if (retiredAt !== null) throw gone();
    const stored = { id: uuidv7(), text, writtenBy: recordedBy(ctx.actor), writtenAt: ctx.now };
    await transact(ctx.db, async (tx) => {
      if ((await lockLiveHosts(tx, [hostId])).length === 0) throw gone();
      await tx.note.create({ data: { hostId, ...stored } });
      await raiseWatermark(tx);
      const detail = { note: stored.id, name: hostname };
      await audit(tx, { subject: { kind: 'host', id: hostId }, detail });
    });
    const [note] = await toNotes(ctx, [stored]);
    if (note === undefined) throw new Error('A note that was written has no row');
    return note;
  },
});
