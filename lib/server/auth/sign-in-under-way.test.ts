import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hashPassword } from '@/lib/server/auth/password';
import type { Ctx } from '@/lib/server/context';
import { transact } from '@/lib/server/db/client';
import {
  acceptInvitation,
  disableOperator,
  enableOperator,
  endOtherSessions,
  inviteOperator,
  resetPassword,
} from '@/lib/server/services/operator';
import { makeOperator, postJson, signInCookie, systemCtx } from '@/test/support/callers';
import { startTestServer, type TestServer } from '@/test/support/server';
import { waitsForLock } from '@/test/support/waits-for-lock';
import { uniqueName } from '@/test/support/world';

const PASSWORD = 'a password that is long enough';
const OTHER_PASSWORD = 'another password, as long as that';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
  await makeOperator(server.runtime.db);
});

afterAll(() => server.stop());

const db = () => server.runtime.db;
const ctx = () => systemCtx(db());

type Person = { id: string; email: string; end: (ctx: Ctx) => Promise<unknown> };

const somebody = (end: (ctx: Ctx, id: string) => Promise<unknown>) => async (): Promise<Person> => {
  const { id, email } = await makeOperator(db(), 'viewer');
  return { id, email, end: (within) => end(within, id) };
};

/** Somebody who has a password, as after a reset that was sent as a link, and accepts the link. */
async function invited(): Promise<Person> {
  const email = `${uniqueName('invited')}@fab.example`;
  const input = { email, role: 'viewer' } as const;
  const { id, invitation } = await inviteOperator({ ctx: ctx(), input, publicUrl: server.address });
  await db().account.updateMany({
    where: { operatorId: id },
    data: { password: await hashPassword(PASSWORD) },
  });
  const token = new URL(invitation.link).searchParams.get('token') ?? '';
  const accepted = { token, password: OTHER_PASSWORD };
  return { id, email, end: (within) => acceptInvitation({ ctx: within, input: accepted }) };
}

const ENDINGS: readonly [string, () => Promise<Person>][] = [
  [
    'a password reset',
    somebody((within, id) => resetPassword({ ctx: within, input: { id, password: OTHER_PASSWORD } })),
  ],
  ['an accepted invitation', invited],
  [
    'the end of all sessions',
    somebody((within, operator) => endOtherSessions({ ctx: within, input: { operator } })),
  ],
  [
    'an account that is disabled and enabled again',
    somebody(async (within, id) => {
      await disableOperator({ ctx: within, input: { id } });
      await enableOperator({ ctx: within, input: { id } });
    }),
  ],
];

const signIn = (email: string) =>
  postJson(server.address, '/api/auth/sign-in/email', { email, password: PASSWORD });

describe('a sign-in under way', () => {
  it.each(ENDINGS)('does not outlive %s', async (_what, make) => {
    const { id, email, end } = await make();
    const under = await transact(db(), async (tx) => {
      // The password is right and was checked; the session waits to be written.
      await tx.$executeRaw`SELECT id FROM operator WHERE id = ${id} FOR UPDATE`;
      const answer = signIn(email);
      await waitsForLock(db());
      await end({ ...ctx(), db: tx });
      return { answer };
    });
    const answer = await under.answer;
    expect(answer.status).toBe(401);
    expect(answer.headers.getSetCookie()).toEqual([]);
    expect(await db().session.count({ where: { operatorId: id } })).toBe(0);
    expect(await db().auditEntry.count({ where: { action: 'operator.signedIn', subjectId: id } })).toBe(0);
  });

  it('comes to a session where nothing of that happens meanwhile', async () => {
    const { id, email } = await makeOperator(db(), 'viewer');
    const under = await transact(db(), async (tx) => {
      await tx.$executeRaw`SELECT id FROM operator WHERE id = ${id} FOR UPDATE`;
      const answer = signIn(email);
      await waitsForLock(db());
      return { answer };
    });
    expect((await under.answer).status).toBe(200);
    await endOtherSessions({ ctx: ctx(), input: { operator: id } });
    expect(await signInCookie(server.address, email, PASSWORD)).toMatch(/^gf-session=/);
  });
});
