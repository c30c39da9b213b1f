import { z } from 'zod';
import { refuseHalfSelections, SELECTION } from '@/lib/contracts/selection';
import { Text } from '@/lib/contracts/text';

export const OWNER_CHARS_AT_MOST = 200;

/** Who is responsible for a host, as people say it: one line, since it stands in lists and files. */
const OwnerName = Text.trim()
  .min(1)
  .max(OWNER_CHARS_AT_MOST)
  .regex(/^[^\p{Cc}\p{Zl}\p{Zp}]*$/u, { error: 'must be one line without control characters' });

export const SetOwnerInput = z
  .strictObject({ ...SELECTION, owner: OwnerName.nullable() })
  .superRefine((input, context) => {
    const message = refuseHalfSelections(input);
    if (message !== null) context.addIssue({ code: 'custom', message });
  });
export type SetOwnerInput = z.output<typeof SetOwnerInput>;

/** What a verb on many hosts did: each host is in one of the two lists. */
export const SelectionResult = z.object({
  done: z.array(z.string()),
  refused: z.array(z.object({ id: z.string(), code: z.string(), message: z.string() })),
});
export type SelectionResult = z.infer<typeof SelectionResult>;
