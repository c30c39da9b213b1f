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

/** All that is wrong with a host as one sequence: the page tells its parts in several places. What has no steps yet has its place in it. */
export function repairOfHost(host: Wrong, { entries }: Pick<Remedies, 'entries'>) {
  const { failing, besides } = kindsOf(host);
  const keys = inRepairOrder([...new Set([...failing, ...besides.flat()])]);
  const repair = repairSequence(
    keys.map((key) => ({ key, steps: entries.get(key)?.steps ?? null })),
    host.seesIommu,
  );
  const { parts } = repair;
  const restarts = parts.filter(({ part }) => part === 'restart');
  const tellerOf = (part: Part | undefined): Teller => {
    if (part?.part === 'fix' && !failing.includes(part.keys[0] ?? '')) return part.keys[0];
    if (failing.length > 0 || part === undefined) return CHECKS;
    if (part.part === 'diagnose')
      return keys.find((key) => entries.get(key)?.steps.some(({ id }) => id === 'diagnose'));
    if (part.part === 'resume') return tellerOf(restarts.at(-1));
    return besides.map((kind) => kind.findLast((key) => part.keys.includes(key))).find((key) => key);
  };
  const hintOf = (key: string): RestartHint | null => {
    const own = restarts.findLast((part) => part.keys.includes(key));
    if (own === undefined) return null;
    const isFirst = own === restarts[0];
    if (tellerOf(own) === key) return isFirst || tellerOf(restarts[0]) === key ? null : 'afterFirst';
    if (restarts.length === 1) return 'elsewhere';
    return isFirst ? 'beforeFirst' : 'betweenRestarts';
  };
  return {
    repair,
    /** What is told with the failing checks. */
    ofChecks: parts.filter((part) => tellerOf(part) === CHECKS),
    told: (key: string): Told => ({
      steps: parts.filter((part) => tellerOf(part) === key).flatMap(({ steps }) => steps),
      hint: hintOf(key),
      twice: tellerOf(restarts[0]) === key ? repair.twice : null,
    }),
  };
}
