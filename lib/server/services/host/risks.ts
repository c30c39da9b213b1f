import type { FleetRisks } from '@/lib/contracts/fleet';
import type { HostQuery } from '@/lib/contracts/words/host-query';
import type { HostFilter } from '@/lib/domain/host-filter';
import { authorize } from '@/lib/server/auth/authorize';
import type { Verb } from '@/lib/server/context';
import { countRisks } from '@/lib/server/db/fleet/answers/risks';
import { asOfText, fleetQuestion } from './internal';

/** Two reasons cannot be asked for at once, so that each count is of the other words alone, as in a facet. */
function withoutOwnWords({ risk: _, agent: __, ...others }: HostFilter): HostFilter {
  return others;
}

/** How many hosts are at risk, why, and which versions of the agent are in use. */
export async function riskHosts({ ctx, input }: Verb<Pick<HostQuery, 'filter' | 'at'>>): Promise<FleetRisks> {
  authorize(ctx, 'host.read');
  const question = await fleetQuestion(ctx, { ...input, filter: withoutOwnWords(input.filter) });
  return { asOf: asOfText(question), ...(await countRisks(ctx.db, question)) };
}
