import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  ACCOUNT_TRIES,
  createSignInLimits,
  type SignInTry,
  sweepSignInTries,
  TRIES,
  WINDOW_SECONDS,
} from '@/lib/server/auth/sign-in-limits';
import { makeOperator, postJson } from '@/test/support/callers';
import { startTestServer, type TestServer } from '@/test/support/server';
import { uniqueName } from '@/test/support/world';

let server: TestServer;
/** Another instance on the same database. */
let second: TestServer;

beforeAll(async () => {
  const variables = { GF_TRUSTED_PROXIES: '127.0.0.1' };
  server = await startTestServer({ variables });
  second = await startTestServer({ variables, database: server.database });
});

afterAll(async () => {
  await second.stopServing();
  await server.stop();
});

const db = () => server.runtime.db;

function counter(): () => number {
  let n = 0;
  return () => {
    n += 1;
    return n;
  };
}

const next = counter();
const anotherAddress = () => `10.${next() % 250}.${next() % 250}.${next() % 250}`;
const anotherEmail = () => `${uniqueName('limited')}@fab.example`;

/** How many of `count` tries are taken. */
async function take(count: number, tryOf: () => SignInTry, limits = createSignInLimits(db())) {
  let taken = 0;
  for (let n = 0; n < count; n += 1)
    await limits.take(tryOf()).then(
      () => (taken += 1),
      (error: unknown) => expect(error).toMatchObject({ code: 'too_many_requests' }),
    );
  return taken;
}

/** Lets a window pass. */
const pass = (seconds: number) =>
  db().$executeRaw`UPDATE rate_limit SET expire = expire - ${seconds * 1_000}::int`;

describe('sign-in tries', () => {
  it('of an address are limited, whatever the account, and come back when their window ends', async () => {
    const address = anotherAddress();
    const any = () => ({ email: anotherEmail(), address, device: null });
    expect(await take(TRIES + 5, any)).toBe(TRIES);
    await pass(WINDOW_SECONDS);
    expect(await take(TRIES + 5, any)).toBe(TRIES);
  });

  it('at an account are limited, from whatever addresses, to more than one address has', async () => {
    const email = anotherEmail();
    const from = () => ({ email, address: anotherAddress(), device: null });
    expect(await take(ACCOUNT_TRIES + 5, from)).toBe(ACCOUNT_TRIES);
    // An address that begins anew in the middle of an account's window has at most this many of it.
    expect(ACCOUNT_TRIES).toBeGreaterThan(2 * TRIES);
  });

  it('that the address is refused spend nothing of the account, and the other way round', async () => {
    const [email, address] = [anotherEmail(), anotherAddress()];
    await take(TRIES, () => ({ email: anotherEmail(), address, device: null }));
    await take(50, () => ({ email, address, device: null }));
    const elsewhere = () => ({ email, address: anotherAddress(), device: null });
    expect(await take(ACCOUNT_TRIES + 5, elsewhere)).toBe(ACCOUNT_TRIES);
    const home = anotherAddress();
    expect(await take(50, () => ({ email, address: home, device: null }))).toBe(0);
    expect(await take(TRIES, () => ({ email: anotherEmail(), address: home, device: null }))).toBe(TRIES);
  });

  it('of a known device have their own limit, whatever address and account have spent', async () => {
    const [email, address] = [anotherEmail(), anotherAddress()];
    await take(ACCOUNT_TRIES, () => ({ email, address: anotherAddress(), device: null }));
    await take(TRIES, () => ({ email: anotherEmail(), address, device: null }));
    const device = uniqueName('device');
    expect(await take(TRIES + 5, () => ({ email, address, device }))).toBe(TRIES);
  });

  it('count the networks of IPv6, and IPv4 in whatever form it comes', async () => {
    const from = (address: () => string) => () => ({
      email: anotherEmail(),
      address: address(),
      device: null,
    });
    expect(
      await take(
        TRIES + 5,
        from(() => `2001:db8:0:1::${next().toString(16)}`),
      ),
    ).toBe(TRIES);
    const mapped = () => (next() % 2 ? '10.7.0.1' : '::ffff:10.7.0.1');
    expect(await take(TRIES + 5, from(mapped))).toBe(TRIES);
  });

  it('that succeed count for nothing', async () => {
    const limits = createSignInLimits(db());
    const attempt = { email: anotherEmail(), address: anotherAddress(), device: null };
    for (let n = 0; n < ACCOUNT_TRIES + 5; n += 1) await (await limits.take(attempt))();
  });

  it('in parallel, on two instances, are all counted', async () => {
    const address = anotherAddress();
    const any = () => ({ email: anotherEmail(), address, device: null });
    const instances = [server, second].map(({ runtime }) => createSignInLimits(runtime.db));
    const taken = await Promise.all(
      Array.from({ length: 30 }, (_, n) => take(1, any, instances[n % 2] ?? instances[0])),
    );
    expect(taken.reduce((sum, one) => sum + one, 0)).toBe(TRIES);
  });

  it('are forgotten by time, and not by the next sign-in', async () => {
    await take(3, () => ({ email: anotherEmail(), address: anotherAddress(), device: null }));
    const address = anotherAddress();
    await pass(WINDOW_SECONDS);
    await take(1, () => ({ email: anotherEmail(), address, device: null }));
    await sweepSignInTries(db(), new Date());
    const left = await db().rateLimit.findMany();
    expect(left).toHaveLength(2);
    expect(left.map(({ key }) => key).join()).toContain(address);
  });

  it('are swept by a server that nobody signs in to', async () => {
    const key = uniqueName('sign-in:address:old');
    await db().rateLimit.create({ data: { key, points: 1, expire: BigInt(Date.now() - 1) } });
    const third = await startTestServer({ database: server.database });
    await expect.poll(() => db().rateLimit.count({ where: { key } })).toBe(0);
    await third.stopServing();
  });
});

