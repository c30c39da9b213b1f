import { v7 as uuidv7 } from 'uuid';
import { WriteNotesInput } from '@/lib/contracts/note';
import type { SelectionResult } from '@/lib/contracts/selection';
import { auditAll } from '@/lib/server/audit/record';
import { authorize } from '@/lib/server/auth/authorize';
import { type Ctx, recordedBy, type Verb } from '@/lib/server/context';
import type { Db } from '@/lib/server/db/client';
import { raiseWatermark } from '@/lib/server/db/watermark';
import { parseInput } from '@/lib/server/request/parse-input';
import { lockLiveHosts, workOnSelected } from '@/lib/server/services/host';

/** Writes the same note about each of the selected hosts, as it is written about one: each is withdrawn by itself. */
export async function writeNotes({ ctx, input }: Verb<WriteNotesInput>): Promise<SelectionResult> {
  authorize(ctx, 'note.write');
  const { text, ...selection } = parseInput(WriteNotesInput, input);
  return workOnSelected(ctx, selection, async (tx, ids) => ({
    done: await noteOf(tx, ctx, ids, text),
    refused: [],
  }));
}

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
