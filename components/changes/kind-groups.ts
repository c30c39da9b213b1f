import { type ChangeKind, KIND_GROUP_NAMES, type KindGroup, kindsOfGroup } from '@/lib/domain/change-kinds';

/** How many changes each group has, and all of them together; null where they were too many to count. */
export function countsOfGroups(
  byKind: readonly { kind: string; count: number }[] | null,
): Record<KindGroup | 'all', number> | null {
  if (byKind === null) return null;
  const sumOf = (isMeant: (kind: string) => boolean) =>
    byKind.reduce((sum, { kind, count }) => (isMeant(kind) ? sum + count : sum), 0);
  const ofGroup = (group: KindGroup) => sumOf((kind) => kindsOfGroup(group).some((known) => known === kind));
  const entries = KIND_GROUP_NAMES.map((group) => [group, ofGroup(group)] as const);
  return { ...(Object.fromEntries(entries) as Record<KindGroup, number>), all: sumOf(() => true) };
}

/** The groups that these kinds are of, and whether all of each is among them. */
export const groupsOfKinds = (kinds: readonly ChangeKind[]): { group: KindGroup; isWhole: boolean }[] =>
  KIND_GROUP_NAMES.map((group) => ({ group, all: kindsOfGroup(group) }))
    .filter(({ all }) => all.some((kind) => kinds.includes(kind)))
    .map(({ group, all }) => ({ group, isWhole: all.every((kind) => kinds.includes(kind)) }));
