import type { PlanSelection } from '@/lib/contracts/plan';
import type { Ctx } from '@/lib/server/context';
import type { SelectedHost } from '@/lib/server/db/fleet/answers/selected-hosts';
import { ServiceError } from '@/lib/server/errors';
import { openHostsOfWave } from '@/lib/server/services/change';
import { refuseOtherHosts, selectHosts } from '@/lib/server/services/host';

/** The selected hosts of a plan, frozen. Refused if they are no longer those that the person was shown. */
export async function selectForPlan(
  ctx: Ctx,
  { wave, ...selection }: PlanSelection,
): Promise<SelectedHost[]> {
  if (wave === undefined) return selectHosts(ctx, selection);
  const ids = await openHostsOfWave(ctx, wave);
  const hosts = ids.length === 0 ? [] : await selectHosts(ctx, { hosts: ids });
  if (selection.digest !== undefined) refuseOtherHosts(hosts, selection);
  if (hosts.length === 0)
    throw new ServiceError('invalid_value', 'wave: all its hosts are able again or have left the fleet', {
      pointer: '/wave',
    });
  return hosts;
}
