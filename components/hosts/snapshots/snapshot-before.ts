import type { KeptSnapshot } from '@/lib/contracts/snapshot';

/** When a content was last sent, as far as that is known. */
const lastOf = ({ lastSeenAt, observedAt }: KeptSnapshot) => Date.parse(lastSeenAt ?? observedAt);

/** The content that the host said last of all; of a host that has been silent for long it is not known. */
export function newestOf(kept: readonly KeptSnapshot[]): KeptSnapshot | undefined {
  const seen = kept.filter(({ lastSeenAt }) => lastSeenAt !== null);
  return seen.sort((a, b) => lastOf(b) - lastOf(a))[0];
}

/**
 * The other content that was sent last before a shown one was for the last time. Where a host says again what it said
 * before, that is not the one below it in the list.
 */
export function snapshotBefore(kept: readonly KeptSnapshot[], shownId: string): KeptSnapshot | undefined {
  const shown = kept.find(({ id }) => id === shownId);
  if (shown === undefined) return undefined;
  const others = kept.filter((one) => one.id !== shownId && lastOf(one) <= lastOf(shown));
  return others.sort((a, b) => lastOf(b) - lastOf(a))[0];
}
