import { CHANGE_KINDS, type ChangeKind } from '@/lib/domain/change-kinds';
import { wordsIn } from '@/lib/domain/search';

/** The text that tells each kind of change, and how a change of any kind is told. */
export type ChangeTexts = Readonly<Record<ChangeKind | 'any' | 'ignored', string>>;

export type SoughtChanges = {
  /** None where no kind is named. */
  kinds: readonly ChangeKind[];
  /** What is said besides, of the host. */
  rest: string;
};

/** Shorter beginnings of a word are said of many kinds at once. */
const SHORTEST = 3;

/** Tells the words of a search that name kinds of change from those that say of which host. */
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
  // A number or a letter of a kind's text, such as 24 h, is one of the host elsewhere.
  const isOfThese = (short: string) =>
    short.length < SHORTEST && kinds.some((kind) => words.get(kind)?.includes(wordsIn(short).join(' ')));
  const rest = sought.filter((word) => !isNaming(word) && (narrowing.length === 0 || !isOfThese(word)));
  return { kinds, rest: rest.join(' ') };
}
