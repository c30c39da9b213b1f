import { CHANGE_FACTS, type ChangeKind, type DerivedKind, factsOf } from '@/lib/domain/change-kinds';
import type { StateSegment } from '@/lib/domain/history';
import { hostNameKey } from '@/lib/domain/identity';
import { isAble } from '@/lib/domain/judge';
import { type Cause, isState, STATES, type State } from '@/lib/domain/vocabulary';
import { DAY_MS } from '@/lib/util/durations';
import { storableText } from '@/lib/util/text';

/** The parts of a profile that changes can be about. */
export type ChangeProfile = {
  id: string;
  judgedState: State;
  causes: readonly Cause[];
  hostname: string;
  fqdn: string | null;
  cluster: string | null;
  firmwareVersion: string | null;
  ciPolicy: string | null;
  agentVersion: string | null;
};

export type DerivedChange = {
  at: number;
  kind: DerivedKind;
  from: string | null;
  to: string | null;
  profileId: string;
  /** The judgement: why the host is not able now, which causes are new, and which HGS no longer names. */
  causes?: readonly Cause[];
  gained?: readonly Cause[];
  fixed?: readonly Cause[];
  /** The causes of `gained` that had been fixed before. */
  regressed?: readonly Cause[];
  /** When the unverified time that ends here began. */
  since?: number;
};

/** Causes that a host had repaired, and when, as earlier changes recorded them. */
export type Fixed = { at: number; causes: readonly Cause[] };

export type ChangeInput = {
  /** Null if the host's first snapshot has nothing to be compared with. */
  enrolledAs: { hostname: string; fqdn: string | null } | null;
  prior: StateSegment | null;
  /** The segments in order, each later than `prior`. */
  segments: readonly StateSegment[];
  /** Changes before `segments`, at most REGRESSION_MS earlier. */
  fixed: readonly Fixed[];
  profileOf: (id: string) => ChangeProfile;
};

/** A cause that returns later than this after it was fixed counts as a new one. */
export const REGRESSION_MS = 90 * DAY_MS;

/** A host may name any number of causes; the record of one change is limited to this. */
const CAUSES_TOLD = 20;
const CAUSE_CHARS = 200;

/** Cutting may split a character, which could not be stored. */
const told = (causes: readonly Cause[]) =>
  causes.slice(0, CAUSES_TOLD).map((cause) => storableText(cause.slice(0, CAUSE_CHARS)));

/** These heal by themselves: nobody repaired anything when they end, so nothing has come back when they return. */
const NEVER_REPAIRED: readonly Cause[] = ['TransientError'];

/** States in which HGS has judged the host: it does not object to anything that it does not name. */
const JUDGED_STATES: readonly State[] = ['Passed', 'InsecureHostConfiguration'];

export function deriveChanges(input: ChangeInput): DerivedChange[] {
  const { profileOf, enrolledAs } = input;
  const fixedAt = new Map<Cause, number>();
  for (const { at, causes } of input.fixed) noteFixed(fixedAt, causes, at);
  let previous = input.prior;
  let known = previous?.profileId ? profileOf(previous.profileId) : null;
  const changes: DerivedChange[] = [];
  for (const segment of input.segments) {
    if (!segment.faulty && segment.profileId !== null) {
      const profile = segment.profileId === known?.id ? known : profileOf(segment.profileId);
      const found = [
        ...backAfter(previous, segment, profile),
        ...(known === null ? firstReport(segment, profile, enrolledAs) : []),
        ...(known === null || known.id === profile.id
          ? []
          : differences(known, profile, segment.from, fixedAt)),
      ];
      for (const { at, fixed } of found) if (fixed) noteFixed(fixedAt, fixed, at);
      changes.push(...found);
      known = profile;
    }
    previous = segment;
  }
  return changes;
}

function noteFixed(fixedAt: Map<Cause, number>, causes: readonly Cause[], at: number): void {
  for (const cause of causes) fixedAt.set(cause, Math.max(at, fixedAt.get(cause) ?? at));
}

/** A faulty spell is unverified time, like a silence. */
function backAfter(
  previous: StateSegment | null,
  segment: StateSegment,
  profile: ChangeProfile,
): DerivedChange[] {
  if (previous === null || (!previous.faulty && previous.coveredUntil >= segment.from)) return [];
  // A host that had never sent before cannot return.
  if (previous.profileId === null) return [];
  const since = previous.faulty ? previous.since : previous.coveredUntil;
  return [
    { at: segment.from, kind: 'back', from: 'Silent', to: profile.judgedState, profileId: profile.id, since },
  ];
}

function firstReport(
  segment: StateSegment,
  profile: ChangeProfile,
  enrolledAs: ChangeInput['enrolledAs'],
): DerivedChange[] {
  const at = segment.from;
  const causes = told(profile.causes);
  return [
    { at, kind: 'firstReport', from: null, to: profile.judgedState, profileId: profile.id, causes },
    ...(enrolledAs === null ? [] : renamed(enrolledAs, profile, at)),
  ];
}

type Names = { hostname: string; fqdn: string | null };

