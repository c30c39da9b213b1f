import { z } from 'zod';
import {
  ListNotesInput,
  Note,
  NoteList,
  WithdrawNoteInput,
  WriteNoteInput,
  WriteNotesInput,
} from '@/lib/contracts/note';
import { SelectionResult } from '@/lib/contracts/selection';
import { listNotes, withdrawNote, writeNote, writeNotes } from '@/lib/server/services/note';
import { allowed, router } from '@/lib/server/trpc/init';

export const noteRouter = router({
  list: allowed('note.read')
    .input(ListNotesInput)
    .output(NoteList)
    .query(({ ctx: { ctx }, input }) => listNotes({ ctx, input })),
  write: allowed('note.write')
    .input(WriteNoteInput)
    .output(Note)
    .mutation(({ ctx: { ctx }, input }) => writeNote({ ctx, input })),
  writeOnHosts: allowed('note.write')
    .input(WriteNotesInput)
    .output(SelectionResult)
    .mutation(({ ctx: { ctx }, input }) => writeNotes({ ctx, input })),
  withdraw: allowed('note.write')
    .input(WithdrawNoteInput)
    .output(z.object({ id: z.string() }))
    .mutation(({ ctx: { ctx }, input }) => withdrawNote({ ctx, input })),
});
