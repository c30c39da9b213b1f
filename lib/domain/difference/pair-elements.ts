import { isRecord } from '@/lib/util/guards';
import { longestRising } from './longest-rising';

/** Which element of the list before each element of the list after is the same one as; undefined for those that are new. */
export type Partners = (number | undefined)[];

/** What an element of a list goes by: VMs have ids, policies their paths, nodes their names. */
const NAMES = ['id', 'path', 'name'] as const;

const nameIn = (element: unknown, name: string): string | undefined => {
  const value = isRecord(element) && Object.hasOwn(element, name) ? element[name] : undefined;
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
};

/** Whether the name tells every element of a list from the others. */
function names(name: string, list: readonly unknown[]): boolean {
  const found = new Set(list.map((element) => nameIn(element, name)));
  return found.size === list.length && !found.has(undefined);
}

/** What each element goes by, where one member tells the elements of both lists apart; null where none does. */
export function nameOfElements(
  before: readonly unknown[],
  after: readonly unknown[],
): ((element: unknown) => string | undefined) | null {
  const name = NAMES.find((candidate) => names(candidate, before) && names(candidate, after));
  return name === undefined ? null : (element) => nameIn(element, name);
}

/** Equal elements are told apart by how many of them stood before. */
function counted(tokens: readonly (string | number | undefined)[]): string[] {
  const seen = new Map<string | number | undefined, number>();
  return tokens.map((token) => {
    const count = seen.get(token) ?? 0;
    seen.set(token, count + 1);
    return `${count} ${token}`;
  });
}

type Lists = { before: readonly unknown[]; after: readonly unknown[] };

/**
 * Pairs the elements of two lists so that partners stand in the same order in both: an element that was put in is one
 * addition, and one that was moved is a removal and an addition. Elements without names are the same where they are
 * equal; between those, objects are taken for changed ones one by one.
 */
export function pairElements({ before, after }: Lists, idOf: (value: unknown) => number): Partners {
  const nameOf = nameOfElements(before, after);
  const tokenOf: (element: unknown) => string | number | undefined = nameOf ?? idOf;
  const tokensOf = (list: readonly unknown[]) => counted(list.map((element) => tokenOf(element)));
  const places = new Map(tokensOf(before).map((token, index) => [token, index]));
  const partners = longestRising(tokensOf(after).map((token) => places.get(token)));
  return nameOf === null ? pairBetween({ before, after }, partners) : partners;
}

const areAlike = (one: unknown, other: unknown) =>
  (isRecord(one) && isRecord(other)) || (Array.isArray(one) && Array.isArray(other));

/** Pairs what stands between two pairs, as far as both lists have something alike there. */
function pairBetween({ before, after }: Lists, partners: Partners): Partners {
  const taken = new Set(partners);
  let next = 0;
  return partners.map((partner, index) => {
    if (partner !== undefined) {
      next = partner + 1;
      return partner;
    }
    const isFree = next < before.length && !taken.has(next);
    if (!isFree || !areAlike(before[next], after[index])) return undefined;
    next += 1;
    return next - 1;
  });
}
