import { audit } from '@/lib/server/audit/record';
import type { Auth } from '@/lib/server/auth/better-auth';
import type { Ctx } from '@/lib/server/context';
import { ServiceError } from '@/lib/server/errors';
import type { Runtime } from '@/lib/server/runtime';

type SignIn = {
  runtime: Pick<Runtime, 'auth' | 'publicUrl' | 'signInLimits' | 'knownDevices'>;
  ctx: Ctx;
  email: string;
  password: string;
  address: string;
  /** The request's cookies: by one of them a device is known that has signed in before. */
  cookie: string | undefined;
};

function authRequest(publicUrl: string, path: string, init: RequestInit): Request {
  return new Request(new URL(`/api/auth${path}`, publicUrl), { method: 'POST', ...init });
}

async function checkPassword({ runtime, email, password }: SignIn): Promise<Response> {
  const response = await runtime.auth.handler(
    authRequest(runtime.publicUrl, '/sign-in/email', {
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email, password }),
    }),
  );
  if (response.status >= 500) throw new Error(`better-auth answered ${response.status} to a sign-in`);
  if (!response.ok) throw new ServiceError('unauthorized', 'The e-mail address or the password is wrong');
  return response;
}

/**
 * The try is taken before the password is hashed. An unknown address, a wrong password and a disabled
 * operator read the same, and take the same time: a hash is computed for each. Returns the cookies to set.
 */
export async function signIn(attempt: SignIn): Promise<string[]> {
  const { runtime, ctx, email, address, cookie } = attempt;
  const browser = { cookie, email, now: ctx.now };
  const device = runtime.knownDevices.idAt(browser);
  const giveBack = await runtime.signInLimits.take({ email, address, device });
  const response = await checkPassword(attempt);
  await giveBack();
  const { user } = (await response.json()) as { user: { id: string; name: string } };
  await audit(
    ctx.db,
    { ...ctx, actor: { kind: 'operator', id: user.id, name: user.name, email, role: 'viewer', fabrics: [] } },
    { action: 'operator.signedIn', subject: { kind: 'operator', id: user.id } },
  );
  return [...response.headers.getSetCookie(), runtime.knownDevices.remember(browser)];
}

type SignOut = { auth: Auth; ctx: Ctx; publicUrl: string; cookie: string };

/** Ends the session on the server, not only in the browser. */
export async function signOut({ auth, ctx, publicUrl, cookie }: SignOut): Promise<string[]> {
  const response = await auth.handler(authRequest(publicUrl, '/sign-out', { headers: { cookie } }));
  if (ctx.actor.kind === 'operator')
    await audit(ctx.db, ctx, {
      action: 'operator.signedOut',
      subject: { kind: 'operator', id: ctx.actor.id },
    });
  return response.headers.getSetCookie();
}
