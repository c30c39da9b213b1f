import { z } from 'zod';

/** PostgreSQL stores neither NUL nor half a character. */
export function isStorable(text: string): boolean {
  return !text.includes('\0') && !/\p{Cs}/u.test(text);
}

/** Every text that a verb writes or looks up as it is: what this refuses would be a failure of the database. */
export const Text = z.string().refine(isStorable, {
  error: 'must hold no NUL character and no half of a surrogate pair',
});

/** A name that people give: it stands in lists, files and lines of a shell, where a line end would begin another one. */
export const Name = Text.trim()
  .min(1)
  .max(100)
  .regex(/^[^\p{Cc}\p{Zl}\p{Zp}]*$/u, { error: 'must be one line without control characters' });

const IS_UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** A name by which a thing is also asked for: nobody takes it for another one's, or for an id. */
export const UniqueName = Name.normalize('NFC')
  .regex(/^\P{Cf}*$/u, { error: 'must hold no character that cannot be seen' })
  .refine((name) => !IS_UUID.test(name), { error: 'must be a name, and not look like an id' });
