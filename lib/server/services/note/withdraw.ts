import { type Note, WithdrawNoteInput } from '@/lib/contracts/note';
import { audit } from '@/lib/server/audit/record';
import { authorize } from '@/lib/server/auth/authorize';
import { recordedBy, type Verb } from '@/lib/server/context';
import { transact } from '@/lib/server/db/client';
import { raiseWatermark } from '@/lib/server/db/watermark';
import { ServiceError } from '@/lib/server/errors';
import { parseInput } from '@/lib/server/request/parse-input';
import { hostLifetime } from '@/lib/server/services/host';
import { findNote } from './internal';

/** Takes one's own note back: it is kept, and nobody is shown it any more. */
export async function withdrawNote({ ctx, input }: Verb<WithdrawNoteInput>): Promise<Pick<Note, 'id'>> {
  authorize(ctx, 'note.write');
  const { host, note } = parseInput(WithdrawNoteInput, input);
  const { id: hostId, hostname } = await hostLifetime({ ctx, input: { id: host } });
  const { id, writtenBy, writtenAt } = await findNote(ctx, hostId, note);
  if (writtenBy !== recordedBy(ctx.actor))
    throw new ServiceError('forbidden', 'Somebody else wrote this note: ask them to withdraw it');
  // Never before it was written, whatever two servers' clocks say.
  const withdrawnAt = new Date(Math.max(writtenAt.getTime(), ctx.now.getTime()));
  await transact(ctx.db, async (tx) => {
    const { count } = await tx.note.updateMany({ where: { id, withdrawnAt: null }, data: { withdrawnAt } });
    if (count === 0) return;
    await raiseWatermark(tx);
    const detail = { note: id, name: hostname };
    await audit(tx, ctx, { action: 'host.noteWithdrawn', subject: { kind: 'host', id: hostId }, detail });
  });
  return { id };
}
