import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { giveBackSignInTry, SIGN_IN_BURST, takeSignInTry } from '@/lib/server/auth/sign-in-limits';
import { makeOperator, postJson } from '@/test/support/callers';
import { startTestServer, type TestServer } from '@/test/support/server';
import { uniqueName } from '@/test/support/world';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});

afterAll(() => server.stop());

const AHEAD_SECONDS = 60;
const START_MS = Date.parse('2026-11-25T09:00:00Z');

function tries(email: () => string, address: () => string) {
  const db = server.runtime.db;
  const at = (seconds: number) => new Date(START_MS + seconds * 1_000);
  return {
    /** How many of `count` tries are taken. */
    take: async (count: number, seconds: number) => {
      let taken = 0;
      for (let n = 0; n < count; n += 1)
        await takeSignInTry(db, email(), address(), at(seconds)).then(
          () => (taken += 1),
          (error: unknown) => expect(error).toMatchObject({ code: 'too_many_requests' }),
        );
      return taken;
    },
    succeed: (seconds: number) => giveBackSignInTry(db, email(), address(), at(seconds)),
  };
}

function counter(): () => number {
  let n = 0;
  return () => {
    n += 1;
    return n;
  };
}

const next = counter();
const anotherAddress = () => `10.9.0.${next()}`;

describe('sign-in attempts', () => {
  it('are ten at once and then one every four seconds for an account, from any address', async () => {
    const email = `${uniqueName('limited')}@fab.example`;
    const { take } = tries(() => email, anotherAddress);
    expect(await take(15, 0)).toBe(SIGN_IN_BURST);
    expect(await take(1, 3.9)).toBe(0);
    expect(await take(3, 4)).toBe(1);
    expect(await take(20, 4 + 12)).toBe(3);
  });

  it('are limited alike for an address, whatever the account', async () => {
    const { take } = tries(
      () => `${uniqueName('any')}@fab.example`,
      () => '10.8.0.1',
    );
    expect(await take(15, 0)).toBe(SIGN_IN_BURST);
  });

  it('count the networks of IPv6, and IPv4 in whatever form it comes', async () => {
    const sixes = tries(
      () => `${uniqueName('any')}@fab.example`,
      () => `2001:db8:0:1::${next().toString(16)}`,
    );
    expect(await sixes.take(15, 0)).toBe(SIGN_IN_BURST);
    const mapped = tries(
      () => `${uniqueName('any')}@fab.example`,
      () => (next() % 2 ? '10.7.0.1' : '::ffff:10.7.0.1'),
    );
    expect(await mapped.take(15, 0)).toBe(SIGN_IN_BURST);
  });

  it('that succeed count for nothing', async () => {
    const email = `${uniqueName('good')}@fab.example`;
    const { take, succeed } = tries(() => email, anotherAddress);
    for (let n = 0; n < 15; n += 1) {
      expect(await take(1, 0)).toBe(1);
      await succeed(0);
    }
  });

  it('in parallel are all counted', async () => {
    const email = `${uniqueName('parallel')}@fab.example`;
    const { take } = tries(() => email, anotherAddress);
    const taken = await Promise.all(Array.from({ length: 30 }, () => take(1, 0)));
    expect(taken.reduce((sum, one) => sum + one, 0)).toBe(SIGN_IN_BURST);
  });

  it('are refused over HTTP with the time to wait, also with the right password and a forged address', async () => {
    const { email, password } = await makeOperator(server.runtime.db);
    const attempt = (secret: string, n: number) =>
      postJson(
        server.address,
        '/api/auth/sign-in/email',
        { email, password: secret },
        { 'x-forwarded-for': `10.6.0.${n}`, forwarded: `for=10.6.0.${n}` },
      );
    const { db } = server.runtime;
    const accounts = () => db.rateLimit.count({ where: { key: { startsWith: 'sign-in:account:' } } });
    const before = await accounts();
    expect((await attempt('a wrong password', 1)).status).toBe(401);
    expect(await accounts()).toBe(before + 1);
    // So far ahead that none comes back meanwhile, however long a password takes to be hashed here.
    const ahead = new Date(Date.now() + AHEAD_SECONDS * 1_000);
    for (let n = 0; n < SIGN_IN_BURST; n += 1) await takeSignInTry(db, email, anotherAddress(), ahead);
    const refused = await attempt(password, 99);
    expect(refused.status).toBe(429);
    const problem = (await refused.json()) as { retryAfterSeconds: number };
    expect(problem).toMatchObject({ code: 'too_many_requests' });
    expect(problem.retryAfterSeconds).toBeLessThanOrEqual(AHEAD_SECONDS + 4);
    expect(refused.headers.get('retry-after')).toBe(String(problem.retryAfterSeconds));
  });
});
