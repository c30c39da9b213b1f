import { countOccurrence } from '@/lib/server/audit/count-occurrences';
import { audit } from '@/lib/server/audit/record';
import { requireOperator } from '@/lib/server/auth/authorize';
import { SESSION_ABSOLUTE_SECONDS } from '@/lib/server/auth/better-auth';
import { USER_AGENT_CHARS } from '@/lib/server/auth/browser-name';
import { lockSessionEpoch } from '@/lib/server/auth/caller-rows';
import { endSessions } from '@/lib/server/auth/end-sessions';
import { digest } from '@/lib/server/auth/session-tokens';
import { networkOf } from '@/lib/server/auth/sign-in-limits';
import type { Ctx } from '@/lib/server/context';
import { transact } from '@/lib/server/db/client';
import { isServiceError, ServiceError } from '@/lib/server/errors';
import type { Runtime } from '@/lib/server/runtime';

type SignIn = {
  runtime: Pick<Runtime, 'auth' | 'publicUrl' | 'signInLimits' | 'knownDevices' | 'sessionCookie'>;
  ctx: Ctx;
  email: string;
  password: string;
  address: string;
  /** The request's cookies; one of them identifies a device that has signed in before. */
  cookie: string | undefined;
  /** The browser's description of itself, stored with the session so that people can recognise it (`browserOf`). */
  userAgent: string | undefined;
};

function authRequest(publicUrl: string, path: string, init: RequestInit): Request {
  return new Request(new URL(`/api/auth${path}`, publicUrl), { method: 'POST', ...init });
}

const wrongPassword = () => new ServiceError('unauthorized', 'The e-mail address or the password is wrong');

async function checkPassword({ runtime, email, password, userAgent = '' }: SignIn): Promise<Response> {
  const response = await runtime.auth.handler(
    authRequest(runtime.publicUrl, '/sign-in/email', {
      headers: { 'content-type': 'application/json', 'user-agent': userAgent.slice(0, USER_AGENT_CHARS) },
      body: JSON.stringify({ email, password }),
    }),
  );
  if (response.status >= 500) throw new Error(`better-auth answered ${response.status} to a sign-in`);
  if (!response.ok) throw wrongPassword();
  return response;
}

/**
 * Begins a session only if nobody has ended this person's sessions since the check began: their password may
 * be reset between the check and the session. The person is locked against that until the sign-in is in the
 * audit log.
 */
async function beginSession(attempt: SignIn): Promise<string[]> {
  const { ctx, email } = attempt;
  const before = await ctx.db.operator.findUnique({
    where: { email: email.toLowerCase() },
    select: { sessionEpoch: true },
  });
  const response = await checkPassword(attempt);
  const { token, user } = (await response.json()) as { token: string; user: { id: string; name: string } };
  const { id, name } = user;
  const isHeld = await transact(ctx.db, async (tx) => {
    if ((await lockSessionEpoch(tx, id)) !== before?.sessionEpoch) return false;
    const actor = { kind: 'operator', id, name, email, role: 'viewer', fabrics: [] } as const;
    await noteSignIn({ ...ctx, db: tx, actor });
    return true;
  });
  if (isHeld) return response.headers.getSetCookie();
  await endSessions(ctx.db, { token: digest(token) });
  throw wrongPassword();
}

const NOBODY = { kind: 'anonymous', id: null };

/**
 * Stores the typed text only if it is an operator's address, because it may be a password in the wrong field.
 * Existing and unknown accounts cost the same statements, so that the time of an answer reveals nothing.
 */
async function countFailure({ ctx, email, address }: SignIn): Promise<void> {
  const operator = await ctx.db.operator.findUnique({
    where: { email: email.toLowerCase() },
    select: { id: true, email: true },
  });
  const network = networkOf(address);
  await countOccurrence(
    ctx.db,
    { actor: NOBODY, at: ctx.now },
    {
      action: 'operator.signInFailed',
      key: `${operator?.id ?? 'unknown'} ${network}`,
      period: 'hour',
      subject: operator ? { kind: 'operator', id: operator.id } : undefined,
      detail: { email: operator?.email ?? null, address: network },
    },
  );
}

/** Counts a refused sign-in without looking the account up, so that a refusal stays cheap. */
async function countLimited({ ctx, address }: SignIn): Promise<void> {
  const network = networkOf(address);
  await countOccurrence(
    ctx.db,
    { actor: NOBODY, at: ctx.now },
    { action: 'operator.signInLimited', key: network, period: 'hour', detail: { address: network } },
  );
}

async function counting<T>(work: () => Promise<T>, count: () => Promise<void>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (isServiceError(error)) await count();
    throw error;
  }
}

/** Records the sign-in in the audit log. */
export async function noteSignIn(ctx: Ctx): Promise<void> {
  const { id } = requireOperator(ctx);
  await audit(ctx.db, ctx, { action: 'operator.signedIn', subject: { kind: 'operator', id } });
}

/**
 * Takes the attempt before the password is hashed. An unknown address, a wrong password and a disabled
 * operator get the same answer after the same time, because each computes a hash. Returns the cookies to set.
 */
export async function signIn(attempt: SignIn): Promise<string[]> {
  const { runtime, ctx, email, address, cookie } = attempt;
  const browser = { cookie, email, now: ctx.now };
  const device = runtime.knownDevices.idAt(browser);
  const giveBack = await counting(
    () => runtime.signInLimits.take({ email, address, device }),
    () => countLimited(attempt),
  );
  const cookies = await counting(
    () => beginSession(attempt),
    () => countFailure(attempt),
  );
  await giveBack();
  return [
    ...cookies,
    runtime.sessionCookie.mark(new Date(ctx.now.getTime() + SESSION_ABSOLUTE_SECONDS * 1_000)),
    runtime.knownDevices.remember(browser),
  ];
}

type SignOut = {
  runtime: Pick<Runtime, 'auth' | 'publicUrl' | 'sessionCookie'>;
  ctx: Ctx;
  cookie: string;
};

/** Ends the session on the server, not only in the browser. */
export async function signOut({ runtime, ctx, cookie }: SignOut): Promise<string[]> {
  const { auth, publicUrl, sessionCookie } = runtime;
  const response = await auth.handler(authRequest(publicUrl, '/sign-out', { headers: { cookie } }));
  if (ctx.actor.kind === 'operator')
    await audit(ctx.db, ctx, {
      action: 'operator.signedOut',
      subject: { kind: 'operator', id: ctx.actor.id },
    });
  return [...response.headers.getSetCookie(), sessionCookie.unmark];
}
