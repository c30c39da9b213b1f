import type { Timeline } from '@/lib/contracts/fleet';

/** Events that say something a run or its absence does not. */
export const EVENT_KINDS = [
  'enrolled',
  'rejected',
  'clockStepped',
  'sequenceFellBack',
  'snapshotsDropped',
  'duplicateIdentity',
  'renamed',
  'clusterChanged',
  'firmwareChanged',
  'ciPolicyChanged',
  'agentChanged',
  'retired',
  'merged',
  'reenrollAllowed',
  'locked',
  'unlocked',
  'exceptionInForce',
  'exceptionEnded',
  'planOpened',
  'planTaskDone',
  'planTaskProven',
  'planTaskRegressed',
  'planClosed',
] as const;
type EventKind = (typeof EVENT_KINDS)[number];

export type TimelineEvent = {
  type: 'event';
  id: string;
  from: string;
  kind: EventKind;
  /** What was replaced by what; null where it is not said, or not to this reader. */
  replaced: { from: string; to: string } | null;
  /** The host that it is about besides, for who may see it. */
  other: { id: string; hostname: string; fabric: string } | null;
};

export type TimelineEntry =
  | { type: 'run'; from: string; run: Timeline['runs'][number] }
  | { type: 'unverified'; from: string; to: string }
  | TimelineEvent;

const textOf = (value: unknown) => (typeof value === 'string' && value !== '' ? value : null);

function otherOf({
  otherHostId,
  otherHostname,
  otherFabric,
}: Record<string, unknown>): TimelineEvent['other'] {
  const [id, hostname, fabric] = [textOf(otherHostId), textOf(otherHostname), textOf(otherFabric)];
  return id === null || hostname === null || fabric === null ? null : { id, hostname, fabric };
}

function eventOf({ id, at, kind, ...detail }: Timeline['events'][number]): TimelineEvent[] {
  const known = EVENT_KINDS.find((candidate) => candidate === kind);
  if (known === undefined) return [];
  const [from, to] = [textOf(detail.from), textOf(detail.to)];
  const replaced = from === null || to === null ? null : { from, to };
  const other = otherOf(detail);
  return [{ type: 'event', id, from: at, kind: known, replaced, other }];
}

/** Runs, unverified time and events as one list, newest first. */
export function timelineEntries({ runs, unverified, events }: Timeline): TimelineEntry[] {
  const entries: TimelineEntry[] = [
    ...events.flatMap(eventOf),
    ...unverified.map(({ from, to }) => ({ type: 'unverified' as const, from, to })),
    ...runs.map((run) => ({ type: 'run' as const, from: run.from, run })),
  ];
  return entries.sort((a, b) => Date.parse(b.from) - Date.parse(a.from));
}
