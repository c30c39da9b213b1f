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

/** The properties of a step that decide its place in a sequence. */
type Step = { id: string; restart: boolean; command?: string };

/** A problem with the steps of its entry; null if there is no entry. */
export type Repaired<S> = { key: string; steps: readonly S[] | null };

export const REPAIR_PARTS = ['diagnose', 'fix', 'restart', 'resume'] as const;

/**
 * Why a host restarts twice: the HostGuardian feature is missing, which everything else needs; or Windows
 * does not see the IOMMU yet, or it is unknown whether it does.
 */
export const TWICE = ['featureMissing', 'iommuNotSeen', 'iommuNotKnown'] as const;

/** Steps that several entries share are a separate part; a restart has the keys that wait for it. */
export type RepairPart<S> = {
  part: (typeof REPAIR_PARTS)[number];
  keys: string[];
  steps: S[];
};

export type RepairSequence<S> = {
  parts: RepairPart<S>[];
  restarts: number;
  /** Null if there is one restart or none. */
  twice: (typeof TWICE)[number] | null;
};

type NamedPart = Pick<RepairPart<unknown>, 'part' | 'keys'>;

/** Identifies a part within its sequence: both restarts of a host can wait for the same checks. */
export function keyOfPart({ part, keys }: NamedPart, at: number, parts: readonly NamedPart[]): string {
  const isAlike = (other: NamedPart) =>
    other.part === part && (part === 'restart' || other.keys[0] === keys[0]);
  return [part, parts.slice(0, at).filter(isAlike).length, ...keys].join(' ');
}

/** Only entries about the feature itself contain this check. */
const checksFeature = ({ id }: Step) => id === 'checkFeature';
export const turnsOnIommu = ({ id }: Pick<Step, 'id'>): boolean => id === 'turnOnIommu';
const installsFeature = ({ id }: Step) => id === 'installFeature';
const waitsForFeature = ({ key }: Pick<Repaired<unknown>, 'key'>) => key === RESTART_PENDING;
const isDiagnosis = ({ id }: Step) => id === 'diagnose';

/** An entry, split at the restart, without the steps that are done once for all. */
type OwnCut<S> = Cut<S> & { key: string };

/**
 * The problems of a host, in the order of repair, as one sequence: one diagnosis before everything, one
 * restart after the last setting that needs it, and one return of the node at the end. What the rest depends
 * on and only exists after a restart has an earlier restart. A single entry stays as it is, unless `isCut`
 * asks for its parts.
 */
export function repairSequence<S extends Step>(
  repaired: readonly Repaired<S>[],
  seesIommu: boolean | null,
  isCut = false,
): RepairSequence<S> {
  // The IOMMU is already on, or the feature is installed except for its restart.
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

/** Makes the restart first ask whether HGS still names one of the keys that wait for it. */
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
  // The diagnosis asks HGS, which requires the feature.
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
 * A missing feature comes first, with a restart that it may already wait for; otherwise the steps before an
 * IOMMU that has to be turned on. Both wait for the first restart. Without either, there is no first one.
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

/** The steps for the IOMMU at the first restart. */
const turningOn = <S extends Step>(iommu: OwnCut<S>): OwnCut<S> => ({
  ...iommu,
  atRestart: iommu.atRestart.filter((step) => suspendsBitLocker(step) || turnsOnIommu(step)),
  after: [],
});

/** The steps that Windows can do only once it sees the IOMMU. */
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

/** A restart, and the steps after it. */
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

/** BitLocker is suspended before anything that is measured changes; the firmware setup opens during the restart. */
const placeAtRestart = (step: Step) => (suspendsBitLocker(step) ? 0 : step.restart ? 2 : 1);
const byPlaceAtRestart = (a: Step, b: Step) => placeAtRestart(a) - placeAtRestart(b);
