import { z } from 'zod';
import { AtInput } from '@/lib/contracts/host-query';
import { refuseHalfSelections, SELECTION } from '@/lib/contracts/selection';
import { Text } from '@/lib/contracts/text';
import { DEFAULT_LIMIT, MAX_LIMIT } from '@/lib/contracts/words/host-query';
import { NOTE_CHARS_AT_MOST } from '@/lib/contracts/words/note';

/** Kept as it was written, line ends included. */
export const NoteText = Text.max(NOTE_CHARS_AT_MOST).refine((text) => text.trim() !== '', {
  error: 'must say something',
});

export const WriteNoteInput = z.strictObject({ host: Text.max(100), text: NoteText });
export type WriteNoteInput = z.infer<typeof WriteNoteInput>;

/** The same words about each of the selected hosts. */
export const WriteNotesInput = z
  .strictObject({ ...SELECTION, text: NoteText })
  .superRefine((input, context) => {
    const message = refuseHalfSelections(input);
    if (message !== null) context.addIssue({ code: 'custom', message });
  });
export type WriteNotesInput = z.output<typeof WriteNotesInput>;

export const WithdrawNoteInput = z.strictObject({ host: Text.max(100), note: Text.max(100) });
export type WithdrawNoteInput = z.infer<typeof WithdrawNoteInput>;

export const ListNotesInput = z.strictObject({
  host: Text.max(100),
  /** Only notes written by then. */
  at: AtInput,
  limit: z.number().int().min(1).max(MAX_LIMIT).default(DEFAULT_LIMIT),
  cursor: z.string().max(100).nullable().default(null),
});
export type ListNotesInput = z.output<typeof ListNotesInput>;

export const Note = z.object({
  id: z.string(),
  text: z.string(),
  writtenAt: z.string(),
  writtenBy: z.object({ id: z.string(), name: z.string() }),
  /** The caller wrote it and may withdraw it. */
  isOwn: z.boolean(),
});
export type Note = z.infer<typeof Note>;

/** The newest first. */
export const NoteList = z.object({
  asOf: z.string(),
  notes: z.array(Note),
  nextCursor: z.string().nullable(),
});
export type NoteList = z.infer<typeof NoteList>;
