import { isAble } from '@/lib/domain/judge';
import type { Cause, Compliance, State } from '@/lib/domain/vocabulary';

/** The four classes in their fixed order; each host is in exactly one. */
export function complianceOf(host: {
  state: State;
  causes: readonly Cause[];
  /** Causes that an exception in force covers on this host. */
  exceptedCauses: readonly Cause[];
}): Compliance {
  if (host.state === 'Silent') return 'unverified';
  if (isAble(host.state)) return 'compliant';
  // A host whose cause nobody knows is not explained by any exception.
  const isExplained =
    host.causes.length > 0 && host.causes.every((cause) => host.exceptedCauses.includes(cause));
  return isExplained ? 'excepted' : 'nonCompliant';
}

/** How many items have each word; every word is there, also with 0, so that the counts add up to the items. */
export function countBy<W extends string, T>(
  words: readonly W[],
  items: Iterable<T>,
  wordOf: (item: T) => W,
): Record<W, number> {
  // Sound: every word gets its entry here.
  const counts = Object.fromEntries(words.map((word) => [word, 0])) as Record<W, number>;
  for (const item of items) counts[wordOf(item)] += 1;
  return counts;
}

/** A share between 0 and 1; null where there is nothing to be a share of: no data is never 100 %. */
export function rateOf(part: number, total: number): number | null {
  return total > 0 ? part / total : null;
}
