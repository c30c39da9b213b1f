import type { Summary } from '@/lib/contracts/fleet';
import type { NamedHostsQuestion } from '@/lib/contracts/host-query';
import { rateOf } from '@/lib/domain/compliance';
import { COMPLIANCE, REPORTING, STATES } from '@/lib/domain/vocabulary';
import { authorize } from '@/lib/server/auth/authorize';
import type { Verb } from '@/lib/server/context';
import { type CauseCount, countFleet } from '@/lib/server/db/fleet/answers/summary';
import { everyCount } from '@/lib/util/every-count';
import { asOfText, fleetQuestion } from './internal';

const toCause = ({ cause, hosts, vmsBlocked, hostsFreedAlone, vmsFreedAlone }: CauseCount) => ({
  cause,
  hosts,
  vmsBlocked,
  freedAlone: { hosts: hostsFreedAlone, vms: vmsFreedAlone },
});

export async function summarizeHosts({ ctx, input }: Verb<NamedHostsQuestion>): Promise<Summary> {
  authorize(ctx, 'host.read');
  const question = await fleetQuestion(ctx, input);
  const counts = await countFleet(ctx.db, question);
  const states = everyCount(STATES, counts.states);
  const compliance = everyCount(COMPLIANCE, counts.compliance);
  return {
    asOf: asOfText(question),
    total: counts.total,
    reporting: everyCount(REPORTING, counts.reporting),
    states,
    vmsByState: everyCount(STATES, counts.vmsByState),
    compliance,
    rates: {
      able: rateOf(states.Passed, counts.total),
      compliant: rateOf(compliance.compliant, counts.total),
    },
    vms: { total: counts.vmsTotal, blocked: counts.vmsBlocked, unverified: counts.vmsUnverified },
    causes: counts.causes.map(toCause),
  };
}
