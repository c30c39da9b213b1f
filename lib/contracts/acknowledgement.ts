import { z } from 'zod';
import { refuseHalfSelections, SELECTION } from '@/lib/contracts/selection';
import { Text } from '@/lib/contracts/text';
import { REASON_CHARS_AT_MOST } from '@/lib/domain/acknowledgement';

export const AcknowledgeInput = z
  .strictObject({
    ...SELECTION,
    reason: Text.trim().min(1).max(REASON_CHARS_AT_MOST),
    /** If absent, it lasts until the host's state or failing checks change. */
    until: z.iso
      .datetime({ offset: true })
      .transform((text) => new Date(text))
      .optional(),
  })
  .superRefine((input, context) => {
    const message = refuseHalfSelections(input);
    if (message !== null) context.addIssue({ code: 'custom', message });
  });
export type AcknowledgeInput = z.output<typeof AcknowledgeInput>;

export const PreviewAcknowledgementInput = z.strictObject(SELECTION).superRefine((input, context) => {
  const message = refuseHalfSelections(input);
  if (message !== null) context.addIssue({ code: 'custom', message });
});
export type PreviewAcknowledgementInput = z.output<typeof PreviewAcknowledgementInput>;

/**
 * How many hosts a selection has, how many of them can be acknowledged (the others can run shielded VMs), and
 * how many of these already are; their acknowledgement is replaced.
 */
export const AcknowledgementPreview = z.object({
  asOf: z.string(),
  count: z.number().int(),
  acknowledgeable: z.number().int(),
  acknowledged: z.number().int(),
});
export type AcknowledgementPreview = z.infer<typeof AcknowledgementPreview>;

export const EndAcknowledgementInput = z.strictObject({ host: Text.max(300) });
export type EndAcknowledgementInput = z.infer<typeof EndAcknowledgementInput>;

/** A person's statement that somebody takes care of a host in its present condition. */
export const Acknowledgement = z.object({
  reason: z.string(),
  at: z.string(),
  /** Null: until the host's state or failing checks change. */
  until: z.string().nullable(),
  by: z.object({ id: z.string(), name: z.string() }),
});
export type Acknowledgement = z.infer<typeof Acknowledgement>;
