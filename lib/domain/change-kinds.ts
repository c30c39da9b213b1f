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

/** All that lists, answers and screens know of a kind of change; its texts are in the messages. */
type KindFacts = {
  /**
   * `derived`: it follows from a host's segments, so that the same set of snapshots gives the same changes, however they came.
   * `told`: it is kept as another kind, and `kindToRead` tells it when it is read.
   * `recorded`: this server noticed it or somebody did it, at this server's time; one for each cause.
   */
  origin: 'derived' | 'told' | 'recorded';
  group: KindGroup;
  /** Stands before the others of its group, which have the order of the table. */
  isFirst?: boolean;
  /** A host's timeline tells it as an event, unless its runs and their absence say it: which state, since when. */
  timeline: 'runs' | 'event';
  /** What changes of one wave have in common besides: see `reasonOf`. Left out where no two hosts have anything in common. */
  alike?: 'turn' | 'fixed' | 'causes' | 'replacement' | 'kind' | 'about';
  /** The side to which hosts turn by it, where they do. Where they are only `heard` again, a silence ends that had been such a turn. */
  turn?: 'worse' | 'better' | 'heard';
  /** HGS judges the host anew. */
  isJudgement?: boolean;
  /** What it means for the shielded VMs of a host that is able since; those of one that is not are blocked. */
  vms?: 'freed' | 'verified' | 'unverified';
  /** The state whose glyph and colour it has, where that is not the one that it led to. */
  looksLike?: State;
  /** Its sentences, where they are not one that has its name; of two the second is for what is not told in full. */
  titles?: readonly [string, ...string[]];
  /** The filter of hosts that asks for what came in place of something. */
  hostWord?: 'firmware' | 'cluster';
  /** What was replaced is told by hashes, which are shown in short. */
  isOfHashes?: boolean;
};

const TURN = ['went', 'turned', 'stillAlso', 'stillBetter'] as const;

/** Lists have the kinds in this order, but for what `CHANGE_KINDS` and `isFirst` say. A new kind is a line here, its texts, and what writes it. */
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
  // The host is not able yet, and fails by less than before: its VMs still cannot run.
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
  // Nobody knew what the VMs of a host that is back did meanwhile: they are not freed but verified.
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
  // Sound: the type asks the same of the same table.
  return found as KindWith<Facts>[];
}

export const DERIVED_KINDS = kindsWith({ origin: 'derived' });
export const RECORDED_KINDS = kindsWith({ origin: 'recorded' });
/** Answers name the kinds in this order. */
export const CHANGE_KINDS = [...DERIVED_KINDS, ...kindsWith({ origin: 'told' }), ...RECORDED_KINDS];

/** The kind of this name; undefined for one that a later version recorded, or that nobody knows. */
export const knownKind = (name: string): ChangeKind | undefined => CHANGE_KINDS.find((kind) => kind === name);

/** What is known of the kind of this name. */
export function factsOf(name: string): Partial<KindFacts> {
  const kind = knownKind(name);
  return kind === undefined ? {} : CHANGE_FACTS[kind];
}

type TitleOf<K extends ChangeKind> = (typeof TABLE)[K] extends { titles: readonly (infer Title)[] }
  ? Title
  : K;
export type ChangeTitle = { [K in ChangeKind]: TitleOf<K> }[ChangeKind];

type Titles = readonly [ChangeTitle, ...ChangeTitle[]];

/** The sentences that tell a change of this kind. */
export const titlesOf = (kind: ChangeKind): Titles =>
  // Sound: the type asks the same of the same table.
  (CHANGE_FACTS[kind].titles ?? [kind]) as Titles;

/** Events of a host's timeline: they say something that a run or its absence does not. */
export const EVENT_KINDS = kindsWith({ timeline: 'event' });

/** Those by which a host's state or failing checks are others than before. */
export const DERIVED_OF_STATE: readonly DerivedKind[] = kindsWith({ origin: 'derived', timeline: 'runs' });

/** The kinds of change by which hosts stop being able. */
export const TURNS_FOR_THE_WORSE = kindsWith({ turn: 'worse' });

/**
 * The kinds of change by which a host turns from one state or set of causes to another, but for the end of a silence, which follows
 * its begin.
 */
export const SWITCHES: readonly ChangeKind[] = [...TURNS_FOR_THE_WORSE, ...kindsWith({ turn: 'better' })];
export const TURNS: readonly ChangeKind[] = [...SWITCHES, ...kindsWith({ turn: 'heard' })];

/** The kinds by which HGS judges a host anew; db/fleet/answers/changes.ts asks the same of the database. */
export const JUDGEMENT_KINDS: readonly ChangeKind[] = kindsWith({ isJudgement: true });

/** The kinds of a group, as addresses name them. */
export function kindsOfGroup<Group extends KindGroup>(group: Group) {
  const isFirst = (kind: ChangeKind) => Number(CHANGE_FACTS[kind].isFirst ?? false);
  return kindsWith({ group }).sort((a, b) => isFirst(b) - isFirst(a));
}

/** The kinds by which a host is another thing than before, rather than judged otherwise. */
export const REPLACED_KINDS = kindsOfGroup('replaced');
