import { ById } from '@/lib/contracts/administration';
import { ExceptionDetail } from '@/lib/contracts/exception';
import { exceptionName } from '@/lib/domain/exception';
import { audit } from '@/lib/server/audit/record';
import { type Ctx, recordedBy } from '@/lib/server/context';
import { type Db, transact } from '@/lib/server/db/client';
import { tellException } from '@/lib/server/db/ingest/exceptions';
import { raiseWatermark } from '@/lib/server/db/watermark';
import { verb } from '@/lib/server/verbs/verb';
import { getException } from './get';
import { findException, notBefore, refusedStep } from './internal';

/** Takes back a request, or ends an exception before its time: its hosts count again from now on. */
export const withdrawException = verb({
  procedure: 'exception.withdraw',
  route: { at: 'POST /api/v1/exceptions/:id/withdraw' },
  summary: 'Withdraws an exception, which ends at once.',
  right: 'exception.withdraw',
  kind: 'command',
  input: ById,
  output: ExceptionDetail,
  work: async ({ ctx, input }) => {
    const { id } = await findException(ctx, input.id);
    await transact(ctx.db, (tx) => withdraw(tx, ctx, id));
    return getException({ ctx, input: { id, at: null } });
  },
});

async function withdraw(tx: Db, ctx: Ctx, id: string): Promise<void> {
  // Locks the row, so that nobody approves it meanwhile: the feed depends on its state.
  await tx.$executeRaw`SELECT id FROM exception WHERE id = ${id}::uuid FOR UPDATE`;
  const stored = await findException({ ...ctx, db: tx }, id);
  const { number, approvedAt, requestedAt } = stored;
  const withdrawnAt = notBefore(approvedAt ?? requestedAt, ctx.now);
  if (stored.withdrawnAt !== null || stored.endsAt <= withdrawnAt)
    throw refusedStep(stored, ctx, 'nothing to withdraw');
  await tx.exception.update({ where: { id }, data: { withdrawnAt, withdrawnBy: recordedBy(ctx.actor) } });
  if (approvedAt !== null) {
    const when = { live: withdrawnAt };
    await tellException(tx, stored, { kind: 'exceptionEnded', at: withdrawnAt, when, now: ctx.now });
  }
  await raiseWatermark(tx);
  const detail = { name: exceptionName(number), wasInForce: approvedAt !== null };
  await audit(tx, ctx, { action: 'exception.withdrawn', subject: { kind: 'exception', id }, detail });
}
