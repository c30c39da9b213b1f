import Bowser from 'bowser';

/** No browser sends more about itself, so the rest of a longer text is ignored. */
export const USER_AGENT_CHARS = 512;

export type Browser = { browser: string | null; system: string | null };

const BROWSERS: ReadonlySet<string> = new Set(Object.values(Bowser.BROWSER_MAP));
const SYSTEMS: ReadonlySet<string> = new Set(Object.values(Bowser.OS_MAP));

/** Bowser returns the name that an unknown program gives itself, which may be any text. */
const known = (names: ReadonlySet<string>, name: string | undefined) =>
  name !== undefined && names.has(name) ? name : null;

/** The names in a User-Agent header, such as "Firefox" and "Windows"; null for each that is not known. */
export function browserOf(userAgent: string | null): Browser {
  const text = userAgent?.slice(0, USER_AGENT_CHARS) ?? '';
  if (text === '') return { browser: null, system: null };
  const { browser, os } = Bowser.parse(text);
  return { browser: known(BROWSERS, browser.name), system: known(SYSTEMS, os.name) };
}
