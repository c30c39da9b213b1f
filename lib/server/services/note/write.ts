import { v7 as uuidv7 } from 'uuid';
import { type Note, WriteNoteInput } from '@/lib/contracts/note';
import { audit } from '@/lib/server/audit/record';
import { authorize } from '@/lib/server/auth/authorize';
import { recordedBy, type Verb } from '@/lib/server/context';
import { transact } from '@/lib/server/db/client';
import { raiseWatermark } from '@/lib/server/db/watermark';
import { ServiceError } from '@/lib/server/errors';
import { parseInput } from '@/lib/server/request/parse-input';
import { hostLifetime, lockLiveHosts } from '@/lib/server/services/host';
import { toNotes } from './internal';

/** Writes a note about a host for all who see the host. The audit log says that it was written, not what it says. */
export async function writeNote({ ctx, input }: Verb<WriteNoteInput>): Promise<Note> {
  authorize(ctx, 'note.write');
  const { host, text } = parseInput(WriteNoteInput, input);
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
    await audit(tx, ctx, { action: 'host.noted', subject: { kind: 'host', id: hostId }, detail });
  });
  const [note] = await toNotes(ctx, [stored]);
  if (note === undefined) throw new Error('A note that was written has no row');
  return note;
}
