import { createHash } from 'node:crypto';
import { type Ctx, recordedBy } from '@/lib/server/context';
import { type Db, transact } from '@/lib/server/db/client';
import { ServiceError } from '@/lib/server/errors';

const KEPT_MS = 24 * 3_600_000;
const KEY = /^[\x21-\x7e]{1,128}$/;

/** Identifies the caller and their rights: an answer is repeated only to somebody who may still see the same. */
function rightsOf(actor: Ctx['actor']): string {
  if (actor.kind !== 'operator' && actor.kind !== 'apiToken') return '';
  return JSON.stringify([actor.role, actor.fabrics === 'all' ? 'all' : [...actor.fabrics].sort()]);
}

type Asked = { key: string; route: string; body: unknown };

/**
 * Does `work` once for a caller's key, and repeats the answer when it is asked again within a day. Work and
 * answer share a transaction; a second request waits for the first. A refusal is not kept, so it may be tried
 * again.
 */
export async function answerOnce(
  ctx: Ctx,
  { key, route, body }: Asked,
  work: (ctx: Ctx) => Promise<unknown>,
): Promise<string> {
  if (!KEY.test(key))
    throw new ServiceError('invalid_value', 'Idempotency-Key must be 1 to 128 visible characters', {
      pointer: 'Idempotency-Key',
    });
  const caller = `${ctx.actor.kind} ${recordedBy(ctx.actor)}`;
  const request = createHash('sha256')
    .update(JSON.stringify([route, body ?? null, rightsOf(ctx.actor)]))
    .digest('base64url');
  return transact(ctx.db, async (tx) => {
    const kept = await claim(tx, { caller, key, request, now: ctx.now });
    if (kept !== null) return kept;
    const answer = JSON.stringify((await work({ ...ctx, db: tx })) ?? null);
    await tx.keptAnswer.update({ where: { caller_key: { caller, key } }, data: { answer } });
    return answer;
  });
}

type Claim = { caller: string; key: string; request: string; now: Date };

/** The earlier answer, or null for the first caller. */
async function claim(tx: Db, { caller, key, request, now }: Claim): Promise<string | null> {
  await tx.keptAnswer.deleteMany({
    where: { caller, key, keptAt: { lte: new Date(now.getTime() - KEPT_MS) } },
  });
  const { count } = await tx.keptAnswer.createMany({
    data: [{ caller, key, request, answer: '', keptAt: now }],
    skipDuplicates: true,
  });
  if (count > 0) return null;
  const kept = await tx.keptAnswer.findUniqueOrThrow({ where: { caller_key: { caller, key } } });
  if (kept.request === request) return kept.answer;
  throw new ServiceError(
    'idempotency_conflict',
    'This Idempotency-Key was used for another request, or with other rights, within the last 24 hours: send a new one',
    { pointer: 'Idempotency-Key' },
  );
}

/** Deletes answers that are older than a day. */
export async function forgetAnswers(db: Db, now: Date): Promise<void> {
  await db.keptAnswer.deleteMany({ where: { keptAt: { lte: new Date(now.getTime() - KEPT_MS) } } });
}