describe('signing in over HTTP', () => {
  type Attempt = { email: string; password: string; from: string; cookie?: string };

  const attempt = ({ email, password, from, cookie }: Attempt, at = server) =>
    postJson(
      at.address,
      '/api/auth/sign-in/email',
      { email, password },
      { 'x-forwarded-for': from, ...(cookie && { cookie }) },
    );

  const deviceCookie = (response: Response) =>
    response.headers
      .getSetCookie()
      .find((cookie) => cookie.startsWith('gf-device='))
      ?.split(';')[0] ?? '';

  async function known(role: 'administrator' | 'viewer') {
    const person = await makeOperator(db(), role);
    const first = await attempt({ ...person, from: anotherAddress() });
    expect(first.status).toBe(200);
    return { ...person, cookie: deviceCookie(first) };
  }

  const wrong = 'wrong but long enough';
  const statusOf = async (one: Attempt, at = server) => (await attempt(one, at)).status;

  it('is barred to nobody by one address, the only administrator among all accounts', async () => {
    const people = [await makeOperator(db()), await makeOperator(db(), 'viewer')];
    const from = anotherAddress();
    for (let n = 0; n < 3 * ACCOUNT_TRIES; n += 1)
      await attempt({ email: people[n % 2]?.email ?? '', password: wrong, from });
    for (const { email, password } of people) {
      expect(await statusOf({ email, password, from })).toBe(429);
      expect(await statusOf({ email, password, from: anotherAddress() })).toBe(200);
    }
  });

  it('stays open to a known device while many addresses attack all accounts at once', async () => {
    const people = [await known('administrator'), await known('viewer')];
    const attackers = Array.from({ length: 4 }, anotherAddress);
    for (const [n, from] of attackers.entries())
      await attempt({ email: people[n % 2]?.email ?? '', password: wrong, from }, n < 2 ? server : second);
    for (const { email } of people)
      await take(ACCOUNT_TRIES, () => ({ email, address: anotherAddress(), device: null }));
    for (const { email, password, cookie } of people) {
      expect(await statusOf({ email, password, from: anotherAddress() })).toBe(429);
      expect(await statusOf({ email, password, cookie, from: attackers[0] ?? '' })).toBe(200);
      expect(await statusOf({ email, password, cookie, from: anotherAddress() }, second)).toBe(200);
    }
    const [one, other] = people;
    const foreign = { email: one?.email ?? '', password: one?.password ?? '', from: anotherAddress() };
    expect(await statusOf({ ...foreign, cookie: other?.cookie ?? '' })).toBe(429);
    expect(await statusOf({ ...foreign, cookie: `${one?.cookie}x` })).toBe(429);
  });

  it('remembers everybody who shares a device, and hides the cookie from scripts', async () => {
    const [one, other] = [await makeOperator(db()), await makeOperator(db())];
    const first = await attempt({ ...one, from: anotherAddress() });
    const set = first.headers.getSetCookie().find((cookie) => cookie.startsWith('gf-device='));
    expect(set).toMatch(/^gf-device=[^;]+; Max-Age=15552000; Path=\/; HttpOnly; SameSite=Lax$/);
    expect(set).not.toContain(one.email);
    const both = deviceCookie(
      await attempt({ ...other, from: anotherAddress(), cookie: deviceCookie(first) }),
    );
    for (const { email, password } of [one, other]) {
      await take(ACCOUNT_TRIES, () => ({ email, address: anotherAddress(), device: null }));
      expect(await statusOf({ email, password, from: anotherAddress() })).toBe(429);
      expect(await statusOf({ email, password, from: anotherAddress(), cookie: both })).toBe(200);
    }
  });

  it('is refused with the time to wait, also with the right password and a forged address', async () => {
    const { email, password } = await makeOperator(db());
    const forged = (secret: string, n: number) =>
      postJson(
        server.address,
        '/api/auth/sign-in/email',
        { email, password: secret },
        { 'x-forwarded-for': `10.6.0.${n}, 10.66.0.1`, forwarded: `for=10.6.0.${n}` },
      );
    expect((await forged(wrong, 1)).status).toBe(401);
    await take(TRIES, () => ({ email: anotherEmail(), address: '10.66.0.1', device: null }));
    const refused = await forged(password, 99);
    expect(refused.status).toBe(429);
    const problem = (await refused.json()) as { retryAfterSeconds: number };
    expect(problem).toMatchObject({ code: 'too_many_requests' });
    expect(problem.retryAfterSeconds).toBeLessThanOrEqual(WINDOW_SECONDS);
    expect(refused.headers.get('retry-after')).toBe(String(problem.retryAfterSeconds));
  });
});
