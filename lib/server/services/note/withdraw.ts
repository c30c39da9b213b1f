import { z } from 'zod';
import { WithdrawNoteInput } from '@/lib/contracts/note';
import { recordedBy } from '@/lib/server/context';
import { transact } from '@/lib/server/db/client';
import { raiseWatermark } from '@/lib/server/db/watermark';
import { ServiceError } from '@/lib/server/errors';
import { hostLifetime } from '@/lib/server/services/host';
import { verb } from '@/lib/server/verbs/verb';
import { findNote } from './internal';

/** Withdraws the caller's own note: it stays stored, and nobody is shown it any more. */
export const withdrawNote = verb({
  procedure: 'note.withdraw',
  route: {
    at: 'DELETE /api/v1/hosts/:id/notes/:note',
    parts: { id: 'host' },
    status: 204,
    operation: 'withdrawHostNote',
  },
  summary: 'Withdraws a note that the caller wrote.',
  right: 'note.write',
  kind: 'command',
  input: WithdrawNoteInput,
  output: z.object({ id: z.string() }),
  audit: 'host.noteWithdrawn',
  work: async ({ ctx, input: { host, note }, audit }) => {
    const { id: hostId, hostname } = await hostLifetime({ ctx, input: { id: host } });
    const { id, writtenBy, writtenAt } = await findNote(ctx, hostId, note);
    if (writtenBy !== recordedBy(ctx.actor))
      throw new ServiceError('forbidden', 'Somebody else wrote this note: ask them to withdraw it');
    // A note is never withdrawn before it was written, even if two servers' clocks differ.
    const withdrawnAt = new Date(Math.max(writtenAt.getTime(), ctx.now.getTime()));
    await transact(ctx.db, async (tx) => {
      const { count } = await tx.note.updateMany({ where: { id, withdrawnAt: null }, data: { withdrawnAt } });
      if (count === 0) return;
      await raiseWatermark(tx);
      const detail = { note: id, name: hostname };
      await audit(tx, { subject: { kind: 'host', id: hostId }, detail });
    });
    return { id };
  },
});
