import { withEnds } from './commands/restart-ends';
import {
  type Cut,
  cutAtRestart,
  RESTARTS,
  restartsHost,
  resumesNode,
  suspendsBitLocker,
} from './cut-at-restart';
import { RESTART_PENDING } from './key-of-risk';

/** A step of the catalogue, as far as its place in a sequence depends on it. */
type Step = { id: string; restart: boolean; command?: string };

/** What is wrong, with the steps of its entry; null where none is known. */
export type Repaired<S> = { key: string; steps: readonly S[] | null };

export const REPAIR_PARTS = ['diagnose', 'fix', 'restart', 'resume'] as const;

/**
 * Why a host restarts twice: the HostGuardian feature is missing, which all else needs; or Windows does not see the IOMMU
 * yet, or whether it does is not known.
 */
export const TWICE = ['featureMissing', 'iommuNotSeen', 'iommuNotKnown'] as const;

/** What several entries ask for alike is a part of its own; a restart has the keys that wait for it. */
export type RepairPart<S> = {
  part: (typeof REPAIR_PARTS)[number];
  keys: string[];
  steps: S[];
};

export type RepairSequence<S> = {
  parts: RepairPart<S>[];
  restarts: number;
  /** Null: one restart, or none. */
  twice: (typeof TWICE)[number] | null;
};

type NamedPart = Pick<RepairPart<unknown>, 'part' | 'keys'>;

/** Tells a part from all others of its sequence: the two restarts of a host can wait for the same checks. */
export function keyOfPart({ part, keys }: NamedPart, at: number, parts: readonly NamedPart[]): string {
  const isAlike = (other: NamedPart) =>
    other.part === part && (part === 'restart' || other.keys[0] === keys[0]);
  return [part, parts.slice(0, at).filter(isAlike).length, ...keys].join(' ');
}

/** Only the entries that install the feature for its own sake check it. */
const checksFeature = ({ id }: Step) => id === 'checkFeature';
export const turnsOnIommu = ({ id }: Pick<Step, 'id'>): boolean => id === 'turnOnIommu';
const installsFeature = ({ id }: Step) => id === 'installFeature';
const waitsForFeature = ({ key }: Pick<Repaired<unknown>, 'key'>) => key === RESTART_PENDING;
const isDiagnosis = ({ id }: Step) => id === 'diagnose';

/** An entry, cut where the host restarts, without what is done once for all. */
type OwnCut<S> = Cut<S> & { key: string };

/**
 * What is wrong with a host, in the order of its repair, as one sequence: one diagnosis before everything, one restart after
 * the last setting that waits for it, and one return of the node at the end. What the rest depends on, and is there only after a
 * restart, has a first one. An entry alone is left as it is, unless `isCut` asks for its parts.
 */
export function repairSequence<S extends Step>(
  repaired: readonly Repaired<S>[],
  seesIommu: boolean | null,
  isCut = false,
): RepairSequence<S> {
  // The IOMMU is on already, or the feature installed but for its restart.
  const isDone = (step: Step) =>
    (seesIommu === true && turnsOnIommu(step)) || (repaired.some(waitsForFeature) && installsFeature(step));
  const entries = repaired.map((one) => ({
    ...one,
    steps: one.steps?.filter((step) => !isDone(step)) ?? null,
  }));
  const known = entries.flatMap(({ steps }) => (steps === null ? [] : [steps]));
  const isShared = isCut || known.length > 1 || known.flat().some(turnsOnIommu);
  const ordered = isShared ? sharedParts(entries) : entries.map(wholePart);
  const parts = ordered.map(knowingItsKeys);
  const restarts = parts.flatMap(({ steps }) => steps).filter(restartsHost).length;
  const first = known.flat().some(checksFeature)
    ? 'featureMissing'
    : seesIommu === null
      ? 'iommuNotKnown'
      : 'iommuNotSeen';
  return { parts, restarts, twice: restarts > 1 ? first : null };
}

/** Its restart asks first whether HGS still says one of all that wait for it. */
const knowingItsKeys = <S extends Step>(part: RepairPart<S>): RepairPart<S> => ({
  ...part,
  steps: part.steps.map((step) =>
    restartsHost(step) && step.command !== undefined
      ? { ...step, command: withEnds(step.command, part.keys) }
      : step,
  ),
});

const wholePart = <S>({ key, steps }: Repaired<S>): RepairPart<S> => ({
  part: 'fix',
  keys: [key],
  steps: [...(steps ?? [])],
});

