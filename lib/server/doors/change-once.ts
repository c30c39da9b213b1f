import type { Ctx } from '@/lib/server/context';
import { ServiceError } from '@/lib/server/errors';
import { answerOnce } from '@/lib/server/services/system';
import type { AnyDeclaration } from '@/lib/server/verbs/verb';

export const KEY_HEADER = 'idempotency-key';

export type Asked = { key: string | undefined; route: string; body: unknown };

/**
 * Makes a change; with an Idempotency-Key only once. An answer with a secret is never stored: a repetition
 * with the same key gets 409 with the id of what was made.
 */
export async function changeOnce(
  ctx: Ctx,
  { key, ...request }: Asked,
  { secret, keepsNoKey }: Pick<AnyDeclaration, 'secret' | 'keepsNoKey'>,
  work: (ctx: Ctx) => Promise<unknown>,
): Promise<unknown> {
  if (key === undefined || keepsNoKey) return work(ctx);
  if (!secret) return JSON.parse(await answerOnce(ctx, { key, ...request }, work));
  let made: { answer: unknown } | undefined;
  const kept = await answerOnce(ctx, { key, ...request }, async (within) => {
    made = { answer: await work(within) };
    return { id: secret(made.answer) };
  });
  if (made !== undefined) return made.answer;
  const { id } = JSON.parse(kept) as { id: string };
  throw new ServiceError('already_created', `This was made already, as ${id}: its secret is shown once`, {
    more: { id },
  });
}
