import { isRecord } from '@/lib/util/guards';
import { longestRising } from './longest-rising';

/** The index in the earlier list for each element of the later list; undefined for new elements. */
export type Partners = (number | undefined)[];

/** The members that name an element of a list: VMs have ids, policies their paths, nodes their names. */
const NAMES = ['id', 'path', 'name'] as const;

const nameIn = (element: unknown, name: string): string | undefined => {
  const value = isRecord(element) && Object.hasOwn(element, name) ? element[name] : undefined;
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
};

/** Whether the member identifies every element of a list. */
function names(name: string, list: readonly unknown[]): boolean {
  const found = new Set(list.map((element) => nameIn(element, name)));
  return found.size === list.length && !found.has(undefined);
}

/** The name of each element, if one member identifies the elements of both lists; otherwise null. */
export function nameOfElements(
  before: readonly unknown[],
  after: readonly unknown[],
): ((element: unknown) => string | undefined) | null {
  const name = NAMES.find((candidate) => names(candidate, before) && names(candidate, after));
  return name === undefined ? null : (element) => nameIn(element, name);
}

/** Numbers equal elements by how many came before. */
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
 * Pairs the elements of two lists so that partners have the same order in both: an inserted element is one
 * addition, a moved one is a removal and an addition. Elements without names are paired if equal; the objects
 * between two such pairs count as changed and are paired in order.
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

/** Pairs the elements between two pairs, as far as both lists have alike ones there. */
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
