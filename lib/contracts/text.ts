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