function sharedParts<S extends Step>(entries: readonly Repaired<S>[]): RepairPart<S>[] {
  const all = entries.flatMap(({ steps }) => steps ?? []);
  const cuts = entries.map(({ key, steps }) => ({
    key,
    ...cutAtRestart((steps ?? []).filter((step) => !isDiagnosis(step))),
  }));
  const { lead, first, rest } = inTwo(cuts);
  const diagnosis = once('diagnose', all.find(isDiagnosis));
  // It asks HGS, which takes the feature.
  const isDiagnosedFirst = !all.some(checksFeature);
  const last = waiting(rest);
  return [
    ...(isDiagnosedFirst ? diagnosis : []),
    ...lead.map(fixPart),
    ...restartParts(first),
    ...(isDiagnosedFirst ? [] : diagnosis),
    ...rest.flatMap((own) => [fixPart(own), ...(own === last.at(-1) ? restartParts(last) : [])]),
    ...once('resume', all.find(resumesNode)),
  ];
}

/**
 * A missing feature leads, with the restart that it may wait for already, and else what stands before an IOMMU that is to be
 * turned on; both wait for the first restart. Without either, there is no first one.
 */
function inTwo<S extends Step>(cuts: readonly OwnCut<S>[]) {
  const features = cuts.filter(({ before }) => before.some(checksFeature));
  const at = cuts.findIndex(({ atRestart }) => atRestart.some(turnsOnIommu));
  const iommu = cuts[at];
  const lead =
    features.length > 0
      ? cuts.filter((own) => features.includes(own) || waitsForFeature(own))
      : cuts.slice(0, Math.max(at, 0));
  const rest = cuts.filter((own) => !lead.includes(own));
  return {
    lead,
    first: waiting([...lead, ...(iommu ? [turningOn(iommu)] : [])]),
    rest: rest.map((own) => (own === iommu ? requiring(own) : own)),
  };
}

const waiting = <S>(cuts: readonly OwnCut<S>[]) => cuts.filter(({ restart }) => restart !== null);

/** What of the IOMMU is done at the first restart. */
const turningOn = <S extends Step>(iommu: OwnCut<S>): OwnCut<S> => ({
  ...iommu,
  atRestart: iommu.atRestart.filter((step) => suspendsBitLocker(step) || turnsOnIommu(step)),
  after: [],
});

/** What Windows can require only once it sees the IOMMU. */
const requiring = <S extends Step>(iommu: OwnCut<S>): OwnCut<S> => ({
  ...iommu,
  before: [
    ...iommu.before,
    ...iommu.atRestart.filter((step) => !suspendsBitLocker(step) && !turnsOnIommu(step)),
  ],
  atRestart: [],
});

const once = <S>(part: 'diagnose' | 'resume', step: S | undefined): RepairPart<S>[] =>
  step === undefined ? [] : [{ part, keys: [], steps: [step] }];

const fixPart = <S>({ key, before }: OwnCut<S>): RepairPart<S> => ({
  part: 'fix',
  keys: [key],
  steps: before,
});

/** A restart, and what waits for it to be over. */
function restartParts<S extends Step>(cuts: readonly OwnCut<S>[]): RepairPart<S>[] {
  const restarts = cuts.flatMap(({ restart }) => restart ?? []);
  const restart = RESTARTS.flatMap((id) => restarts.find((step) => step.id === id) ?? []).slice(0, 1);
  if (restart.length === 0) return [];
  const steps = unique(cuts.flatMap(({ atRestart }) => atRestart)).toSorted(byPlaceAtRestart);
  return [
    { part: 'restart', keys: cuts.map(({ key }) => key), steps: [...steps, ...restart] },
    ...cuts.flatMap(({ key, after }): RepairPart<S>[] =>
      after.length === 0 ? [] : [{ part: 'fix', keys: [key], steps: after }],
    ),
  ];
}

const unique = <S extends Step>(steps: readonly S[]): S[] => [
  ...new Map(steps.map((step) => [step.id, step])).values(),
];

/** BitLocker is suspended before anything that is measured changes; the firmware setup opens while the host restarts. */
const placeAtRestart = (step: Step) => (suspendsBitLocker(step) ? 0 : step.restart ? 2 : 1);
const byPlaceAtRestart = (a: Step, b: Step) => placeAtRestart(a) - placeAtRestart(b);
