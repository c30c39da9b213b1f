import { z } from 'zod';
import { ListNotesInput, Note, NoteList, WithdrawNoteInput, WriteNoteInput } from '@/lib/contracts/note';
import { listNotes, withdrawNote, writeNote } from '@/lib/server/services/note';
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
  withdraw: allowed('note.write')
    .input(WithdrawNoteInput)
    .output(z.object({ id: z.string() }))
    .mutation(({ ctx: { ctx }, input }) => withdrawNote({ ctx, input })),
});
