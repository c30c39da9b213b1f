import { z } from 'zod';
import { refuseHalfSelections, SELECTION } from '@/lib/contracts/selection';
import { Line } from '@/lib/contracts/text';
import { OWNER_CHARS_AT_MOST } from '@/lib/contracts/words/host-owner';

/** Who is responsible for a host, in people's own words: one line, because lists and files show it. */
const OwnerName = Line.max(OWNER_CHARS_AT_MOST);

export const SetOwnerInput = z
  .strictObject({ ...SELECTION, owner: OwnerName.nullable() })
  .superRefine((input, context) => {
    const message = refuseHalfSelections(input);
    if (message !== null) context.addIssue({ code: 'custom', message });
  });
export type SetOwnerInput = z.output<typeof SetOwnerInput>;
