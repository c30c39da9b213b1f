import { ROLES, type Role } from '@/lib/domain/roles';
import type { Ctx, FabricScope } from '@/lib/server/context';
import type { DbRoot } from '@/lib/server/db/client';
import type { CallerKind } from '@/lib/server/doors/authorization-table';
import { createEnrollmentToken } from '@/lib/server/services/enrollment';
import { createFabric } from '@/lib/server/services/fabric';
import { createApiToken, createOperator } from '@/lib/server/services/operator';
import { uniqueName } from '@/test/support/world';

const PASSWORD = 'a password that is long enough';

export function systemCtx(db: DbRoot, now = new Date()): Ctx {
  return { actor: { kind: 'system', id: 'cli' }, db, now, requestId: uniqueName('request') };
}

type Holder = { fabrics: FabricScope; role?: Role; now?: Date };

/** Somebody with an API token of these fabrics. */
export function tokenCtx(db: DbRoot, { fabrics, role = 'administrator', now = new Date() }: Holder): Ctx {
  const actor = { kind: 'apiToken', id: 'token', name: 'test', role, fabrics } as const;
  return { actor, db, now, requestId: uniqueName('request') };
}

export function postJson(address: string, path: string, body: unknown, headers: Record<string, string> = {}) {
  return fetch(address + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: address, ...headers },
    body: JSON.stringify(body),
  });
}

/** The session's cookie, as a browser would send it back. */
export async function signInCookie(address: string, email: string, password: string): Promise<string> {
  const response = await postJson(address, '/api/auth/sign-in/email', { email, password });
  const cookie = response.headers.getSetCookie()[0]?.split(';')[0];
  if (!response.ok || !cookie) throw new Error(`Sign-in of ${email} answered ${response.status}`);
  return cookie;
}

export async function makeOperator(db: DbRoot, role: Role = 'administrator') {
  const email = `${uniqueName(role)}@fab.example`;
  const { id } = await createOperator({ ctx: systemCtx(db), input: { email, role, password: PASSWORD } });
  return { id, email, password: PASSWORD };
}

/** What each kind of caller adds to its requests. */
export async function makeCallers(
  db: DbRoot,
  address: string,
): Promise<Record<CallerKind, Record<string, string>>> {
  const ctx = systemCtx(db);
  const headers: Record<string, Record<string, string>> = { anonymous: {} };
  for (const role of ROLES) {
    const { email, password } = await makeOperator(db, role);
    headers[role] = { cookie: await signInCookie(address, email, password) };
    const { token } = await createApiToken({ ctx, input: { name: uniqueName(role), role } });
    headers[`${role}Token`] = { authorization: `Bearer ${token}` };
  }
  const { id: fabric } = await createFabric({ ctx, input: { name: uniqueName('callers') } });
  const { token } = await createEnrollmentToken({ ctx, input: { fabric, uses: 100 } });
  headers.enrollmentToken = { authorization: `Bearer ${token}` };
  const enrolling = { machineId: '4C4C4544-0042-3510-8054-B7C04F4E3633', hostname: uniqueName('HV') };
  const enrolled = await postJson(address, '/api/v1/agent/enroll', enrolling, headers.enrollmentToken);
  const { credential } = (await enrolled.json()) as { credential: string };
  headers.hostCredential = { authorization: `Bearer ${credential}` };
  return headers as Record<CallerKind, Record<string, string>>;
}
