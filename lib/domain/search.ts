/** How well something matches a search, best first: `other` matched by another of its texts. */
export const MATCHES = ['exact', 'prefix', 'word', 'part', 'other'] as const;
export type Match = (typeof MATCHES)[number];

/** Ignores case, accents and typographic apostrophes. */
export const folded = (text: string): string =>
  text.normalize('NFKD').replaceAll(/\p{M}/gu, '').replaceAll('’', "'").toLowerCase().trim();

/** The words of a text in any spelling, whatever stands between them. */
export const wordsIn = (text: string): string[] => folded(text).match(/[\p{L}\p{N}]+/gu) ?? [];

/** Splits a name without spaces, such as SecureBootSettings, into words. */
const apart = (text: string): string => text.replaceAll(/([\p{Ll}\p{N}])(?=\p{Lu})/gu, '$1 ');

const isWordPart = (mark: string | undefined) => mark !== undefined && /[\p{L}\p{N}]/u.test(mark);

function beginsAWord(text: string, wanted: string): boolean {
  for (let at = text.indexOf(wanted); at !== -1; at = text.indexOf(wanted, at + 1))
    if (!isWordPart(text[at - 1])) return true;
  return false;
}

/** Null if the text does not match. Several words in separate places match as a part. */
export function matchOf(text: string, wanted: string): Match | null {
  const [whole, sought] = [folded(text), folded(wanted)];
  if (sought === '') return null;
  if (whole === sought) return 'exact';
  if (whole.startsWith(sought)) return 'prefix';
  const inWords = folded(apart(text));
  if (beginsAWord(whole, sought) || beginsAWord(inWords, sought)) return 'word';
  const has = (part: string) => whole.includes(part) || inWords.includes(part);
  return has(sought) || sought.split(/\s+/).every(has) ? 'part' : null;
}

const rankOf = (match: Match): number => MATCHES.indexOf(match);

/** The best match among several texts. */
export function bestMatch(texts: readonly (string | null)[], wanted: string): Match | null {
  const ranks = texts.flatMap((text) => {
    const match = text === null ? null : matchOf(text, wanted);
    return match === null ? [] : [rankOf(match)];
  });
  return MATCHES[Math.min(...ranks)] ?? null;
}

/** The number in a text, such as 147 in `RP-0147`, `rp147` and `147`; null if there is none. */
export function numberIn(text: string, prefix: string): number | null {
  const lower = text.trim().toLowerCase();
  const digits = lower.startsWith(prefix.toLowerCase())
    ? lower.slice(prefix.length).replace(/^-/, '')
    : lower;
  return /^0*[1-9]\d{0,8}$/.test(digits) ? Number(digits) : null;
}

export type Found = { match: Match };

/** Best matches first; equal ones keep their order. */
export const inOrderOfMatch = <Hit extends Found>(hits: readonly Hit[]): Hit[] =>
  hits.toSorted((one, other) => rankOf(one.match) - rankOf(other.match));
