import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SessionList, type SessionRow } from '@/lib/contracts/administration';
import { sweepSessions } from '@/lib/server/auth/ended-sessions';
import { resolveCaller } from '@/lib/server/auth/resolve-caller';
import type { Actor } from '@/lib/server/context';
import { createFabric } from '@/lib/server/services/fabric';
import {
  createApiToken,
  disableOperator,
  listSessions,
  resetPassword,
  revokeApiToken,
} from '@/lib/server/services/operator';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '@/lib/util/durations';
import { makeOperator, postJson, signInCookie, systemCtx } from '@/test/support/callers';
import { startTestServer, type TestServer } from '@/test/support/server';
import { uniqueName } from '@/test/support/world';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});

afterAll(() => server.stop());

const db = () => server.runtime.db;
const ctx = () => systemCtx(db());

async function signedIn(role: Parameters<typeof makeOperator>[1] = 'viewer') {
  const operator = await makeOperator(db(), role);
  const cookie = await signInCookie(server.address, operator.email, operator.password);
  return { ...operator, cookie };
}

function statusOf(procedure: string, headers: Record<string, string>): Promise<number> {
  return fetch(`${server.address}/api/trpc/${procedure}`, { headers }).then(({ status }) => status);
}

/** As a page learns it that leads to sign-in. */
async function whyEnded(cookie: string, now = new Date()) {
  const { sessionCookie } = server.runtime;
  const request = { headers: { cookie }, address: '127.0.0.1' };
  return (await resolveCaller({ sessionCookie, db: db(), now, ...request })).ended;
}

const me = (headers: Record<string, string>) => statusOf('operator.me', headers);

