import { v7 as uuidv7 } from 'uuid';
import { WriteNotesInput } from '@/lib/contracts/note';
import { SelectionResult } from '@/lib/contracts/selection';
import { auditAll } from '@/lib/server/audit/record';
import { type Ctx, recordedBy } from '@/lib/server/context';
import type { Db } from '@/lib/server/db/client';
import { raiseWatermark } from '@/lib/server/db/watermark';
import { lockLiveHosts, workOnSelected } from '@/lib/server/services/host';
import { verb } from '@/lib/server/verbs/verb';

/** Writes the same note about each selected host. Each note can be withdrawn by itself. */
export const writeNotes = verb({
  procedure: 'note.writeOnHosts',
  route: { at: 'POST /api/v1/hosts/notes', operation: 'writeNotesOnHosts' },
  summary: 'Writes the same note about each of the selected hosts.',
  right: 'note.write',
  kind: 'command',
  input: WriteNotesInput,
  output: SelectionResult,
  inThousands: true,
  work: async ({ ctx, input: { text, ...selection } }) => {
    return workOnSelected(ctx, selection, async (tx, ids) => ({
      done: await noteOf(tx, ctx, ids, text),
      refused: [],
    }));
  },
});

/** The hosts that have this note now. */
async function noteOf(tx: Db, ctx: Ctx, ids: readonly string[], text: string): Promise<string[]> {
  const hosts = await lockLiveHosts(tx, ids);
  const notes = hosts.map(({ id, nameKey }) => ({ id: uuidv7(), hostId: id, nameKey }));
  const said = { text, writtenBy: recordedBy(ctx.actor), writtenAt: ctx.now };
  await tx.note.createMany({ data: notes.map(({ id, hostId }) => ({ id, hostId, ...said })) });
  if (notes.length > 0) await raiseWatermark(tx);
  await auditAll(
    tx,
    ctx,
    notes.map(({ id, hostId, nameKey }) => ({
      action: 'host.noted',
      subject: { kind: 'host', id: hostId },
      detail: { note: id, name: nameKey },
    })),
  );
  return hosts.map(({ id }) => id);
}