/** A rename needs two known names: if one FQDN could not be read, the host names are compared. */
function renamed(from: Names, profile: ChangeProfile, at: number): DerivedChange[] {
  if (hostNameKey(from) === hostNameKey(profile)) return [];
  const areFqdns = isFqdnKnown(from) && isFqdnKnown(profile);
  const [before, after] = areFqdns ? [from.fqdn, profile.fqdn] : [from.hostname, profile.hostname];
  if (!areFqdns && isSameHostname(from, profile)) return [];
  return [{ at, kind: 'renamed', from: before, to: after, profileId: profile.id }];
}

const isFqdnKnown = ({ fqdn }: Names) => fqdn !== null && fqdn.trim() !== '';
const isSameHostname = (one: Names, other: Names) =>
  hostNameKey({ hostname: one.hostname }) === hostNameKey({ hostname: other.hostname });

function differences(
  before: ChangeProfile,
  profile: ChangeProfile,
  at: number,
  fixedAt: ReadonlyMap<Cause, number>,
): DerivedChange[] {
  /** Compares only known values: a fact that could not be read has not changed. */
  const replaced = (kind: DerivedKind, from: string | null, to: string | null): DerivedChange[] =>
    from === null || to === null || from === to ? [] : [{ at, kind, from, to, profileId: profile.id }];
  return [
    ...renamed(before, profile, at),
    ...replaced('clusterChanged', before.cluster, profile.cluster),
    ...replaced('firmwareChanged', before.firmwareVersion, profile.firmwareVersion),
    ...replaced('ciPolicyChanged', before.ciPolicy, profile.ciPolicy),
    ...replaced('agentChanged', before.agentVersion, profile.agentVersion),
    ...judgedOtherwise(before, profile, at, fixedAt),
  ];
}

function judgedOtherwise(
  before: ChangeProfile,
  profile: ChangeProfile,
  at: number,
  fixedAt: ReadonlyMap<Cause, number>,
): DerivedChange[] {
  const had = new Set(before.causes);
  const has = new Set(profile.causes);
  const gained = told(profile.causes.filter((cause) => !had.has(cause)));
  const lost = before.causes.filter((cause) => !has.has(cause));
  if (before.judgedState === profile.judgedState && gained.length === 0 && lost.length === 0) return [];
  const fixed = JUDGED_STATES.includes(profile.judgedState) ? told(lost) : [];
  const regressed = gained.filter(
    (cause) => !NEVER_REPAIRED.includes(cause) && (fixedAt.get(cause) ?? -Infinity) >= at - REGRESSION_MS,
  );
  const kind = isAble(profile.judgedState) ? 'recovery' : regressed.length > 0 ? 'regression' : 'transition';
  return [
    {
      at,
      kind,
      from: before.judgedState,
      to: profile.judgedState,
      profileId: profile.id,
      causes: told(profile.causes),
      gained,
      fixed,
      regressed,
    },
  ];
}

/**
 * The kind as it is shown; db/fleet/answers/change-kind.ts is the same in SQL. It follows from the content of
 * a change, so that changes of earlier versions are shown alike, and none is derived again for its name.
 */
export const kindToRead = (kind: string, { gained, fixed }: { gained?: unknown; fixed?: unknown }): string =>
  kind === 'transition' && isList(gained) && gained.length === 0 && isList(fixed) && fixed.length > 0
    ? 'improvement'
    : kind;

const isList = (value: unknown): value is unknown[] => Array.isArray(value);

type Reasoned = Pick<DerivedChange, 'from' | 'to' | 'gained' | 'fixed' | 'causes'> & {
  kind: ChangeKind;
  /** The decision, or the plan's task, that the change is about. */
  about?: string | undefined;
};

/**
 * Equal for changes that may form one wave: what happened, and why. The earlier state is no reason. Null for
 * changes that hosts cannot have in common.
 */
export function reasonOf(change: Reasoned): string | null {
  const { kind, from, to, gained = [], fixed = [], causes = [], about } = change;
  switch (CHANGE_FACTS[kind].alike) {
    case 'turn':
      return JSON.stringify(['turned', to, gained, gained.length > 0 ? [] : fixed]);
    case 'fixed':
      return JSON.stringify(['recovered', fixed]);
    case 'causes':
      return JSON.stringify([kind, to, causes]);
    case 'replacement':
      return JSON.stringify([kind, from, to]);
    case 'kind':
      return JSON.stringify([kind]);
    case 'about':
      return JSON.stringify([kind, about]);
    case undefined:
      return null;
  }
}

/** The new state of a host that turned, and its new causes; null for anything that is not a state. */
export function turnedTo({ to, gained = [] }: Pick<Reasoned, 'to' | 'gained'>) {
  const state = STATES.find((known) => known === to);
  return state === undefined ? null : { to: state, causes: [...gained] };
}

/** Whether a wave of this kind consists of hosts that stopped being able. */
export const isTurnForTheWorse = (kind: string, to: string | null): boolean =>
  factsOf(kind).turn === 'worse' && isState(to) && !isAble(to);
