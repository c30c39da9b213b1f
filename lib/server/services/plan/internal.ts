import { validate as isUuid } from 'uuid';
import { planName } from '@/lib/domain/plan/progress';
import { fabricScope } from '@/lib/server/auth/authorize';
import type { Ctx, FabricScope } from '@/lib/server/context';
import { rowsOf } from '@/lib/server/db/checked-rows';
import { type Db, Prisma } from '@/lib/server/db/client';
import type { HeldRestart } from '@/lib/server/db/fleet/answers/held-restarts';
import { isWithin } from '@/lib/server/db/fleet/answers/within-fabrics';
import { ServiceError } from '@/lib/server/errors';

const WITH_WORDS = { tasks: true, confirmations: { orderBy: { confirmedAt: 'asc' } } } as const;

export type StoredPlan = Prisma.PlanGetPayload<{ include: typeof WITH_WORDS }>;

const isSeenBy = (ctx: Ctx, { fabricIds }: { fabricIds: string[] }) => {
  const scope = fabricScope(ctx);
  return scope === 'all' || fabricIds.every((id) => scope.includes(id));
};

/** The plan that holds a restart; null for a caller who does not see that plan. */
export const holderOf = (ctx: Ctx, held: HeldRestart): { id: string; name: string } | null =>
  isSeenBy(ctx, held) ? { id: held.planId, name: planName(held.number) } : null;

export function restartHeld(ctx: Ctx, held: HeldRestart, hosts: string): ServiceError {
  const holder = holderOf(ctx, held);
  const said =
    holder === null
      ? `A plan that you do not see holds the restart of ${hosts}: have it closed, or leave them out`
      : `${holder.name} holds the restart of ${hosts}: close that plan, or leave them out`;
  return new ServiceError('restart_held', said, { more: holder === null ? {} : { id: holder.id } });
}

const NUMBER = /^rp-0*([1-9]\d{0,8})$/i;

/** Finds a plan by its id or number. A plan over several fabrics is found only by callers who see them all. */
export async function findPlan(ctx: Ctx, id: string): Promise<StoredPlan> {
  const number = NUMBER.exec(id)?.[1];
  const where = number !== undefined ? { number: Number(number) } : isUuid(id) ? { id } : null;
  const stored = where && (await ctx.db.plan.findUnique({ where, include: WITH_WORDS }));
  if (!stored || !isSeenBy(ctx, stored)) throw new ServiceError('not_found', 'No such plan');
  return stored;
}

/** `hosts`: the plan covers at least one of them; null means any plan. */
type Asked = { hosts: readonly string[] | null; below: number | null; limit: number };

const pages = rowsOf('page of plans', { id: 'text' });

/** Plans that the caller sees, newest first. */
export async function plansBelow(ctx: Ctx, { hosts, below, limit }: Asked): Promise<StoredPlan[]> {
  const conditions = [
    isWithin(fabricScope(ctx)),
    below === null ? Prisma.sql`TRUE` : Prisma.sql`number < ${below}::int`,
    hosts === null ? Prisma.sql`TRUE` : Prisma.sql`host_ids && ${hosts}::uuid[]`,
  ];
  const found = await pages(ctx.db)`SELECT id::text AS id FROM plan
    WHERE ${Prisma.join(conditions, ' AND ')} ORDER BY number DESC LIMIT ${limit}::int`;
  const where = { id: { in: found.map(({ id }) => id) } };
  return ctx.db.plan.findMany({ where, include: WITH_WORDS, orderBy: { number: 'desc' } });
}

const timed = rowsOf('plans of a time', { id: 'text', hostIds: 'texts' });

/** Plans within these fabrics that were open within a time, in the order in which they were made. */
export const plansOfTime = (
  db: Db,
  fabrics: FabricScope,
  { from, to }: { from: Date; to: Date },
): Promise<{ id: string; hostIds: string[] }[]> =>
  timed(db)`SELECT id::text AS id, host_ids::text[] AS "hostIds" FROM plan
    WHERE ${isWithin(fabrics)} AND created_at <= ${to} AND (closed_at IS NULL OR closed_at >= ${from}) ORDER BY number`;

/** Refuses changes of a closed plan. */
export function refuseClosed({ number, closedAt }: Pick<StoredPlan, 'number' | 'closedAt'>): void {
  if (closedAt !== null)
    throw new ServiceError('conflict', `${planName(number)} is closed: make another plan for what is left`);
}

/** Locks a plan until the transaction ends, so that nobody closes it meanwhile. */
export async function lockOpenPlan(tx: Db, id: string): Promise<void> {
  await tx.$executeRaw`SELECT id FROM plan WHERE id = ${id}::uuid FOR UPDATE`;
  refuseClosed(await tx.plan.findUniqueOrThrow({ where: { id } }));
}

export const planSubject = (id: string) => ({ kind: 'plan', id });
