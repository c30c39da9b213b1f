import { ById } from '@/lib/contracts/administration';
import { ExceptionDetail } from '@/lib/contracts/exception';
import { exceptionName } from '@/lib/domain/exception';
import { audit } from '@/lib/server/audit/record';
import { requirePerson } from '@/lib/server/auth/authorize';
import { holdRights } from '@/lib/server/auth/hold-rights';
import type { Actor, Ctx } from '@/lib/server/context';
import { type Db, transact } from '@/lib/server/db/client';
import { tellException } from '@/lib/server/db/ingest/exceptions';
import { raiseWatermark } from '@/lib/server/db/watermark';
import { ServiceError } from '@/lib/server/errors';
import { verb } from '@/lib/server/verbs/verb';
import { getException } from './get';
import { findException, notBefore, refusedStep, type StoredException } from './internal';

type Person = Extract<Actor, { kind: 'operator' }>;

/** Another person approves: the exception is in force from now until its end. */
export const approveException = verb({
  procedure: 'exception.approve',
  route: { at: 'POST /api/v1/exceptions/:id/approve' },
  summary: 'Approves an exception that another person requested.',
  right: 'exception.approve',
  people: true,
  kind: 'command',
  input: ById,
  output: ExceptionDetail,
  work: async ({ ctx, input }) => {
    const person = requirePerson(ctx);
    const stored = await findException(ctx, input.id);
    if (stored.requesterId === person.id)
      throw new ServiceError(
        'same_person',
        'You, or a token of yours, requested it: another person has to approve it',
      );
    await transact(ctx.db, (tx) => approve(tx, ctx, stored, person));
    return getException({ ctx, input: { id: stored.id, at: null } });
  },
});

async function approve(tx: Db, ctx: Ctx, stored: StoredException, person: Person): Promise<void> {
  await holdRights(tx, ctx);
  const { id, number, endsAt } = stored;
  const approvedAt = notBefore(stored.requestedAt, ctx.now);
  const { count } = await tx.exception.updateMany({
    where: { id, approvedAt: null, withdrawnAt: null, endsAt: { gt: approvedAt } },
    data: { approvedAt, approvedBy: person.id },
  });
  if (count === 0) throw refusedStep(await findException({ ...ctx, db: tx }, id), ctx, 'nothing to approve');
  const when = { live: approvedAt };
  await tellException(tx, stored, { kind: 'exceptionInForce', at: approvedAt, when, now: ctx.now });
  const detail = { name: exceptionName(number), endsAt: endsAt.toISOString() };
  await raiseWatermark(tx);
  await audit(tx, ctx, { action: 'exception.approved', subject: { kind: 'exception', id }, detail });
}
