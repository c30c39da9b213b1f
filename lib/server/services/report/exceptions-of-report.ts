import type { ReportException } from '@/lib/contracts/report-content';
import { exceptionName, timeInForce } from '@/lib/domain/exception';
import { fabricScope } from '@/lib/server/auth/authorize';
import type { Ctx } from '@/lib/server/context';
import { isSeenException } from '@/lib/server/db/fleet/answers/exceptions';
import { doersOf } from '@/lib/server/services/operator';

type Span = { from: Date; to: Date };

/**
 * Exceptions over hosts of a report that were in force within a time (from `from` to `to`, both included),
 * oldest first.
 */
export async function exceptionsOfReport(
  ctx: Ctx,
  hostIds: readonly string[],
  { from, to }: Span,
): Promise<ReportException[]> {
  const asked = new Set(hostIds);
  const approved = (await approvedWithin(ctx, { from, to })).filter(({ hostIds: ids }) =>
    ids.some((id) => asked.has(id)),
  );
  const doer = await doersOf(
    ctx.db,
    approved.flatMap(({ requestedBy, approvedBy, withdrawnBy }) => [requestedBy, approvedBy, withdrawnBy]),
  );
  const found: ReportException[] = [];
  for (const stored of approved) {
    const inForce = timeInForce(stored);
    if (inForce === null || inForce.to <= from.getTime()) continue;
    if (!(await isSeenException(ctx.db, fabricScope(ctx), stored.id))) continue;
    found.push({
      ...termsOf(stored),
      hostIds: stored.hostIds.filter((hostId) => asked.has(hostId)),
      ...stepsOf(stored, (id) => doer(id).name),
      inForceFrom: new Date(inForce.from).toISOString(),
      endsAt: new Date(inForce.to).toISOString(),
      isInForceAtEnd: inForce.to > to.getTime(),
    });
  }
  return found;
}

type Stored = Awaited<ReturnType<typeof storedWithin>>[number];

/** The hosts are matched elsewhere, because a query with ten thousand ids would block the event loop. */
const storedWithin = ({ db }: Ctx, { from, to }: Span) =>
  db.exception.findMany({
    where: { approvedAt: { lte: to }, endsAt: { gt: from } },
    orderBy: { number: 'asc' },
    include: { follows: { select: { number: true } } },
  });

/**
 * Exceptions as they stood at `to`: a later withdrawal was not known then, so the report of a past time stays
 * the same.
 */
async function approvedWithin(ctx: Ctx, span: Span): Promise<Stored[]> {
  const isKnown = ({ withdrawnAt }: Stored) => withdrawnAt !== null && withdrawnAt <= span.to;
  const stored = await storedWithin(ctx, span);
  return stored.map((one) => (isKnown(one) ? one : { ...one, withdrawnAt: null, withdrawnBy: null }));
}

const termsOf = ({ id, number, causes, reason, control, owner, reviewAt, follows }: Stored) => ({
  ...{ id, number: exceptionName(number), causes, reason, control, owner },
  follows: follows && exceptionName(follows.number),
  reviewAt: reviewAt.toISOString(),
});

/** The steps of an exception, who took them and when. */
function stepsOf(stored: Stored, nameOf: (id: string) => string) {
  const { requestedBy, requestedAt, approvedBy, approvedAt, withdrawnBy, withdrawnAt } = stored;
  return {
    requestedBy: nameOf(requestedBy),
    requestedAt: requestedAt.toISOString(),
    approvedBy: nameOf(approvedBy ?? ''),
    approvedAt: (approvedAt ?? requestedAt).toISOString(),
    withdrawnBy: withdrawnBy === null ? null : nameOf(withdrawnBy),
    withdrawnAt: withdrawnAt?.toISOString() ?? null,
  };
}
