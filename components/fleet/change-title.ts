import type { ChangeRow } from '@/lib/contracts/changes';

/** The sentences for changes. `from` is where all hosts of a wave came from, null where they came from different states. */
export const TITLES = [
  'went',
  'turned',
  'stillAlso',
  'stillBetter',
  'recovered',
  'recoveredFrom',
  'silent',
  'silentWas',
  'back',
  'firstReport',
  'enrolled',
  'retired',
  'merged',
  'mergedElsewhere',
  'renamed',
  'clusterChanged',
  'firmwareChanged',
  'ciPolicyChanged',
  'agentChanged',
  'rejected',
  'clockStepped',
  'sequenceFellBack',
  'snapshotsDropped',
  'duplicateIdentity',
  'otherMachine',
  'reenrollAllowed',
  'reenrollWithdrawn',
  'locked',
  'unlocked',
  'exceptionInForce',
  'exceptionEnded',
  'planOpened',
  'planTaskDone',
  'planTaskProven',
  'planTaskRegressed',
  'planClosed',
  'other',
] as const;
export type Title = (typeof TITLES)[number];

type Told = Pick<ChangeRow, 'kind' | 'to' | 'gained' | 'fixed'> & { from: string | null };

/** Which causes the sentence names. */
export const causesTold = (
  title: Title,
  { gained, fixed }: Pick<Told, 'gained' | 'fixed'>,
): readonly string[] => (title === 'stillBetter' ? fixed : gained);

export function titleOf({ kind, from, to, gained, fixed }: Told): Title {
  switch (kind) {
    case 'transition':
    case 'regression':
    case 'improvement':
      if (from === to && gained.length > 0) return 'stillAlso';
      if (from === to && fixed.length > 0) return 'stillBetter';
      return from === null || from === to ? 'turned' : 'went';
    case 'recovery':
      return from === null ? 'recovered' : 'recoveredFrom';
    case 'silent':
      return from === null ? 'silent' : 'silentWas';
    case 'merged':
      return from === null || to === null ? 'mergedElsewhere' : 'merged';
    default:
      return TITLES.find((title) => title === kind) ?? 'other';
  }
}
