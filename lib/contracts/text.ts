import { z } from 'zod';

/** PostgreSQL stores neither NUL nor half a character. */
function isStorable(text: string): boolean {
  return !text.includes('\0') && !/\p{Cs}/u.test(text);
}

/** Every text that a verb writes or looks up as it is: what this refuses would be a failure of the database. */
export const Text = z.string().refine(isStorable, {
  error: 'must hold no NUL character and no half of a surrogate pair',
});
