import type { State } from '@/lib/domain/vocabulary';

/** What people look for on the page Changes, in its order. */
export const KIND_GROUP_NAMES = [
  'turned',
  'better',
  'silence',
  'replaced',
  'hosts',
  'plans',
  'exceptions',
  'reports',
] as const;
export type KindGroup = (typeof KIND_GROUP_NAMES)[number];

/** Everything that lists, answers and screens know about a kind of change; its texts are in the messages. */
type KindFacts = {
  /**
   * `derived`: it follows from a host's segments, so that the same snapshots give the same changes in any
   * order. `told`: it is stored as another kind, and `kindToRead` turns it into this one. `recorded`: this
   * server noticed it or somebody did it, at this server's time; one for each cause.
   */
  origin: 'derived' | 'told' | 'recorded';
  group: KindGroup;
  /** It comes first in its group; the others have the order of the table. */
  isFirst?: boolean;
  /**
   * Whether a host's timeline shows it as an event, or its runs and the gaps between them already show it
   * (which state, since when).
   */
  timeline: 'runs' | 'event';
  /**
   * What changes of one wave have in common besides the kind: see `reasonOf`. Absent if hosts cannot have it
   * in common.
   */
  alike?: 'turn' | 'fixed' | 'causes' | 'replacement' | 'kind' | 'about';
  /** The direction in which hosts turn, if they do. `heard` ends a silence that was itself a turn for the worse. */
  turn?: 'worse' | 'better' | 'heard';
  /** HGS judges the host again. */
  isJudgement?: boolean;
  /**
   * What the change means for the shielded VMs of a host that is able afterwards; those of a host that is not
   * able are blocked.
   */
  vms?: 'freed' | 'verified' | 'unverified';
  /** The state whose symbol and colour it has, if not those of the new state. */
  looksLike?: State;
  /**
   * Its sentences, if they are not one with its name. The second of two is for changes that are not shown in
   * full.
   */
  titles?: readonly [string, ...string[]];
  /** The host filter word for the new value. */
  hostWord?: 'firmware' | 'cluster';
  /** Old and new values are hashes, which are shown shortened. */
  isOfHashes?: boolean;
};

const TURN = ['went', 'turned', 'stillAlso', 'stillBetter'] as const;

/**
 * Lists use this order, apart from `CHANGE_KINDS` and `isFirst`. A new kind needs a line here, its texts, and
 * the code that writes it.
 */
const TABLE = {
  transition: {
    origin: 'derived',
    group: 'turned',
    timeline: 'runs',
    alike: 'turn',
    turn: 'worse',
    isJudgement: true,
    vms: 'freed',
    titles: TURN,
  },
  recovery: {
    origin: 'derived',
    group: 'better',
    timeline: 'runs',
    alike: 'fixed',
    turn: 'better',
    isJudgement: true,
    vms: 'freed',
    titles: ['recoveredFrom', 'recovered'],
  },
  regression: {
    origin: 'derived',
    group: 'turned',
    timeline: 'runs',
    alike: 'turn',
    turn: 'worse',
    isJudgement: true,
    vms: 'freed',
    titles: TURN,
  },
  // The host is still not able, but fails by less than before: its VMs still cannot run.
  improvement: {
    origin: 'told',
    group: 'better',
    timeline: 'runs',
    alike: 'turn',
    turn: 'better',
    isJudgement: true,
    titles: TURN,
  },
  silent: {
    origin: 'recorded',
    group: 'silence',
    timeline: 'runs',
    alike: 'kind',
    turn: 'worse',
    vms: 'unverified',
    titles: ['silentWas', 'silent'],
  },
  // Nobody knew what the VMs did while the host was away: they are not freed but verified.
  back: {
    origin: 'derived',
    group: 'silence',
    timeline: 'runs',
    alike: 'kind',
    turn: 'heard',
    vms: 'verified',
  },
  firstReport: { origin: 'derived', group: 'hosts', timeline: 'runs', alike: 'causes' },
  enrolled: { origin: 'recorded', group: 'hosts', timeline: 'event', alike: 'kind' },
  retired: { origin: 'recorded', group: 'hosts', timeline: 'event' },
  merged: { origin: 'recorded', group: 'hosts', timeline: 'event', titles: ['merged', 'mergedElsewhere'] },
  renamed: { origin: 'derived', group: 'hosts', timeline: 'event' },
  clusterChanged: {
    origin: 'derived',
    group: 'replaced',
    timeline: 'event',
    alike: 'replacement',
    hostWord: 'cluster',
  },
  firmwareChanged: {
    origin: 'derived',
    group: 'replaced',
    timeline: 'event',
    alike: 'replacement',
    hostWord: 'firmware',
    isFirst: true,
  },
  ciPolicyChanged: {
    origin: 'derived',
    group: 'replaced',
    timeline: 'event',
    alike: 'replacement',
    isOfHashes: true,
    isFirst: true,
  },
  agentChanged: { origin: 'derived', group: 'replaced', timeline: 'event', alike: 'replacement' },
  rejected: { origin: 'recorded', group: 'reports', timeline: 'event', looksLike: 'Silent' },
  clockStepped: { origin: 'recorded', group: 'reports', timeline: 'event' },
  sequenceFellBack: { origin: 'recorded', group: 'reports', timeline: 'event' },
  snapshotsDropped: { origin: 'recorded', group: 'reports', timeline: 'event' },
  duplicateIdentity: { origin: 'recorded', group: 'hosts', timeline: 'event' },
  otherMachine: { origin: 'recorded', group: 'hosts', timeline: 'event' },
  reenrollAllowed: { origin: 'recorded', group: 'hosts', timeline: 'event' },
  reenrollWithdrawn: { origin: 'recorded', group: 'hosts', timeline: 'event' },
  locked: { origin: 'recorded', group: 'hosts', timeline: 'event', looksLike: 'Silent' },
  unlocked: { origin: 'recorded', group: 'hosts', timeline: 'event' },
  exceptionInForce: { origin: 'recorded', group: 'exceptions', timeline: 'event', alike: 'about' },
  exceptionEnded: { origin: 'recorded', group: 'exceptions', timeline: 'event', alike: 'about' },
  planOpened: { origin: 'recorded', group: 'plans', timeline: 'event', alike: 'about' },
  planTaskDone: { origin: 'recorded', group: 'plans', timeline: 'event', alike: 'about' },
  planTaskProven: { origin: 'recorded', group: 'plans', timeline: 'event', alike: 'about' },
  planTaskRegressed: { origin: 'recorded', group: 'plans', timeline: 'event', alike: 'about' },
  planClosed: { origin: 'recorded', group: 'plans', timeline: 'event', alike: 'about' },
} as const satisfies Record<string, KindFacts>;

