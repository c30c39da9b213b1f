import { createHash, randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { CanSetUpInput } from '@/lib/contracts/administration';
import { SetUpInput } from '@/lib/contracts/procedures';
import { audit } from '@/lib/server/audit/record';
import { hashPassword } from '@/lib/server/auth/password';
import type { Ctx, Verb } from '@/lib/server/context';
import { type Db, transact } from '@/lib/server/db/client';
import { isDatabaseAway } from '@/lib/server/db/failures';
import { isServiceError, ServiceError } from '@/lib/server/errors';
import { parseInput } from '@/lib/server/request/parse-input';
import { createOperator } from '@/lib/server/services/operator/create';
import { insertOperator } from '@/lib/server/services/operator/internal';

type Admin = { email: string; password: string };

function digest(token: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(createHash('sha256').update(token).digest());
}

function expired(): ServiceError {
  return new ServiceError(
    'not_found',
    'This set-up link was used or replaced: the newest one is printed at start',
  );
}

async function createFirst(ctx: Ctx, admin: Admin): Promise<void> {
  try {
    await createOperator({ ctx, input: { ...admin, role: 'administrator' } });
  } catch (error) {
    // Another server that starts at the same time made it.
    if (!isServiceError(error) || error.code !== 'conflict') throw error;
  }
}

/**
 * Makes, at start and while nobody can sign in, the given administrator, or a new one-time link, whose token is
 * returned and of which only a digest is kept. Null once there is an operator.
 */
export async function prepareSetUp({ ctx, input }: Verb<{ admin?: Admin }>): Promise<string | null> {
  if (!(await hasNoOperator(ctx.db))) return null;
  if (input.admin) {
    await createFirst(ctx, input.admin);
    return null;
  }
  const token = randomBytes(32).toString('base64url');
  await ctx.db.installation.updateMany({ data: { setUpHash: digest(token) } });
  return token;
}

/** Whether nobody can sign in yet, since no operator was ever made. */
async function hasNoOperator(db: Db): Promise<boolean> {
  return (await db.operator.findFirst({ select: { id: true } })) === null;
}

/** Databases that have an operator: none is ever removed. */
const known = new WeakSet<object>();

/** Nobody sees the form to sign in meanwhile. */
const PATIENCE_MS = 3_000;

/** The same for a page, which is shown as if there were an operator while the database does not say. */
export async function awaitsSetUp({ ctx: { db } }: { ctx: Ctx }): Promise<boolean> {
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
}

/** Whether the link still works: its page does not exist otherwise. */
export async function canSetUp({ ctx, input }: Verb<CanSetUpInput>): Promise<boolean> {
  const { token } = parseInput(CanSetUpInput, input);
  return (await ctx.db.installation.count({ where: { setUpHash: digest(token) } })) > 0;
}

/** The first administrator. The link is taken in the same transaction, so that of two calls at once one wins. */
export async function setUp({ ctx, input }: { ctx: Ctx; input: SetUpInput }): Promise<{ id: string }> {
  const { token, name, email, password } = parseInput(SetUpInput, input);
  if (!(await canSetUp({ ctx, input: { token } }))) throw expired();
  const passwordHash = await hashPassword(password);
  return transact(ctx.db, async (tx) => {
    const { count } = await tx.installation.updateMany({
      where: { setUpHash: digest(token) },
      data: { setUpHash: null },
    });
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
