import { parse } from 'bowser';

/** No browser says more of itself, and what is sent in its place is not read to the end. */
export const USER_AGENT_CHARS = 512;

export type Browser = { browser: string | null; system: string | null };

/** The names in a User-Agent header, such as "Firefox" and "Windows"; null for each that is not known. */
export function browserOf(userAgent: string | null): Browser {
  const text = userAgent?.slice(0, USER_AGENT_CHARS) ?? '';
  if (text === '') return { browser: null, system: null };
  const { browser, os } = parse(text);
  return { browser: browser.name || null, system: os.name || null };
}
