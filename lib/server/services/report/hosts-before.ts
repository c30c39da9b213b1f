import type { ReportPeriod } from '@/lib/contracts/report-content';
import type { Ctx } from '@/lib/server/context';
import { findHost } from '@/lib/server/db/fleet/answers/host-list';
import type { FleetQuestion } from '@/lib/server/db/fleet/question';
import type { Period } from '@/lib/server/db/history/compliance-time';
import { hostsThatLeft } from '@/lib/server/db/history/period-facts';

/** Hosts that left within the period and matched until then, as they were a millisecond before they left. */
export async function hostsBefore(ctx: Ctx, question: FleetQuestion, period: Period) {
  const found: Omit<ReportPeriod['left'][number], 'verified'>[] = [];
  for (const { hostId, leftAt } of await hostsThatLeft(ctx.db, period, question.fabrics)) {
    const when = { at: new Date(leftAt.getTime() - 1) };
    const row = await findHost(ctx.db, { ...question, when }, hostId);
    if (row === null) continue;
    const { hostname, fabric, cluster } = row;
    found.push({ id: hostId, hostname, fabric, cluster, leftAt: leftAt.toISOString() });
  }
  return found;
}
