import { Summary } from '@/lib/contracts/fleet';
import { NamedHostsInput } from '@/lib/contracts/host-query';
import { rateOf } from '@/lib/domain/compliance';
import { COMPLIANCE, REPORTING, STATES } from '@/lib/domain/vocabulary';
import { type CauseCount, countFleet } from '@/lib/server/db/fleet/answers/summary';
import { HOSTS_OF_A_TIME } from '@/lib/server/verbs/question-words';
import { verb } from '@/lib/server/verbs/verb';
import { everyCount } from '@/lib/util/every-count';
import { asOfText, fleetQuestion } from './internal';

const toCause = ({ cause, hosts, vmsBlocked, hostsFreedAlone, vmsFreedAlone }: CauseCount) => ({
  cause,
  hosts,
  vmsBlocked,
  freedAlone: { hosts: hostsFreedAlone, vms: vmsFreedAlone },
});

export const summarizeHosts = verb({
  procedure: 'host.summary',
  route: { at: 'GET /api/v1/summary', tag: 'hosts', operation: 'getSummary', words: HOSTS_OF_A_TIME },
  summary: 'Counts the hosts that match by state and by failing check.',
  right: 'host.read',
  kind: 'query',
  heavy: true,
  input: NamedHostsInput,
  output: Summary,
  work: async ({ ctx, input }) => {
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
  },
});