describe('a session', () => {
  it('has a cookie that scripts and other sites cannot use, and no token in the answer', async () => {
    const { email, password } = await makeOperator(db());
    const response = await postJson(server.address, '/api/auth/sign-in/email', { email, password });
    const [cookie = ''] = response.headers.getSetCookie();
    expect(cookie).toMatch(/^gf-session=[^;]+; Max-Age=43200; Path=\/; HttpOnly; SameSite=Lax$/);
    expect(await response.json()).toEqual({ redirect: false });
  });

  it('leaves only a digest of its token in the database', async () => {
    const { id, cookie } = await signedIn();
    const token = decodeURIComponent(cookie.split('=')[1] ?? '').split('.')[0] ?? '';
    expect(token.length).toBeGreaterThanOrEqual(32);
    const rows = await db().session.findMany({ where: { operatorId: id } });
    expect(rows).toHaveLength(1);
    expect(JSON.stringify(rows)).not.toContain(token);
    expect(await me({ cookie: `gf-session=${rows[0]?.token}` })).toBe(401);
  });

  it('is another one after each sign-in', async () => {
    const { email, password, cookie } = await signedIn();
    const second = await signInCookie(server.address, email, password);
    expect(second).not.toBe(cookie);
    expect(await me({ cookie })).toBe(200);
  });

  it('says which of them asks, and in which browser each is', async () => {
    const { email, password, cookie } = await signedIn();
    const firefox = 'Mozilla/5.0 (Windows NT 10.0; rv:130.0) Gecko/20100101 Firefox/130.0';
    const other = await postJson(
      server.address,
      '/api/auth/sign-in/email',
      { email, password },
      { 'user-agent': firefox },
    );
    const theirs = other.headers.getSetCookie()[0]?.split(';')[0] ?? '';
    const listed = async (asking: string) => {
      const answer = await fetch(`${server.address}/api/v1/sessions`, { headers: { cookie: asking } });
      return SessionList.parse(await answer.json()).sessions;
    };
    const facts = (rows: SessionRow[]) =>
      rows.map(({ isCurrent, browser, system }) => ({ isCurrent, browser, system }));
    const unknown = { browser: null, system: null };
    const known = { browser: 'Firefox', system: 'Windows' };
    expect(facts(await listed(cookie))).toEqual([
      { isCurrent: true, ...unknown },
      { isCurrent: false, ...known },
    ]);
    expect(facts(await listed(theirs))).toEqual([
      { isCurrent: false, ...unknown },
      { isCurrent: true, ...known },
    ]);
  });

  it('ends after 30 minutes without use', async () => {
    const { id, cookie } = await signedIn();
    const seen = (minutes: number) =>
      db().session.updateMany({
        where: { operatorId: id },
        data: { lastSeenAt: new Date(Date.now() - minutes * MINUTE_MS) },
      });
    await seen(29);
    const usedAt = Date.now();
    expect(await me({ cookie })).toBe(200);
    const touched = await db().session.findFirstOrThrow({ where: { operatorId: id } });
    expect(touched.lastSeenAt?.getTime()).toBeGreaterThanOrEqual(usedAt);
    await seen(30);
    expect(await me({ cookie })).toBe(401);
    expect(await listSessions({ ctx: ctx() })).not.toContainEqual(
      expect.objectContaining({ operatorId: id }),
    );
    expect(await whyEnded(cookie)).toBe('idle');
  });

  it('ends 12 hours after sign-in, however often it is used', async () => {
    const { id, cookie } = await signedIn();
    const stored = await db().session.findFirstOrThrow({ where: { operatorId: id } });
    const hours = ((stored.absoluteExpiresAt?.getTime() ?? 0) - stored.createdAt.getTime()) / 3_600_000;
    expect(hours).toBeCloseTo(12, 1);
    await db().session.updateMany({ where: { operatorId: id }, data: { absoluteExpiresAt: new Date() } });
    expect(await me({ cookie })).toBe(401);
    expect(await whyEnded(cookie)).toBe('time');
  });

  it('leaves a mark of when its 12 hours end, which says that they are over only when they are', async () => {
    const { email, password } = await makeOperator(db());
    const response = await postJson(server.address, '/api/auth/sign-in/email', { email, password });
    const mark = response.headers.getSetCookie().find((cookie) => cookie.startsWith('gf-signed-in='));
    expect(mark).toMatch(/^gf-signed-in=\d+; Max-Age=2592000; Path=\/; HttpOnly; SameSite=Lax$/);
    const end = Number(mark?.match(/\d+/)?.[0]);
    expect((end - Date.now()) / HOUR_MS).toBeCloseTo(12, 1);
    expect(await whyEnded(`gf-signed-in=${end}`)).toBe('unknown');
    expect(await whyEnded(`gf-signed-in=${end}`, new Date(end - 1))).toBe('unknown');
    expect(await whyEnded(`gf-signed-in=${end}`, new Date(end))).toBe('time');
    expect(await whyEnded(`gf-signed-in=${end}; gf-session=not-ours.c2ln`)).toBe('unknown');
  });

  it('has a mark that says nothing of when it ended unless it is a moment of the last 30 days', async () => {
    const now = new Date();
    const isMoment = (value: string) => {
      const age = now.getTime() - Number(value);
      return /^\d+$/.test(value) && age >= 0 && age <= 30 * DAY_MS;
    };
    const values = fc.oneof(
      fc.constantFrom(
        '1',
        'NaN',
        '-1',
        '1e3',
        '0x10',
        'true',
        '<b>',
        '9'.repeat(400),
        String(now.getTime() + 1),
      ),
      fc.integer({ min: -40, max: 40 }).map((days) => String(now.getTime() + days * DAY_MS)),
      fc.stringMatching(/^[!-:<-~]{1,30}$/),
    );
    await fc.assert(
      fc.asyncProperty(values, async (value) => {
        expect(await whyEnded(`gf-signed-in=${value}`, now)).toBe(isMoment(value) ? 'time' : 'unknown');
      }),
    );
  });

  it('has no mark any more after signing out, and then says nothing', async () => {
    const left = await postJson(server.address, '/api/auth/sign-out', {}, { cookie: 'gf-signed-in=1' });
    expect(left.headers.getSetCookie()).toContain('gf-signed-in=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax');
    expect(await whyEnded('gf-signed-in=')).toBeUndefined();
    expect(await whyEnded('gf-timezone=Europe/Paris')).toBeUndefined();
  });

  it('is remembered for a day after its end, so that sign-in can say why, and then removed', async () => {
    const { id, cookie } = await signedIn();
    const { absoluteExpiresAt } = await db().session.findFirstOrThrow({ where: { operatorId: id } });
    const end = absoluteExpiresAt?.getTime() ?? 0;
    await sweepSessions(db(), new Date(end + DAY_MS));
    expect(await db().session.count({ where: { operatorId: id } })).toBe(1);
    await sweepSessions(db(), new Date(end + DAY_MS + 1));
    expect(await db().session.count({ where: { operatorId: id } })).toBe(0);
    expect(await whyEnded(cookie)).toBe('ended');
  });

  it('ends on the server at sign-out', async () => {
    const { cookie } = await signedIn();
    const response = await postJson(server.address, '/api/auth/sign-out', {}, { cookie });
    expect(response.headers.getSetCookie().join()).toMatch(/gf-session=;.*Max-Age=0/);
    expect(await me({ cookie })).toBe(401);
  });

  it('ends at once when the operator is disabled, and when the password is reset', async () => {
    const first = await signedIn();
    await disableOperator({ ctx: ctx(), input: { id: first.email } });
    expect(await me({ cookie: first.cookie })).toBe(401);
    const second = await signedIn();
    await resetPassword({ ctx: ctx(), input: { id: second.id, password: 'another long password' } });
    expect(await me({ cookie: second.cookie })).toBe(401);
    await signInCookie(server.address, second.email, 'another long password');
  });

  it('has the role that the operator has now', async () => {
    const { id, cookie } = await signedIn('administrator');
    expect(await statusOf('operator.list', { cookie })).toBe(200);
    await db().operator.update({ where: { id }, data: { role: 'viewer' } });
    expect(await statusOf('operator.list', { cookie })).toBe(403);
  });
});

