import { rmSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { HostList } from '@/lib/contracts/fleet';
import { withClient } from '@/lib/server/db/connection';
import { runtimeRole } from '@/lib/server/db/embedded/cluster';
import { openPools } from '@/lib/server/db/pools';
import { startDatabase } from '@/lib/server/db/start';
import { raiseWatermark } from '@/lib/server/db/watermark';
import { loadEnv } from '@/lib/server/process/env';
import { createLogger } from '@/lib/server/process/logger';
import { type RunningServer, startServer } from '@/server';
import { makeOperator, postJson, signInCookie } from '@/test/support/callers';
import { enrolledHosts } from '@/test/support/ingest';
import { type Standby, startStandby } from '@/test/support/standby';
import { temporaryFolder } from '@/test/support/temporary-folder';
import { uniqueName } from '@/test/support/world';

// A real standby that follows by streaming: late, paused, frozen, killed, and back.

const dataDir = temporaryFolder('gf-replica-');
let standby: Standby;
let server: RunningServer;
let logged: string[] = [];

const environment = (variables: Record<string, string> = {}) =>
  loadEnv({
    ...variables,
    NODE_ENV: 'test',
    PORT: '0',
    GF_DATA_DIR: dataDir,
    DATABASE_URL: standby.primary.url,
    DATABASE_MIGRATE_URL: standby.primary.migrateUrl,
    DATABASE_REPLICA_URL: standby.url,
  });

function start(): Promise<RunningServer> {
  logged = [];
  const log = createLogger({ level: 'info', write: (line) => void logged.push(line) });
  return startServer({ env: environment(), pages: false, log, print: (line) => void logged.push(line) });
}

beforeAll(async () => {
  standby = await startStandby();
  server = await start();
});

afterAll(async () => {
  await server?.stop();
  await standby?.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

async function signedIn() {
  const { email, password } = await makeOperator(server.runtime.db, 'administrator');
  const cookie = await signInCookie(server.address, email, password);
  return {
    get: (path: string) => fetch(server.address + path, { headers: { cookie } }),
    post: (path: string, body: unknown) => postJson(server.address, path, body, { cookie }),
  };
}

type Person = Awaited<ReturnType<typeof signedIn>>;

const hostsOf = async ({ get }: Person) => HostList.parse(await (await get('/api/v1/hosts')).json());
async function lagSeconds(person: Person): Promise<number> {
  const text = await (await person.get('/api/metrics')).text();
  return Number(/^gf_replica_lag_seconds (\S+)$/m.exec(text)?.[1]);
}

/** Waits until heavy reads go there. */
const untilAsked = () => expect.poll(isAsked).toBe(true);

/** Whether the replica answers heavy reads, as a context tells that is handed to one. */
async function isAsked(): Promise<boolean> {
  const { heavyReads, fleetDb: db } = server.runtime;
  const actor = { kind: 'system', id: 'cli' } as const;
  const ctx = { actor, db, now: new Date(), requestId: uniqueName('asked') };
  return heavyReads.read(ctx, async (read) => read.db !== db);
}

it('shows everybody what they did a moment ago, also while the replica stands still', async () => {
  const person = await signedIn();
  const [host] = await enrolledHosts(server.runtime.db, new Date(), 1);
  await untilAsked();
  const resume = await standby.pauseReplay();
  try {
    const name = uniqueName('Made');
    await person.post('/api/v1/fabrics', { name });
    expect(await (await person.get('/api/v1/fabrics')).text()).toContain(name);
    expect(await (await person.get(`/api/v1/search?q=${name}`)).text()).toContain(name);
    const asked = await person.post('/api/v1/reports', { kind: 'moment', lang: 'en', timeZone: 'UTC' });
    const { id } = (await asked.json()) as { id: string };
    expect((await person.get(`/api/v1/reports/${id}`)).status).toBe(200);
    // A heavy read, which would be the replica's for anybody else.
    await person.post('/api/v1/hosts/owner', { hosts: [host?.hostId], owner: name });
    const { hosts } = await hostsOf(person);
    expect(hosts.find(({ id: hostId }) => hostId === host?.hostId)).toMatchObject({ owner: name });
  } finally {
    await resume();
  }
});

it('says of which moment its answers are, and leaves them to the primary once it is late', async () => {
  const person = await signedIn();
  await untilAsked();
  const total = await server.runtime.db.host.count();
  // What earlier tests enrolled may still be on its way.
  await expect.poll(async () => (await hostsOf(person)).total).toBe(total);
  const resume = await standby.pauseReplay();
  try {
    await enrolledHosts(server.runtime.db, new Date(), 3);
    const writtenAt = Date.now();
    const moments: number[] = [];
    const totalNow = async () => {
      const answer = await hostsOf(person);
      if (answer.total === total) moments.push(Date.parse(answer.asOf));
      return answer.total;
    };
    await expect.poll(totalNow).toBe(total + 3);
    expect(moments.filter((asOf) => asOf > writtenAt)).toEqual([]);
    expect(await isAsked()).toBe(false);
    expect(await lagSeconds(person)).toBeGreaterThan(1);
  } finally {
    await resume();
  }
  await untilAsked();
  expect((await hostsOf(person)).total).toBe(total + 3);
  await expect.poll(() => lagSeconds(person)).toBe(0);
});

it('lets a page hear of a change only once it can be read', async () => {
  const person = await signedIn();
  /** What is read as soon as a page hears of hosts that were added; what was raised before them says nothing of them. */
  const totalOnceTold = async (added: number) => {
    await enrolledHosts(server.runtime.db, new Date(), added);
    let told = 0n;
    const leave = server.runtime.watermark.subscribe({
      onMove: (_at, number) => {
        told = number;
      },
      onEnd: () => undefined,
    });
    await raiseWatermark(server.runtime.db);
    const rows = await server.runtime.db.$queryRaw<{ number: bigint }[]>`SELECT number FROM fleet_watermark`;
    await expect.poll(() => told).toBeGreaterThanOrEqual(rows[0]?.number ?? 0n);
    leave();
    return (await hostsOf(person)).total;
  };
  await untilAsked();
  const { total } = await hostsOf(person);
  expect(await totalOnceTold(1)).toBe(total + 1);
  await untilAsked();
  const resume = await standby.pauseReplay();
  try {
    expect(await totalOnceTold(2)).toBe(total + 3);
  } finally {
    await resume();
  }
});

it('is replaced by the primary while it hangs, and asked again when it is back', async () => {
  const person = await signedIn();
  await untilAsked();
  const thaw = standby.freeze();
  try {
    expect((await person.get('/api/v1/hosts')).status).toBe(200);
    expect((await fetch(`${server.address}/api/health/ready`)).status).toBe(200);
  } finally {
    thaw();
  }
  await untilAsked();
});

it('is replaced by the primary when it is killed, and missed by no start', async () => {
  await untilAsked();
  await standby.kill();
  const person = await signedIn();
  for (const path of ['hosts', 'summary', 'changes', 'trend', 'hosts/export?format=csv'])
    expect((await person.get(`/api/v1/${path}`)).status, path).toBe(200);
  await server.stop();
  server = await start();
  expect(logged.join('')).toContain('The primary answers until it is there');
  expect((await (await signedIn()).get('/api/v1/hosts')).status).toBe(200);
  await standby.start();
  await untilAsked();
});

it('commits as a DBA has set it where that waits for more than the disk of the primary, and never for less', async () => {
  const { adminUrl } = standby.primary;
  const levelAfter = async (level: string) => {
    await withClient(adminUrl, (client) =>
      client.query(`ALTER ROLE ${runtimeRole} SET synchronous_commit TO ${level}`),
    );
    const database = await startDatabase(environment(), () => undefined);
    const pools = openPools({ url: database.runtimeUrl });
    const rows = await pools.ingest.$queryRaw<{ level: string }[]>`
      SELECT current_setting('synchronous_commit') AS level`;
    await pools.close();
    return rows[0]?.level;
  };
  expect(await levelAfter('remote_apply')).toBe('remote_apply');
  expect(await levelAfter('local')).toBe('on');
});

it('tells at the start that PostgreSQL takes fewer connections than the pools may make', async () => {
  const lines: string[] = [];
  await startDatabase(environment({ GF_CONNECTIONS_INGEST: '200' }), (line) => void lines.push(line));
  expect(lines.join()).toContain('makes up to 225 connections and PostgreSQL takes 117');
});
