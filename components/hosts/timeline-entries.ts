import type { Timeline } from '@/lib/contracts/fleet';

/** Recorded events that say something a run does not. */
export const EVENT_KINDS = [
  'enrolled',
  'rejected',
  'clockStepped',
  'renamed',
  'retired',
  'merged',
  'reenrollAllowed',
  'unlocked',
] as const;
type EventKind = (typeof EVENT_KINDS)[number];

export type TimelineEntry =
  | { type: 'run'; from: string; run: Timeline['runs'][number] }
  | { type: 'unverified'; from: string; to: string }
  | { type: 'event'; id: string; from: string; kind: EventKind };

/** Runs, unverified time and events as one list, newest first. */
export function timelineEntries({ runs, unverified, events }: Timeline): TimelineEntry[] {
  const told = events.flatMap(({ id, at, kind }) => {
    const known = EVENT_KINDS.find((candidate) => candidate === kind);
    return known === undefined ? [] : [{ type: 'event' as const, id, from: at, kind: known }];
  });
  const entries: TimelineEntry[] = [
    ...told,
    ...unverified.map(({ from, to }) => ({ type: 'unverified' as const, from, to })),
    ...runs.map((run) => ({ type: 'run' as const, from: run.from, run })),
  ];
  return entries.sort((a, b) => Date.parse(b.from) - Date.parse(a.from));
}
