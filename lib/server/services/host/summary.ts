import type { Summary } from '@/lib/contracts/fleet';
import type { HostQuery } from '@/lib/contracts/host-query';
import { rateOf } from '@/lib/domain/compliance';
import { COMPLIANCE, REPORTING, STATES } from '@/lib/domain/vocabulary';
import { authorize } from '@/lib/server/auth/authorize';
import type { Verb } from '@/lib/server/context';
import { type CauseCount, countFleet } from '@/lib/server/db/fleet/answers/summary';
import { asOfText, fleetQuestion } from './internal';

/** Every word of a vocabulary with its count, 0 where no host has it. */
function countsOf<T extends string>(
  words: readonly T[],
  counts: Partial<Record<T, number>>,
): Record<T, number> {
  return Object.fromEntries(words.map((word) => [word, counts[word] ?? 0])) as Record<T, number>;
}

const toCause = ({ cause, hosts, vmsBlocked, hostsFreedAlone, vmsFreedAlone }: CauseCount) => ({
  cause,
  hosts,
  vmsBlocked,
  freedAlone: { hosts: hostsFreedAlone, vms: vmsFreedAlone },
});

export async function summarizeHosts({
  ctx,
  input,
}: Verb<Pick<HostQuery, 'filter' | 'at'>>): Promise<Summary> {
  authorize(ctx, 'host.read');
  const question = await fleetQuestion(ctx, input);
  const counts = await countFleet(ctx.db, question);
  const states = countsOf(STATES, counts.states);
  const compliance = countsOf(COMPLIANCE, counts.compliance);
  return {
    asOf: asOfText(question),
    total: counts.total,
    reporting: countsOf(REPORTING, counts.reporting),
    states,
    compliance,
    rates: {
      able: rateOf(states.Passed, counts.total),
      compliant: rateOf(compliance.compliant, counts.total),
    },
    vms: { total: counts.vmsTotal, blocked: counts.vmsBlocked, unverified: counts.vmsUnverified },
    causes: counts.causes.map(toCause),
  };
}
