import type { ChangeKind } from '@/lib/domain/changes';

/** What people look for, with the kinds of changes that show it. Each kind is in one group. */
export const KIND_GROUPS = {
  turned: ['transition', 'regression'],
  recovered: ['recovery'],
  silence: ['silent', 'back'],
  replaced: ['firmwareChanged', 'ciPolicyChanged', 'clusterChanged', 'agentChanged'],
  hosts: [
    'firstReport',
    'enrolled',
    'retired',
    'merged',
    'renamed',
    'duplicateIdentity',
    'reenrollAllowed',
    'locked',
    'unlocked',
  ],
  plans: ['planOpened', 'planTaskDone', 'planTaskProven', 'planTaskRegressed', 'planClosed'],
  exceptions: ['exceptionInForce', 'exceptionEnded'],
  reports: ['rejected', 'clockStepped', 'sequenceFellBack', 'snapshotsDropped'],
} as const satisfies Record<string, readonly ChangeKind[]>;

export type KindGroup = keyof typeof KIND_GROUPS;

export const KIND_GROUP_NAMES = Object.keys(KIND_GROUPS) as KindGroup[];
