import { z } from 'zod';
import { LastLook, LookInput } from '@/lib/contracts/procedures';
import { afterOpening, afterSeeing, type Look } from '@/lib/domain/last-look';
import { requireOperator } from '@/lib/server/auth/authorize';
import type { Ctx } from '@/lib/server/context';
import { verb } from '@/lib/server/verbs/verb';

const toLastLook = ({ lookedBefore }: Look): LastLook => ({ since: lookedBefore?.toISOString() ?? null });

const readLook = ({ db }: Ctx, id: string): Promise<Look> =>
  db.operator.findUniqueOrThrow({ where: { id }, select: { lookedAt: true, lookedBefore: true } });

/** Since when the page Fabric shows changes to this person. Reading the time does not count as a look. */
export const lastLook = verb({
  procedure: 'operator.lastLook',
  summary: 'Says when the person last looked at what changed.',
  right: 'operator.self',
  people: true,
  kind: 'query',
  input: z.void(),
  output: LastLook,
  work: async ({ ctx }) => {
    const { id } = requireOperator(ctx);
    return toLastLook(afterOpening(await readLook(ctx, id), ctx.now));
  },
});

/**
 * Records that a person opened the page Fabric, or has seen what it shows. It is no decision about the fleet,
 * so it has no audit entry.
 */
export const look = verb({
  procedure: 'operator.look',
  summary: 'Notes that the person looks at what changed.',
  right: 'operator.self',
  people: true,
  kind: 'command',
  input: LookInput,
  output: LastLook,
  work: async ({ ctx, input: { hasSeen } }) => {
    const { id } = requireOperator(ctx);
    const known = await readLook(ctx, id);
    const next = hasSeen ? afterSeeing(ctx.now) : afterOpening(known, ctx.now);
    // Two tabs: opening the page in one must not undo what the person has confirmed in the other.
    const isUnmoved = hasSeen ? {} : { lookedAt: known.lookedAt };
    const { count } = await ctx.db.operator.updateMany({ where: { id, ...isUnmoved }, data: next });
    return toLastLook(count === 0 ? await readLook(ctx, id) : next);
  },
});
