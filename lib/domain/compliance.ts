import { isAble } from '@/lib/domain/judge';
import type { Cause, Compliance, State } from '@/lib/domain/vocabulary';

/** The four classes in their fixed order; each host is in exactly one. */
export function complianceOf(host: {
  state: State;
  causes: readonly Cause[];
  /** The causes of this host that an exception in force covers. */
  exceptedCauses: readonly Cause[];
}): Compliance {
  if (host.state === 'Silent') return 'unverified';
  if (isAble(host.state)) return 'compliant';
  // No exception explains a host whose cause is unknown.
  const isExplained =
    host.causes.length > 0 && host.causes.every((cause) => host.exceptedCauses.includes(cause));
  return isExplained ? 'excepted' : 'nonCompliant';
}

/** How many items have each word. Every word is present, even with 0, so that the counts add up to the items. */
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

/** A share between 0 and 1; null without any items, because missing data is never 100 %. */
export function rateOf(part: number, total: number): number | null {
  return total > 0 ? part / total : null;
}