describe('a refused sign-in', () => {
  it('reads the same for an unknown address, a wrong password and a disabled operator', async () => {
    const { email, password } = await makeOperator(db());
    const disabled = await makeOperator(db());
    await disableOperator({ ctx: ctx(), input: { id: disabled.id } });
    const answers = await Promise.all(
      [
        { email: 'nobody@fab.example', password },
        { email, password: 'wrong but long enough' },
        { email: disabled.email, password: disabled.password },
      ].map((body) => postJson(server.address, '/api/auth/sign-in/email', body)),
    );
    const told = await Promise.all(
      answers.map(async (answer) => {
        const { requestId, ...problem } = (await answer.json()) as { requestId: string };
        return { status: answer.status, cookies: answer.headers.getSetCookie(), problem };
      }),
    );
    expect(told[0]).toMatchObject({ status: 401, cookies: [], problem: { code: 'unauthorized' } });
    expect(told[1]).toEqual(told[0]);
    expect(told[2]).toEqual(told[0]);
  });

  it('leaves nothing of what was typed in the log', async () => {
    await postJson(server.address, '/api/auth/sign-in/email', {
      email: 'typed@fab.example',
      password: 'typed-secret-1',
    });
    expect(server.logged.join('')).not.toContain('typed-secret-1');
  });
});

describe('better-auth', () => {
  it('answers at no other of its endpoints', async () => {
    const { cookie } = await signedIn();
    for (const endpoint of ['sign-up/email', 'list-sessions', 'change-password', 'update-user', 'ok']) {
      const path = `/api/auth/${endpoint}`;
      expect((await postJson(server.address, path, {}, { cookie })).status).toBe(404);
      expect((await fetch(server.address + path, { headers: { cookie } })).status).toBe(404);
    }
  });
});

describe('an API token', () => {
  it('is refused when expired or revoked, whatever cookie is beside it', async () => {
    const { cookie } = await signedIn('administrator');
    const { id, token } = await createApiToken({ ctx: ctx(), input: { name: 'n', role: 'viewer' } });
    const headers = { authorization: `Bearer ${token}`, cookie };
    expect(await statusOf('fabric.list', headers)).toBe(200);
    expect(await statusOf('operator.list', headers)).toBe(403);
    await revokeApiToken({ ctx: ctx(), input: { id } });
    expect(await statusOf('fabric.list', headers)).toBe(401);
    const past = systemCtx(db(), new Date(Date.now() - 2 * 86_400_000));
    const old = await createApiToken({
      ctx: past,
      input: { name: 'n', role: 'viewer', expiresInSeconds: 86_400 },
    });
    expect(await statusOf('fabric.list', { authorization: `Bearer ${old.token}` })).toBe(401);
    expect(await statusOf('fabric.list', { authorization: `Bearer ${token}x`, cookie })).toBe(401);
    expect(await statusOf('fabric.list', { authorization: 'Basic YTpi', cookie })).toBe(401);
  });

  it('ends with the operator who made it, and so does one made with it', async () => {
    const { id, email } = await signedIn('administrator');
    await signedIn('administrator');
    const person = { id, name: 'N', email, role: 'administrator', fabrics: 'all' } as const;
    const make = (actor: Actor) =>
      createApiToken({ ctx: { ...ctx(), actor }, input: { name: 'n', role: 'administrator' } });
    const first = await make({ kind: 'operator', ...person });
    const second = await make({ kind: 'apiToken', ...person, id: first.id });
    const another = await make({ kind: 'system', id: 'cli' });
    await disableOperator({ ctx: ctx(), input: { id } });
    const status = ({ token }: { token: string }) =>
      statusOf('fabric.list', { authorization: `Bearer ${token}` });
    expect([await status(first), await status(second), await status(another)]).toEqual([401, 401, 200]);
    const entries = await db().auditEntry.count({
      where: { action: 'apiToken.revoked', subjectId: { in: [first.id, second.id] } },
    });
    expect(entries).toBe(2);
  });

  it('without any fabric sees none', async () => {
    const { id, token } = await createApiToken({ ctx: ctx(), input: { name: 'n', role: 'viewer' } });
    const seen = () =>
      fetch(`${server.address}/api/trpc/fabric.list`, { headers: { authorization: `Bearer ${token}` } }).then(
        (response) => response.json(),
      );
    await createFabric({ ctx: ctx(), input: { name: uniqueName('Fabric') } });
    expect(await seen()).not.toMatchObject({ result: { data: [] } });
    await db()
      .$executeRaw`UPDATE api_token SET fabric_ids = '{}', all_fabrics = false WHERE id = ${id}::uuid`;
    expect(await seen()).toMatchObject({ result: { data: [] } });
  });
});
