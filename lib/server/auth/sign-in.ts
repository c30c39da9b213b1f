import { audit } from '@/lib/server/audit/record';
import type { Auth } from '@/lib/server/auth/better-auth';
import { giveBackSignInTry, takeSignInTry } from '@/lib/server/auth/sign-in-limits';
import type { Ctx } from '@/lib/server/context';
import { ServiceError } from '@/lib/server/errors';

type SignIn = { auth: Auth; ctx: Ctx; publicUrl: string; email: string; password: string; address: string };

function authRequest(publicUrl: string, path: string, init: RequestInit): Request {
  return new Request(new URL(`/api/auth${path}`, publicUrl), { method: 'POST', ...init });
}

/**
 * The try is taken before the password is hashed. An unknown address, a wrong password and a disabled
 * operator read the same, and take the same time: a hash is computed for each. Returns the cookies to set.
 */
export async function signIn({ auth, ctx, publicUrl, email, password, address }: SignIn): Promise<string[]> {
  await takeSignInTry(ctx.db, email, address, ctx.now);
  const response = await auth.handler(
    authRequest(publicUrl, '/sign-in/email', {
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email, password }),
    }),
  );
  if (response.status >= 500) throw new Error(`better-auth answered ${response.status} to a sign-in`);
  if (!response.ok) throw new ServiceError('unauthorized', 'The e-mail address or the password is wrong');
  await giveBackSignInTry(ctx.db, email, address, ctx.now);
  const { user } = (await response.json()) as { user: { id: string; name: string } };
  await audit(
    ctx.db,
    { ...ctx, actor: { kind: 'operator', id: user.id, name: user.name, email, role: 'viewer', fabrics: [] } },
    { action: 'operator.signedIn', subject: { kind: 'operator', id: user.id } },
  );
  return response.headers.getSetCookie();
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
