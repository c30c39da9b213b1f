import { FleetRisks } from '@/lib/contracts/fleet';
import { FleetQuestionInput } from '@/lib/contracts/host-query';
import type { HostFilter } from '@/lib/domain/host-filter';
import { countRisks } from '@/lib/server/db/fleet/answers/risks';
import { verb } from '@/lib/server/verbs/verb';
import { asOfText, fleetQuestion } from './internal';

/**
 * Two reasons cannot be asked for at once, so each is counted without the filter's own risk words, as in a
 * facet.
 */
function withoutOwnWords({ risk: _, agent: __, ...others }: HostFilter): HostFilter {
  return others;
}

/** How many hosts are at risk, why, and which versions of the agent are in use. */
export const riskHosts = verb({
  procedure: 'host.risks',
  summary: 'Counts passing hosts that are about to fail, by risk.',
  right: 'host.read',
  kind: 'query',
  heavy: true,
  input: FleetQuestionInput,
  output: FleetRisks,
  work: async ({ ctx, input }) => {
    const question = await fleetQuestion(ctx, { ...input, filter: withoutOwnWords(input.filter) });
    return { asOf: asOfText(question), ...(await countRisks(ctx.db, question)) };
  },
});
