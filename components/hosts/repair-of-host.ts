import { failingOf } from '@/components/hosts/check-result';
import type { Remedies } from '@/components/hosts/use-remedies';
import type { HostView } from '@/lib/client/outputs';
import { keyOfPrerequisite, keyOfRisk } from '@/lib/domain/remediation/key-of-risk';
import {
  type RepairPart,
  type RepairSequence,
  repairSequence,
} from '@/lib/domain/remediation/repair-sequence';
import { inRepairOrder } from '@/lib/domain/repair-order';
import { PREREQUISITE_OF_RISK } from '@/lib/domain/risk';

type Step = NonNullable<ReturnType<Remedies['entries']['get']>>['steps'][number];
type Part = RepairPart<Step>;

/** What on the page of a host has steps of its own. */
type Wrong = Pick<HostView, 'cause' | 'checks' | 'risks' | 'prerequisites' | 'seesIommu'>;

/** Whether another part of the page tells the restart that an entry waits for, and which of two it is. */
export type RestartHint = 'elsewhere' | 'beforeFirst' | 'betweenRestarts' | 'afterFirst';

/** What the page tells where an entry stands. */
export type Told = { steps: Step[]; hint: RestartHint | null; twice: RepairSequence<Step>['twice'] };

/** Who tells what is done once for all: the failing checks together, or the entry of this name. */
const CHECKS = Symbol('the failing checks');
type Teller = typeof CHECKS | string | undefined;

/** All that is wrong, by kind, in the order of the page. */
function kindsOf({ cause, checks, risks, prerequisites }: Wrong) {
  const failing = failingOf(checks);
  const told = new Set(risks.map(({ risk }) => PREREQUISITE_OF_RISK[risk]));
  const besides = [
    cause.filter((name) => !failing.includes(name)),
    risks.map(({ risk }) => keyOfRisk(risk)),
    prerequisites
      .filter(({ prerequisite, result }) => result === 'failing' && !told.has(prerequisite))
      .map(keyOfPrerequisite),
  ];
  return { failing, besides };
}

/** What of a sequence says who tells which of its parts. */
type Sequence = ReturnType<typeof kindsOf> & {
  /** The first entry, in the order of repair, that is diagnosed. */
  diagnosed: string | undefined;
  restarts: Part[];
};

function tellerOf(part: Part, { failing, besides, diagnosed, restarts }: Sequence): Teller {
  const [first] = part.keys;
  if (part.part === 'fix' && first !== undefined && !failing.includes(first)) return first;
  if (failing.length > 0) return CHECKS;
  if (part.part === 'diagnose') return diagnosed;
  // The node is resumed where its last restart is told. Only failing checks resume it without one.
  const place = part.part === 'resume' ? restarts.at(-1) : part;
  if (place === undefined) return CHECKS;
  return besides.map((kind) => kind.findLast((key) => place.keys.includes(key))).find((key) => key);
}

function hintOf(key: string, sequence: Sequence): RestartHint | null {
  const [first, second] = sequence.restarts;
  const own = sequence.restarts.findLast((part) => part.keys.includes(key));
  if (first === undefined || own === undefined) return null;
  const isToldHere = (part: Part) => tellerOf(part, sequence) === key;
  if (isToldHere(own)) return isToldHere(first) ? null : 'afterFirst';
  if (second === undefined) return 'elsewhere';
  return own === first ? 'beforeFirst' : 'betweenRestarts';
}

/** All that is wrong with a host as one sequence: the page tells its parts in several places. What has no steps yet has its place in it. */
export function repairOfHost(host: Wrong, { entries }: Pick<Remedies, 'entries'>) {
  const kinds = kindsOf(host);
  const keys = inRepairOrder([...new Set([...kinds.failing, ...kinds.besides.flat()])]);
  const stepsOf = (key: string) => entries.get(key)?.steps ?? null;
  const repair = repairSequence(
    keys.map((key) => ({ key, steps: stepsOf(key) })),
    host.seesIommu,
    kinds.failing.length > 0,
  );
  const restarts = repair.parts.filter(({ part }) => part === 'restart');
  const diagnosed = keys.find((key) => stepsOf(key)?.some(({ id }) => id === 'diagnose'));
  const sequence = { ...kinds, diagnosed, restarts };
  const partsOf = (teller: Teller) => repair.parts.filter((part) => tellerOf(part, sequence) === teller);
  return {
    repair,
    /** What is told with the failing checks. */
    ofChecks: partsOf(CHECKS),
    told: (key: string): Told => ({
      steps: partsOf(key).flatMap(({ steps }) => steps),
      hint: hintOf(key, sequence),
      twice: partsOf(key).some((part) => part === restarts[0]) ? repair.twice : null,
    }),
  };
}
