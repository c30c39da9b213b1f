import { CHANGE_KINDS, type ChangeKind } from '@/lib/domain/changes';
import { type Match, matchOf } from '@/lib/domain/search';

/** What each kind of change is called, and how a change of any kind is. */
export type ChangeWords = Readonly<Record<ChangeKind | 'any', string>>;

export type SoughtChanges = {
  /** None where no kind is named. */
  kinds: readonly ChangeKind[];
  /** What is said besides, of the host. */
  rest: string;
};

/** Shorter beginnings of a word are said of many kinds at once. */
const SHORTEST = 3;

const says = (words: string, sought: string): boolean => {
  const match: Match | null = matchOf(words, sought);
  return match !== null && match !== 'part';
};

/** Tells the words of a search that name kinds of change from those that say of which host. */
export function soughtChanges(wanted: string, words: ChangeWords): SoughtChanges {
  const sought = wanted.split(/\s+/).filter((word) => word !== '');
  const naming = (word: string) => CHANGE_KINDS.filter((kind) => says(words[kind], word));
  const isNaming = (word: string) =>
    word.length >= SHORTEST && (says(words.any, word) || naming(word).length > 0);
  const said = sought.filter(isNaming);
  const rest = sought.filter((word) => !isNaming(word)).join(' ');
  const narrowing = said.filter((word) => naming(word).length > 0);
  const kinds = CHANGE_KINDS.filter((kind) => narrowing.every((word) => says(words[kind], word)));
  return { kinds: said.length === 0 ? [] : kinds, rest };
}
