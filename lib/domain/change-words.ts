import { CHANGE_KINDS, type ChangeKind } from '@/lib/domain/change-kinds';
import { wordsIn } from '@/lib/domain/search';

/** The search text of each kind of change, and of changes in general. */
export type ChangeTexts = Readonly<Record<ChangeKind | 'any' | 'ignored', string>>;

export type SoughtChanges = {
  /** Empty if no kind is named. */
  kinds: readonly ChangeKind[];
  /** The rest of the text, which is about the host. */
  rest: string;
};

/** Shorter beginnings of a word would match many kinds at once. */
const SHORTEST = 3;

/** Separates the words of a search that name kinds of change from those about the host. */
export function soughtChanges(wanted: string, texts: ChangeTexts): SoughtChanges {
  const ignored = new Set(wordsIn(texts.ignored));
  const weighty = (text: string) => wordsIn(text).filter((word) => !ignored.has(word));
  const words = new Map(CHANGE_KINDS.map((kind) => [kind, weighty(texts[kind])]));
  const any = weighty(texts.any);

  const begins = (said: readonly string[], sought: string) =>
    weighty(sought).every((part) => said.some((word) => word.startsWith(part)));
  const naming = (sought: string) => CHANGE_KINDS.filter((kind) => begins(words.get(kind) ?? [], sought));
  const isNaming = (sought: string) =>
    sought.length >= SHORTEST && (begins(any, sought) || naming(sought).length > 0);

  const sought = wanted.split(/\s+/).filter((word) => weighty(word).length > 0);
  const said = sought.filter(isNaming);
  if (said.length === 0) return { kinds: [], rest: sought.join(' ') };
  const narrowing = said.map(naming).filter((kinds) => kinds.length > 0);
  const kinds = CHANGE_KINDS.filter((kind) => narrowing.every((named) => named.includes(kind)));
  // A number or letter in a kind's text, such as 24 h, is part of a host's name elsewhere.
  const isOfThese = (short: string) =>
    short.length < SHORTEST && kinds.some((kind) => words.get(kind)?.includes(wordsIn(short).join(' ')));
  const rest = sought.filter((word) => !isNaming(word) && (narrowing.length === 0 || !isOfThese(word)));
  return { kinds, rest: rest.join(' ') };
}
