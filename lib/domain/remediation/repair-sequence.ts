/** A step of the catalogue, as far as its place in a sequence depends on it. */
type Step = { id: string; restart: boolean };

/** What is wrong, with the steps of its entry; null where none is known. */
export type Repaired<S> = { key: string; steps: readonly S[] | null };

export const REPAIR_PARTS = ['diagnose', 'fix', 'restart', 'resume'] as const;

/** Why a host restarts twice: Windows does not see the IOMMU yet, or whether it does is not known. */
export const FIRMWARE_FIRST = ['notSeen', 'notKnown'] as const;

/** What several entries ask for alike is a part of its own; a restart has the keys that wait for it. */
export type RepairPart<S> = {
  part: (typeof REPAIR_PARTS)[number];
  keys: string[];
  steps: S[];
};

export type RepairSequence<S> = {
  parts: RepairPart<S>[];
  restarts: number;
  /** Windows can require DMA protection only once it sees the IOMMU, which a first restart turns on; null: one restart. */
  firmwareFirst: (typeof FIRMWARE_FIRST)[number] | null;
};

type NamedPart = Pick<RepairPart<unknown>, 'part' | 'keys'>;

/** Tells a part from all others of its sequence: the two restarts of a host can wait for the same checks. */
export function keyOfPart({ part, keys }: NamedPart, at: number, parts: readonly NamedPart[]): string {
  const isAlike = (other: NamedPart) =>
    other.part === part && (part === 'restart' || other.keys[0] === keys[0]);
  return [part, parts.slice(0, at).filter(isAlike).length, ...keys].join(' ');
}

/** The first is for any host; BitLocker's own may turn out not to be needed. */
const RESTARTS = ['guardedRestart', 'restartAfterBitLocker'];
export const restartsHost = ({ id }: Pick<Step, 'id'>): boolean => RESTARTS.includes(id);
const resumesNode = ({ id }: Step) => id === 'resumeNode';
const TURN_ON_IOMMU = 'turnOnIommu';

/** An entry, cut where the host restarts. */
type Cut<S> = {
  key: string;
  /** What is set before. */
  before: S[];
  /** What is done in the restart itself, such as a change in the firmware setup, and what protects the host from it. */
  suspend: S | null;
  within: S[];
  restart: S | null;
  after: S[];
};

/**
 * What is wrong with a host, in the order of its repair, as one sequence: one diagnosis before everything, one restart after
 * the last setting that waits for it, and one return of the node at the end. An entry alone is left as it is.
 */
export function repairSequence<S extends Step>(
  repaired: readonly Repaired<S>[],
  seesIommu: boolean | null,
): RepairSequence<S> {
  const entries = seesIommu === true ? repaired.map(withoutIommu) : repaired;
  const known = entries.flatMap(({ steps }) => (steps === null ? [] : [steps]));
  const isFirmwareFirst = known.flat().some(({ id }) => id === TURN_ON_IOMMU);
  const parts = known.length > 1 || isFirmwareFirst ? sharedParts(entries) : entries.map(wholePart);
  return {
    parts,
    restarts: parts.flatMap(({ steps }) => steps).filter(restartsHost).length,
    firmwareFirst: !isFirmwareFirst ? null : seesIommu === null ? 'notKnown' : 'notSeen',
  };
}

/** The steps of what is told beside a restart for all; the node is resumed where that restart is told. */
export const withoutRestart = <S extends Step>(steps: readonly S[]): S[] =>
  steps.filter((step) => !restartsHost(step) && !resumesNode(step));

const wholePart = <S>({ key, steps }: Repaired<S>): RepairPart<S> => ({
  part: 'fix',
  keys: [key],
  steps: [...(steps ?? [])],
});

/** It is on already. */
const withoutIommu = <S extends Step>({ key, steps }: Repaired<S>): Repaired<S> => ({
  key,
  steps: steps?.filter(({ id }) => id !== TURN_ON_IOMMU) ?? null,
});

function cut<S extends Step>({ key, steps }: Repaired<S>, diagnose: S | undefined): Cut<S> {
  const all = steps ?? [];
  const own = all.filter(({ id }) => id !== 'suspendBitLocker' && id !== 'resumeNode' && id !== diagnose?.id);
  const found = own.findIndex(restartsHost);
  const at = found === -1 ? own.length : found;
  const head = own.slice(0, at);
  return {
    key,
    before: head.filter(({ restart }) => !restart),
    suspend: all.find(({ id }) => id === 'suspendBitLocker') ?? null,
    within: head.filter(({ restart }) => restart),
    restart: own[at] ?? null,
    after: own.slice(at + 1),
  };
}

function sharedParts<S extends Step>(entries: readonly Repaired<S>[]): RepairPart<S>[] {
  const all = entries.flatMap(({ steps }) => steps ?? []);
  const diagnose = entries.flatMap(({ steps }) => beforeRestart(steps ?? [])).find(isDiagnosis);
  const resume = all.find(resumesNode);
  const cuts = entries.map((entry) => cut(entry, diagnose));
  const iommu = cuts.findIndex(({ within }) => within.some(({ id }) => id === TURN_ON_IOMMU));
  const first = cuts.slice(0, iommu + 1).filter(({ within }) => within.length > 0);
  const last = cuts.filter(
    (own) => own.restart !== null && !(first.includes(own) && own.before.length === 0),
  );
  return [
    ...once('diagnose', diagnose),
    ...cuts.flatMap((own) => [
      ...(own === cuts[iommu] ? [restartPart(first, first)] : []),
      { part: 'fix' as const, keys: [own.key], steps: own.before },
      ...(own === last.at(-1)
        ? [
            restartPart(
              last,
              last.filter((other) => !first.includes(other)),
            ),
          ]
        : []),
      ...(own === last.at(-1) ? afterParts(last) : []),
    ]),
    ...once('resume', resume),
  ];
}

const isDiagnosis = ({ id }: Step) => id === 'diagnose';

/** One that follows a restart needs what was installed before it. */
function beforeRestart<S extends Step>(steps: readonly S[]): readonly S[] {
  const at = steps.findIndex(restartsHost);
  return at === -1 ? steps : steps.slice(0, at);
}

const once = <S>(part: 'diagnose' | 'resume', step: S | undefined): RepairPart<S>[] =>
  step === undefined ? [] : [{ part, keys: [], steps: [step] }];

/** BitLocker is suspended last of all, since one restart ends that, and before anything of the firmware changes. */
function restartPart<S extends Step>(waiting: readonly Cut<S>[], changing: readonly Cut<S>[]): RepairPart<S> {
  const suspend = changing.flatMap(({ suspend: step }) => step ?? []).slice(0, 1);
  const restarts = waiting.flatMap(({ restart }) => restart ?? []);
  const restart = RESTARTS.flatMap((id) => restarts.find((step) => step.id === id) ?? []).slice(0, 1);
  return {
    part: 'restart',
    keys: waiting.map(({ key }) => key),
    steps: [...suspend, ...unique(changing.flatMap(({ within }) => within)), ...restart],
  };
}

const unique = <S extends Step>(steps: readonly S[]): S[] => [
  ...new Map(steps.map((step) => [step.id, step])).values(),
];

const afterParts = <S>(cuts: readonly Cut<S>[]): RepairPart<S>[] =>
  cuts.flatMap(({ key, after }) => (after.length === 0 ? [] : [{ part: 'fix', keys: [key], steps: after }]));
