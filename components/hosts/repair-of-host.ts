import { failingOf } from '@/components/hosts/check-result';
import type { Remedies } from '@/components/hosts/use-remedies';
import type { HostView } from '@/lib/client/outputs';
import { restartsHost } from '@/lib/domain/remediation/cut-at-restart';
import { keyOfRisk } from '@/lib/domain/remediation/key-of-risk';
import { type RepairSequence, repairSequence } from '@/lib/domain/remediation/repair-sequence';
import { inRepairOrder } from '@/lib/domain/repair-order';
import { PREREQUISITE_OF_RISK } from '@/lib/domain/risk';

type Step = NonNullable<ReturnType<Remedies['entries']['get']>>['steps'][number];

/** Its failing checks as one sequence. A check whose steps have not come yet has its place in it. */
export const sequenceOfChecks = (
  host: Pick<HostView, 'checks' | 'seesIommu'>,
  { entries }: Pick<Remedies, 'entries'>,
): RepairSequence<Step> =>
  repairSequence(
    inRepairOrder(failingOf(host.checks)).map((key) => ({ key, steps: entries.get(key)?.steps ?? null })),
    host.seesIommu,
  );

/** What else on the page has steps of its own. */
type Other = Pick<HostView, 'cause' | 'checks' | 'risks' | 'prerequisites'>;

/**
 * Which of all that is wrong tells the restart, since one serves all: the checks, else the last of the causes, of the risks or
 * of the prerequisites that needs one. Null where nothing does.
 */
export function restartTeller(host: Other, { entries }: Pick<Remedies, 'entries'>): 'checks' | string | null {
  const needsOne = (key: string) => entries.get(key)?.steps.some(restartsHost) ?? false;
  const failing = failingOf(host.checks);
  if (failing.some(needsOne)) return 'checks';
  const told = new Set(host.risks.map(({ risk }) => PREREQUISITE_OF_RISK[risk]));
  const others = [
    host.cause.filter((cause) => !failing.includes(cause)),
    host.risks.map(({ risk }) => keyOfRisk(risk)),
    host.prerequisites.flatMap(({ prerequisite, result }) =>
      result === 'failing' && !told.has(prerequisite) ? [prerequisite] : [],
    ),
  ];
  return others.map((keys) => keys.findLast(needsOne)).find((key) => key !== undefined) ?? null;
}
