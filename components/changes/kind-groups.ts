import type { ChangeKind } from '@/lib/domain/changes';

/** What people look for, with the kinds of changes that show it. Each kind is in one group. */
export const KIND_GROUPS = {
  turned: ['transition', 'regression'],
  better: ['recovery', 'improvement'],
  silence: ['silent', 'back'],
  replaced: ['firmwareChanged', 'ciPolicyChanged', 'clusterChanged', 'agentChanged'],
  hosts: [
    'firstReport',
    'enrolled',
    'retired',
    'merged',
    'renamed',
    'duplicateIdentity',
    'otherMachine',
    'reenrollAllowed',
    'reenrollWithdrawn',
    'locked',
    'unlocked',
  ],
  plans: ['planOpened', 'planTaskDone', 'planTaskProven', 'planTaskRegressed', 'planClosed'],
  exceptions: ['exceptionInForce', 'exceptionEnded'],
  reports: ['rejected', 'clockStepped', 'sequenceFellBack', 'snapshotsDropped'],
} as const satisfies Record<string, readonly ChangeKind[]>;

export type KindGroup = keyof typeof KIND_GROUPS;

export const KIND_GROUP_NAMES = Object.keys(KIND_GROUPS) as KindGroup[];

/** How many changes each group has, and all of them together; null where they were too many to count. */
export function countsOfGroups(
  byKind: readonly { kind: string; count: number }[] | null,
): Record<KindGroup | 'all', number> | null {
  if (byKind === null) return null;
  const sumOf = (isMeant: (kind: string) => boolean) =>
    byKind.reduce((sum, { kind, count }) => (isMeant(kind) ? sum + count : sum), 0);
  const ofGroup = (group: KindGroup) => sumOf((kind) => KIND_GROUPS[group].some((known) => known === kind));
  const entries = KIND_GROUP_NAMES.map((group) => [group, ofGroup(group)] as const);
  return { ...(Object.fromEntries(entries) as Record<KindGroup, number>), all: sumOf(() => true) };
}

/** The groups that these kinds are of, and whether all of each is among them. */
export const groupsOfKinds = (kinds: readonly ChangeKind[]): { group: KindGroup; isWhole: boolean }[] =>
  KIND_GROUP_NAMES.map((group) => ({ group, all: KIND_GROUPS[group] as readonly ChangeKind[] }))
    .filter(({ all }) => all.some((kind) => kinds.includes(kind)))
    .map(({ group, all }) => ({ group, isWhole: all.every((kind) => kinds.includes(kind)) }));
