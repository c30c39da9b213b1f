import type { Timeline } from '@/lib/contracts/fleet';
import { EVENT_KINDS, type EventKind } from '@/lib/domain/change-kinds';
import type { State } from '@/lib/domain/vocabulary';

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

type Run = Timeline['runs'][number];
type Told =
  | { type: 'run'; from: string; to: string; run: Run }
  | { type: 'unverified'; from: string; to: string };

/** What a stretch was told to be; the two that are no status have words of their own. */
type Word = NonNullable<Run['attestationStatus']> | 'unreadable' | 'unverified';

/** What a stretch turned from and to: its state, or its failing checks where the state stayed what it was. */
export type Turn =
  | { of: 'state'; from: Word; to: Word }
  | { of: 'checks'; from: readonly string[]; to: readonly string[] };

/** A time in which a host stayed what it was, up to what followed it. */
export type Stretch = Told & {
  /** Nothing has followed it: it goes on at the moment that the page looks from. */
  lasts: boolean;
  /** The state is older or goes on: what the stretch tells the time of is its failing checks. */
  isOfChecks: boolean;
  /** Null for the first that is told. */
  turn: Turn | null;
};

export type TimelineEntry = Stretch | TimelineEvent;

/** Several things happen in one millisecond: events have ids, and of runs and gaps one alone begins at a time. */
export const keyOfEntry = (entry: TimelineEntry): string =>
  entry.type === 'event' ? entry.id : `${entry.type} ${entry.from}`;

/** Null for an event, which is of no state. */
export function stateOfEntry(entry: TimelineEntry): State | null {
  if (entry.type === 'unverified') return 'Silent';
  return entry.type === 'run' ? (entry.run.attestationStatus ?? 'Unknown') : null;
}

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

function wordOf(told: Told): Word {
  return told.type === 'unverified' ? 'unverified' : (told.run.attestationStatus ?? 'unreadable');
}

const checksOf = (told: Told) => (told.type === 'run' ? told.run.failingChecks : []);

function turnOf(before: Told | undefined, told: Told): Turn | null {
  if (before === undefined) return null;
  const [from, to] = [wordOf(before), wordOf(told)];
  if (from !== to) return { of: 'state', from, to };
  const [had, has] = [checksOf(before), checksOf(told)];
  return had.join() === has.join() ? null : { of: 'checks', from: had, to: has };
}

/**
 * A run ends with its last snapshot, and yet the state that it tells held until another was told: the end of each
 * stretch is the beginning of the next, so that their durations add up to all of the time.
 */
function stretchesOf({ runs, unverified }: Timeline, isGone: boolean): Stretch[] {
  const told: Told[] = [
    ...unverified.map(({ from, to }) => ({ type: 'unverified' as const, from, to })),
    ...runs.map((run) => ({ type: 'run' as const, from: run.from, to: run.to, run })),
  ].sort((a, b) => Date.parse(a.from) - Date.parse(b.from));
  return told.map((one, index) => {
    const next = told[index + 1];
    const lasts = next === undefined && !isGone;
    const turn = turnOf(told[index - 1], one);
    const isSplit = turn?.of === 'checks' || turnOf(one, next ?? one)?.of === 'checks';
    const isOfChecks = isSplit && checksOf(one).length > 0;
    return { ...one, to: next?.from ?? one.to, lasts, isOfChecks, turn };
  });
}

/** Runs, unverified time and events as one list, newest first; of a host that is gone, nothing goes on. */
export function timelineEntries(timeline: Timeline, isGone: boolean): TimelineEntry[] {
  const entries = [...timeline.events.flatMap(eventOf), ...stretchesOf(timeline, isGone)];
  return entries.sort((a, b) => Date.parse(b.from) - Date.parse(a.from));
}
