import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Ctx } from '@/lib/server/context';
import { withClient } from '@/lib/server/db/connection';
import { raiseWatermark } from '@/lib/server/db/watermark';
import { disableOperator, endSession, resetPassword } from '@/lib/server/services/operator';
import { enroll, hostNames, INSECURE, PASSED, send, snapshotOf } from '@/test/support/agent-client';
import { makeOperator, postJson, signInCookie, systemCtx } from '@/test/support/callers';
import { openStream } from '@/test/support/event-stream';
import { metricsOf, seriesSum } from '@/test/support/read-metrics';
import { startTestServer, type TestServer } from '@/test/support/server';
import { makeWorld, uniqueName } from '@/test/support/world';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});

afterAll(() => server.stop());

async function signedIn(on: TestServer = server) {
  const { id, email, password } = await makeOperator(on.runtime.db, 'viewer');
  return { id, cookie: await signInCookie(on.address, email, password) };
}

/** Past the first event, which says when something changed last. */
async function streamOf(cookie: string, on: TestServer = server) {
  const stream = await openStream(on.address, { cookie });
  await stream.nextOf('changed');
  return stream;
}

const NEW_PASSWORD = 'another long enough password';

const sessionOf = async (operatorId: string, { db }: Pick<Ctx, 'db'>) =>
  (await db.session.findFirstOrThrow({ where: { operatorId } })).id;

async function passedHosts(cookie: string): Promise<number> {
  const response = await fetch(`${server.address}/api/v1/summary`, { headers: { cookie } });
  return ((await response.json()) as { states: { Passed: number } }).states.Passed;
}

describe('a stream of events', () => {
  it('is one that no proxy keeps or holds back, and begins with when something changed last', async () => {
    const before = new Date();
    await raiseWatermark(server.runtime.db);
    const { cookie } = await signedIn();
    const first = await openStream(server.address, { cookie });
    const { headers } = first.response;
    expect(headers.get('content-type')).toContain('text/event-stream');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('x-accel-buffering')).toBe('no');
    expect(headers.get('content-encoding')).toBeNull();
    // Told before this stream was opened, or on it.
    let told = await first.nextOf('changed');
    while (new Date(told.at) < before) told = await first.nextOf('changed');
    const second = await openStream(server.address, { cookie });
    expect(await second.nextOf('changed')).toEqual(told);
    await Promise.all([first.close(), second.close()]);
  });

  it('says that a state has changed, and its reader is then answered with that state', async () => {
    const { cookie } = await signedIn();
    const world = await makeWorld(server.runtime.db);
    const host = await enroll(server.address, await world.enrollmentToken(), hostNames(uniqueName('HV')));
    await send(server.address, host, snapshotOf(host, { hgsClient: PASSED }));
    const passed = await passedHosts(cookie);
    const stream = await streamOf(cookie);
    const before = new Date();
    await send(server.address, host, snapshotOf(host, { hgsClient: INSECURE, sequence: 2 }));
    let told = await stream.nextOf('changed');
    while (new Date(told.at) < before) told = await stream.nextOf('changed');
    expect(await passedHosts(cookie)).toBe(passed - 1);
    await stream.close();
  });

  it('says what was missed once the connection is back by which the server is told', async () => {
    const { cookie } = await signedIn();
    const stream = await streamOf(cookie);
    await withClient(server.database.adminUrl, async (admin) => {
      const { rowCount } = await admin.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE datname = $1 AND query = 'SELECT number::text FROM fleet_watermark'`,
        [server.database.name],
      );
      expect(rowCount).toBe(1);
    });
    await expect.poll(server.runtime.watermark.isFollowed).toBe(false);
    const before = new Date();
    await raiseWatermark(server.runtime.db);
    const { at } = await stream.nextOf('changed');
    expect(new Date(at).getTime()).toBeGreaterThanOrEqual(before.getTime());
    expect(server.runtime.watermark.isFollowed()).toBe(true);
    expect(server.logged.filter((line) => line.includes('changes are told late'))).toHaveLength(1);
    await stream.close();
  });

  it('ends with its session, and says so', async () => {
    const [gone, stays] = [await signedIn(), await signedIn()];
    const [ending, other] = [await streamOf(gone.cookie), await streamOf(stays.cookie)];
    const left = await postJson(server.address, '/api/auth/sign-out', {}, { cookie: gone.cookie });
    expect(left.status).toBe(200);
    await raiseWatermark(server.runtime.db);
    await ending.nextOf('signedOut');
    expect(await ending.next()).toBeNull();
    await other.nextOf('changed');
    // Looking whether a session has ended is no use of it.
    const { lastSeenAt } = await server.runtime.db.session.findFirstOrThrow({
      where: { operatorId: stays.id },
    });
    const idle = new Date((lastSeenAt ?? new Date()).getTime() - 86_400_000);
    await server.runtime.db.session.updateMany({
      where: { operatorId: stays.id },
      data: { lastSeenAt: idle },
    });
    await raiseWatermark(server.runtime.db);
    await other.nextOf('signedOut');
    expect(await other.next()).toBeNull();
  });

  it('ends where its person opens one more than one may have', async () => {
    const { cookie } = await signedIn();
    const streams = [];
    for (let count = 0; count < 7; count += 1) streams.push(await streamOf(cookie));
    const [oldest, ...others] = streams;
    await oldest?.nextOf('crowded');
    expect(await oldest?.next()).toBeNull();
    await raiseWatermark(server.runtime.db);
    for (const stream of others) await stream.nextOf('changed');
    const text = await metricsOf(server.address, { cookie });
    expect(seriesSum(text, 'gf_event_streams')).toBe(6);
    expect(seriesSum(text, 'gf_event_source_up')).toBe(1);
    await Promise.all(others.map((stream) => stream.close()));
    await expect
      .poll(async () => seriesSum(await metricsOf(server.address, { cookie }), 'gf_event_streams'))
      .toBe(0);
  });
});

describe('a stream of events where time never comes at which all sessions are looked at anyway', () => {
  let still: TestServer;

  beforeAll(async () => {
    vi.useFakeTimers({ toFake: ['setInterval'] });
    still = await startTestServer();
    vi.useRealTimers();
  });

  afterAll(() => still.stop());

  it.each<[how: string, end: (words: { id: string; ctx: Ctx }) => Promise<unknown>]>([
    [
      'the session is ended',
      async ({ id, ctx }) => endSession({ ctx, input: { id: await sessionOf(id, ctx) } }),
    ],
    ['the operator is disabled', ({ id, ctx }) => disableOperator({ ctx, input: { id } })],
    ['the password is reset', ({ id, ctx }) => resetPassword({ ctx, input: { id, password: NEW_PASSWORD } })],
  ])('ends where somebody else ends its session: %s', async (_, end) => {
    const { id, cookie } = await signedIn(still);
    const stream = await streamOf(cookie, still);
    await end({ id, ctx: systemCtx(still.runtime.db) });
    await stream.nextOf('signedOut');
    expect(await stream.next()).toBeNull();
  });
});

it('a stop ends streams as it ends answers, and waits for none of them', async () => {
  const stopping = await startTestServer();
  const { email, password } = await makeOperator(stopping.runtime.db, 'viewer');
  const cookie = await signInCookie(stopping.address, email, password);
  const stream = await openStream(stopping.address, { cookie });
  await stream.nextOf('changed');
  await stopping.stop();
  // What is still open after 25 s is cut, and reading it fails.
  while ((await stream.next()) !== null);
});
