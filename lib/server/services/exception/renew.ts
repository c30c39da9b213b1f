import { ExceptionDetail, RenewExceptionInput } from '@/lib/contracts/exception';
import { exceptionName } from '@/lib/domain/exception';
import { fabricScope } from '@/lib/server/auth/authorize';
import type { Ctx } from '@/lib/server/context';
import { transact } from '@/lib/server/db/client';
import { selectNamed } from '@/lib/server/db/fleet/answers/selected-hosts';
import { ServiceError } from '@/lib/server/errors';
import { verb } from '@/lib/server/verbs/verb';
import { getException } from './get';
import { findException, refusedStep, type StoredException, stateOf } from './internal';
import { refuseTerms, writeRequest } from './write-request';

/**
 * Requests an exception that follows this one, for its hosts that are still in the fleet. It needs a new
 * approval; this exception stays in force until its end.
 */
export const renewException = verb({
  procedure: 'exception.renew',
  route: {
    at: 'POST /api/v1/exceptions/:id/renew',
    status: 201,
    location: ({ id }) => `/api/v1/exceptions/${id}`,
  },
  summary: 'Requests a renewal of an exception.',
  right: 'exception.request',
  kind: 'command',
  input: RenewExceptionInput,
  output: ExceptionDetail,
  work: async ({ ctx, input }) => {
    const { id, reason, reviewAt, endsAt } = input;
    const stored = await findException(ctx, id);
    refuseTerms({ reviewAt, endsAt }, ctx.now);
    await refuseRenewal(ctx, stored);
    const question = { when: { live: ctx.now }, fabrics: fabricScope(ctx) };
    const hosts = await selectNamed(ctx.db, question, stored.hostIds);
    if (hosts.length === 0)
      throw new ServiceError('conflict', 'None of its hosts is in the fleet any more: nothing to renew');
    const { causes, control, owner, number } = stored;
    const asked = { hosts, causes, control, owner, reason, reviewAt, endsAt, follows: { id, number } };
    const renewal = await transact(ctx.db, async (tx) => {
      const within = { ...ctx, db: tx };
      // Locks the row, so that of two simultaneous renewals the second finds the first.
      await tx.$executeRaw`SELECT id FROM exception WHERE id = ${id}::uuid FOR UPDATE`;
      await refuseRenewal(within, await findException(within, id));
      return writeRequest(within, asked);
    });
    return getException({ ctx, input: { id: renewal, at: null } });
  },
});

/** Only an exception that was in force can be renewed, and not while another renewal waits or has replaced it. */
async function refuseRenewal(ctx: Ctx, stored: StoredException): Promise<void> {
  const state = stateOf(stored, ctx.now);
  if (state === 'requested' || state === 'withdrawn' || stored.approvedAt === null)
    throw refusedStep(stored, ctx, 'only what was in force can be renewed, so request a new one');
  const renewals = await ctx.db.exception.findMany({ where: { followsId: stored.id } });
  const open = renewals.find((one) => ['requested', 'inForce'].includes(stateOf(one, ctx.now)));
  if (open !== undefined) throw refusedStep(open, ctx, `it renews ${exceptionName(stored.number)} already`);
}
