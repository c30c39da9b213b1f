import { z } from 'zod';
import { isStorable } from '@/lib/contracts/words/text';

/** Every text that a verb writes or looks up as it is: what this refuses would be a failure of the database. */
export const Text = z.string().refine(isStorable, {
  error: 'must hold no NUL character and no half of a surrogate pair',
});

/** A name that people give: it stands in lists, files and lines of a shell, where a line end would begin another one. */
export const Name = Text.trim()
  .min(1)
  .max(100)
  .regex(/^[^\p{Cc}\p{Zl}\p{Zp}]*$/u, { error: 'must be one line without control characters' });

/** Controls, separators of lines, and what turns the text beside it round. */
const NOT_IN_A_LINE = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/u;
/** The same without what prose needs: line ends and tabs. */
const NOT_IN_PROSE = /(?![\t\n\r])[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/u;

/** Names what nobody would find by looking at the text. */
const without = (refused: RegExp) => (text: string, context: z.RefinementCtx) => {
  const [found] = refused.exec(text) ?? [];
  if (found === undefined) return;
  const mark = `U+${found.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
  context.addIssue({
    code: 'custom',
    message: `holds ${mark}, a control character or one that turns text round: leave it out`,
  });
};

/** What people write that others read in lists, files and mails, such as a title or who is responsible. */
export const Line = Text.trim().min(1).superRefine(without(NOT_IN_A_LINE));

/** What people write in several lines, such as a reason. */
export const Prose = Text.trim().min(1).superRefine(without(NOT_IN_PROSE));

const IS_UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** A name by which a thing is also asked for: nobody takes it for another one's, or for an id. */
export const UniqueName = Name.normalize('NFC')
  .regex(/^\P{Cf}*$/u, { error: 'must hold no character that cannot be seen' })
  .refine((name) => !IS_UUID.test(name), { error: 'must be a name, and not look like an id' });
