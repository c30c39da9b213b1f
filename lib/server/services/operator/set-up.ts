import { createHash, randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { CanSetUpInput } from '@/lib/contracts/administration';
import { SetUpInput } from '@/lib/contracts/procedures';
import { audit } from '@/lib/server/audit/record';
import { hashPassword } from '@/lib/server/auth/password';
import type { Ctx, Verb } from '@/lib/server/context';
import { rowsOf } from '@/lib/server/db/checked-rows';
import { type Db, transact } from '@/lib/server/db/client';
import { isDatabaseAway } from '@/lib/server/db/failures';
import { isServiceError, ServiceError } from '@/lib/server/errors';
import { parseInput } from '@/lib/server/request/parse-input';
import { createOperator } from '@/lib/server/services/operator/create';
import { insertOperator } from '@/lib/server/services/operator/internal';
import { verb } from '@/lib/server/verbs/verb';

type Admin = { email: string; password: string };

function digest(token: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(createHash('sha256').update(token).digest());
}

function expired(): ServiceError {
  return new ServiceError(
    'not_found',
    'This set-up link was used or replaced: a server prints one when it starts, and gf operator set-up another',
  );
}

async function createFirst(ctx: Ctx, admin: Admin): Promise<void> {
  try {
    await createOperator({ ctx, input: { ...admin, role: 'administrator' } });
  } catch (error) {
    // Another server that started at the same time has made the operator.
    if (!isServiceError(error) || error.code !== 'conflict') throw error;
  }
}

/** How many links of earlier starts stay valid. */
const LINKS = 8;
const DIGEST_BYTES = 32;

/**
 * Runs at start while nobody can sign in. Creates the given administrator, or a new one-time link: its token
 * is returned and only a digest is stored. Returns null once there is an operator. Links of other starts stay
 * valid, because nobody knows which link is read when two servers start at once; with `replaces` no earlier
 * link works any more.
 */
export async function prepareSetUp({
  ctx,
  input,
}: Verb<{ admin?: Admin; replaces?: boolean }>): Promise<string | null> {
  if (!(await hasNoOperator(ctx.db))) return null;
  if (input.admin) {
    await createFirst(ctx, input.admin);
    return null;
  }
  const token = randomBytes(32).toString('base64url');
  const kept = input.replaces ? 0 : DIGEST_BYTES * (LINKS - 1);
  await ctx.db.$executeRaw`
    UPDATE installation
    SET set_up_hash = ${digest(token)}::bytea || substring(coalesce(set_up_hash, '') FROM 1 FOR ${kept}::int)`;
  return token;
}

/** Whether nobody can sign in because no operator was ever created. */
async function hasNoOperator(db: Db): Promise<boolean> {
  return (await db.operator.findFirst({ select: { id: true } })) === null;
}

/** Databases that have an operator. This stays true, because operators are never removed. */
const known = new WeakSet<object>();

/** The person waits for the sign-in form during this time. */
const PATIENCE_MS = 3_000;

/** Like `hasNoOperator`, for a page: while the database does not answer, the page shows the sign-in form. */
export const awaitsSetUp = verb({
  procedure: 'operator.awaitsSetUp',
  summary: 'Says whether this installation still has no administrator.',
  right: 'anybody',
  kind: 'query',
  input: z.void(),
  output: z.boolean(),
  work: async ({ ctx: { db } }) => {
    if (known.has(db)) return false;
    const asked = hasNoOperator(db).then(
      (isEmpty) => {
        if (!isEmpty) known.add(db);
        return isEmpty;
      },
      (error: unknown) => {
        if (isDatabaseAway(error)) return false;
        throw error;
      },
    );
    const answered = new AbortController();
    const { signal } = answered;
    const late = pause(PATIENCE_MS, false, { signal }).catch(() => false);
    return Promise.race([asked, late]).finally(() => answered.abort());
  },
});

const links = rowsOf('set-up link', { works: 'boolean' });

/** Whether the link still works: otherwise its page does not exist. */
export const canSetUp = verb({
  procedure: 'operator.canSetUp',
  summary: 'Says whether a set-up link can still be used.',
  right: 'anybody',
  kind: 'query',
  input: CanSetUpInput,
  output: z.boolean(),
  work: async ({ ctx, input: { token } }) => {
    const [row] = await links(ctx.db)`
      SELECT EXISTS (SELECT FROM installation WHERE position(${digest(token)}::bytea IN set_up_hash) > 0) AS works`;
    return row?.works ?? false;
  },
});

/**
 * Creates the first administrator. All links end in the same transaction, so that of two simultaneous calls
 * one wins.
 */
export async function setUp({ ctx, input }: { ctx: Ctx; input: SetUpInput }): Promise<{ id: string }> {
  const { token, name, email, password } = parseInput(SetUpInput, input);
  if (!(await canSetUp({ ctx, input: { token } }))) throw expired();
  const passwordHash = await hashPassword(password);
  return transact(ctx.db, async (tx) => {
    const count = await tx.$executeRaw`
      UPDATE installation SET set_up_hash = NULL WHERE position(${digest(token)}::bytea IN set_up_hash) > 0`;
    if (count === 0) throw expired();
    const role = 'administrator';
    const id = await insertOperator(tx, ctx, { email, name, role, fabricIds: null, passwordHash });
    await audit(tx, ctx, {
      action: 'operator.setUp',
      subject: { kind: 'operator', id },
      detail: { email, role },
    });
    return { id };
  });
}