export type ChangeKind = keyof typeof TABLE;

type KindWith<Facts> = {
  [K in ChangeKind]: (typeof TABLE)[K] extends Facts ? K : never;
}[ChangeKind];
export type DerivedKind = KindWith<{ origin: 'derived' }>;
export type RecordedKind = KindWith<{ origin: 'recorded' }>;
export type EventKind = KindWith<{ timeline: 'event' }>;

export const CHANGE_FACTS: Readonly<Record<ChangeKind, KindFacts>> = TABLE;

// Sound: these are the keys of the table.
const IN_TABLE = Object.keys(TABLE) as ChangeKind[];

function kindsWith<const Facts extends Partial<KindFacts>>(facts: Facts): KindWith<Facts>[] {
  const found = IN_TABLE.filter((kind) => {
    const known: Readonly<Record<string, unknown>> = CHANGE_FACTS[kind];
    return Object.entries(facts).every(([fact, value]) => known[fact] === value);
  });
  // Sound: the type asks the same question of the same table.
  return found as KindWith<Facts>[];
}

export const DERIVED_KINDS = kindsWith({ origin: 'derived' });
export const RECORDED_KINDS = kindsWith({ origin: 'recorded' });
/** The order of kinds in answers. */
export const CHANGE_KINDS = [...DERIVED_KINDS, ...kindsWith({ origin: 'told' }), ...RECORDED_KINDS];

/** The kind with this name; undefined for unknown names and those of later versions. */
export const knownKind = (name: string): ChangeKind | undefined => CHANGE_KINDS.find((kind) => kind === name);

/** What is known about the kind with this name. */
export function factsOf(name: string): Partial<KindFacts> {
  const kind = knownKind(name);
  return kind === undefined ? {} : CHANGE_FACTS[kind];
}

type TitleOf<K extends ChangeKind> = (typeof TABLE)[K] extends { titles: readonly (infer Title)[] }
  ? Title
  : K;
export type ChangeTitle = { [K in ChangeKind]: TitleOf<K> }[ChangeKind];

type Titles = readonly [ChangeTitle, ...ChangeTitle[]];

/** The sentences for a change of this kind. */
export const titlesOf = (kind: ChangeKind): Titles =>
  // Sound: the type asks the same question of the same table.
  (CHANGE_FACTS[kind].titles ?? [kind]) as Titles;

/** Events of a host's timeline: they say something that runs and gaps do not. */
export const EVENT_KINDS = kindsWith({ timeline: 'event' });

/** The kinds by which a host's state or failing checks differ from before. */
export const DERIVED_OF_STATE: readonly DerivedKind[] = kindsWith({ origin: 'derived', timeline: 'runs' });

/** The kinds by which hosts stop being able. */
export const TURNS_FOR_THE_WORSE = kindsWith({ turn: 'worse' });

/**
 * The kinds by which a host goes from one state or set of causes to another, except the end of a silence,
 * which follows from its beginning.
 */
export const SWITCHES: readonly ChangeKind[] = [...TURNS_FOR_THE_WORSE, ...kindsWith({ turn: 'better' })];
export const TURNS: readonly ChangeKind[] = [...SWITCHES, ...kindsWith({ turn: 'heard' })];

/** The kinds by which HGS judges a host again; db/fleet/answers/changes.ts has them in SQL. */
export const JUDGEMENT_KINDS: readonly ChangeKind[] = kindsWith({ isJudgement: true });

/** The kinds of a group, as addresses name them. */
export function kindsOfGroup<Group extends KindGroup>(group: Group) {
  const isFirst = (kind: ChangeKind) => Number(CHANGE_FACTS[kind].isFirst ?? false);
  return kindsWith({ group }).sort((a, b) => isFirst(b) - isFirst(a));
}

/** The kinds by which the host itself changed instead of its judgement. */
export const REPLACED_KINDS = kindsOfGroup('replaced');
