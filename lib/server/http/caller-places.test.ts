import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HostList } from '@/lib/contracts/fleet';
import { BATCH_AT_MOST } from '@/lib/contracts/words/batch';
import { poolUse } from '@/lib/server/db/client';
import { withClient } from '@/lib/server/db/connection';
import { makeOperator, postJson, signInCookie } from '@/test/support/callers';
import { startTestServer, type TestServer } from '@/test/support/server';
import { makeWorld } from '@/test/support/world';

// What one person or program may ask for at once. Requests are kept at work by a table that is locked.

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});

afterAll(() => server.stop());

const AT_WORK = 2;
const WAITING = 3 * BATCH_AT_MOST;

/** Runs `work` while nobody reads this table. */
function whileLocked<T>(table: string, work: () => Promise<T>): Promise<T> {
  return withClient(server.database.adminUrl, async (client) => {
    await client.query(`BEGIN; LOCK TABLE ${table} IN ACCESS EXCLUSIVE MODE`);
    try {
      return await work();
    } finally {
      await client.query('ROLLBACK');
    }
  });
}

/** How many statements wait for that table. */
const atWork = (table: string) =>
  withClient(server.database.adminUrl, async (client) => {
    const { rows } = await client.query(
      'SELECT count(*)::int AS count FROM pg_locks WHERE NOT granted AND relation = $1::regclass',
      [table],
    );
    return rows[0]?.count as number;
  });

async function signedIn() {
  const { email, password } = await makeOperator(server.runtime.db, 'administrator');
  const cookie = await signInCookie(server.address, email, password);
  const ask = (path: string) => fetch(server.address + path, { headers: { cookie } });
  return {
    cookie,
    ask,
    views: () => ask('/api/v1/views?page=hosts'),
    batch: (count: number) => {
      const inputs = Object.fromEntries(
        Array.from({ length: count }, (_, index) => [index, { page: 'hosts' }]),
      );
      const names = Array.from({ length: count }, () => 'view.list').join(',');
      return ask(`/api/trpc/${names}?batch=1&input=${encodeURIComponent(JSON.stringify(inputs))}`);
    },
  };
}

const times = <T>(count: number, make: () => T): T[] => Array.from({ length: count }, make);

describe('what one person asks for at once', () => {
  it('is no cause for a warning where a whole batch waits', async () => {
    const warnings: string[] = [];
    const note = ({ message }: Error) => void warnings.push(message);
    process.on('warning', note);
    const person = await signedIn();
    const { answer } = await whileLocked('saved_view', async () => {
      const asked = person.batch(BATCH_AT_MOST);
      await expect.poll(() => atWork('saved_view')).toBe(AT_WORK);
      return { answer: asked };
    });
    expect((await answer).status).toBe(200);
    process.off('warning', note);
    expect(warnings).toEqual([]);
  });

  it('is worked on two at a time, and refused once enough of it waits', async () => {
    const person = await signedIn();
    const asked = await whileLocked('saved_view', async () => {
      const all = times(AT_WORK + WAITING + 1, person.views);
      const refused = await Promise.race(all);
      expect(refused.status).toBe(429);
      expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
      expect(await refused.clone().json()).toMatchObject({
        code: 'too_many_requests',
        title: expect.stringContaining('send fewer at once'),
      });
      expect(await atWork('saved_view')).toBe(AT_WORK);
      return all;
    });
    const statuses = (await Promise.all(asked)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(AT_WORK + WAITING);
  });

  it('is counted over the API and the console together, each procedure of a batch by itself', async () => {
    const person = await signedIn();
    const [batch, singles] = await whileLocked('saved_view', async () => {
      const asked = person.batch(BATCH_AT_MOST);
      await expect.poll(() => atWork('saved_view')).toBe(AT_WORK);
      const all = times(AT_WORK + WAITING - BATCH_AT_MOST + 1, person.views);
      expect((await Promise.race(all)).status).toBe(429);
      expect(await atWork('saved_view')).toBe(AT_WORK);
      return [asked, all] as const;
    });
    expect((await batch).status).toBe(200);
    const statuses = (await Promise.all(singles)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 429)).toHaveLength(1);
  });

  it('holds up nobody else, nor a program of the same person', async () => {
    const [person, other] = [await signedIn(), await signedIn()];
    const token = await (await makeWorld(server.runtime.db)).apiToken('viewer');
    const asked = await whileLocked('saved_view', async () => {
      const all = times(AT_WORK + 1, person.views);
      await expect.poll(() => atWork('saved_view')).toBe(AT_WORK);
      expect((await other.ask('/api/v1/summary')).status).toBe(200);
      const headers = { authorization: `Bearer ${token}` };
      expect((await fetch(`${server.address}/api/v1/summary`, { headers })).status).toBe(200);
      return all;
    });
    for (const answer of asked) expect((await answer).status).toBe(200);
  });

  it('comes in no longer batch than the console sends', async () => {
    const person = await signedIn();
    const answer = await person.batch(BATCH_AT_MOST + 1);
    expect(answer.status).toBe(400);
    expect(JSON.stringify(await answer.json())).toContain('bad_request');
    expect((await person.batch(BATCH_AT_MOST)).status).toBe(200);
  });

  it('waits for a file in a place of its own, which leaves both others to questions', async () => {
    const person = await signedIn();
    const asked = await whileLocked('fleet_host', async () => {
      const files = times(AT_WORK, () => person.ask('/api/v1/hosts/export?format=csv'));
      await expect.poll(() => poolBusy('fleetDb')).toBe(AT_WORK);
      expect((await person.views()).status).toBe(200);
      return files;
    });
    for (const file of asked) expect((await file).status).toBe(200);
  });
});

const poolBusy = (pool: 'db' | 'fleetDb') => {
  const { open, idle } = poolUse(server.runtime[pool]);
  return open - idle;
};

it('asks for a preview by the connections of questions, although it is a POST', async () => {
  const person = await signedIn();
  const found = HostList.parse(await (await person.ask('/api/v1/hosts?digest=true')).json());
  const selection = { filter: '', count: found.total, digest: found.hostsDigest };
  const [asked] = await whileLocked('host_live', async () => {
    const preview = postJson(server.address, '/api/v1/plans/preview', selection, { cookie: person.cookie });
    await expect.poll(() => poolBusy('fleetDb')).toBe(1);
    expect(poolBusy('db')).toBe(0);
    return [preview] as const;
  });
  expect((await asked).status).toBeLessThan(500);
});
