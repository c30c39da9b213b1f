import type { ReportException } from '@/lib/contracts/report-content';
import { exceptionName, timeInForce } from '@/lib/domain/exception';
import { fabricScope } from '@/lib/server/auth/authorize';
import type { Ctx } from '@/lib/server/context';
import { isSeenException } from '@/lib/server/db/fleet/answers/exceptions';
import { doersOf } from '@/lib/server/services/operator';

type Span = { from: Date; to: Date };

/** Exceptions over hosts of a report that were in force within a time (from `from` up to and with `to`), oldest first. */
export async function exceptionsOfReport(
  ctx: Ctx,
  hostIds: readonly string[],
  { from, to }: Span,
): Promise<ReportException[]> {
  const asked = new Set(hostIds);
  // Of those hosts here: a question with the ids of ten thousand of them would hold up the server's loop.
  const inTime = await ctx.db.exception.findMany({
    where: { approvedAt: { lte: to }, endsAt: { gt: from } },
    orderBy: { number: 'asc' },
  });
  const approved = inTime.filter((stored) => stored.hostIds.some((id) => asked.has(id)));
  const doer = await doersOf(
    ctx.db,
    approved.map(({ approvedBy }) => approvedBy),
  );
  const found: ReportException[] = [];
  for (const stored of approved) {
    const inForce = timeInForce(stored);
    if (inForce === null || inForce.to <= from.getTime()) continue;
    if (!(await isSeenException(ctx.db, fabricScope(ctx), stored.id))) continue;
    const { id, number, causes, reason, control, owner, approvedBy } = stored;
    found.push({
      ...{ id, number: exceptionName(number), causes, reason, control, owner },
      hostIds: stored.hostIds.filter((hostId) => asked.has(hostId)),
      approvedBy: doer(approvedBy ?? '').name,
      inForceFrom: new Date(inForce.from).toISOString(),
      reviewAt: stored.reviewAt.toISOString(),
      endsAt: new Date(inForce.to).toISOString(),
      isInForceAtEnd: inForce.to > to.getTime(),
    });
  }
  return found;
}
