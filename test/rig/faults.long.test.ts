import { setTimeout as wait } from 'node:timers/promises';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { attachEmbedded } from '@/lib/server/db/embedded/server';
import { createApiToken } from '@/lib/server/services/operator';
import { systemCtx } from '@/test/support/callers';
import { familiesOf, metricsOf } from '@/test/support/read-metrics';
import type { ApiProcess } from '@/test/support/rig/api-process';
import { type Answer, ask, deliver, smallSnapshot } from '@/test/support/rig/ask';
import { sitAtConsole } from '@/test/support/rig/console';
import { rigCount, tellFigures } from '@/test/support/rig/counts';
import { freeze, residentBytes } from '@/test/support/rig/freeze';
import { type Installation, makeInstallation } from '@/test/support/rig/installation';
import { judge } from '@/test/support/rig/oracle';
import { comeBack, fullestTenth } from '@/test/support/rig/storm';
import { startTcpProxy } from '@/test/support/rig/tcp-proxy';
import { attachTo } from '@/test/support/world';

// R4, R6, R7, R13, R14 and R16: what stands between a host and its answer may break anywhere, hang, or be used up.

const HOSTS = rigCount('STORM_HOSTS', 200);
const CUTS = rigCount('CUTS', 100);
const STEADY_SECONDS = rigCount('STEADY_SECONDS', 6);
const STEADY_PER_SECOND = 34;
/** How much of the time that they are told to wait hosts do wait. */
const WAIT_PERCENT = rigCount('WAIT_PERCENT', 2);
const FROZEN_SECONDS = rigCount('FROZEN_SECONDS', 3);
const MINUTE = 60_000;
const MEBIBYTE = 2 ** 20;

let installation: Installation;
let server: ApiProcess;
let reader: Record<string, string>;

beforeAll(async () => {
  installation = await makeInstallation(HOSTS);
  server = await installation.start();
  const { db, close } = attachTo(installation.dataDir);
  const { token } = await createApiToken({ ctx: systemCtx(db), input: { name: 'rig', role: 'viewer' } });
  await close();
  reader = { authorization: `Bearer ${token}` };
}, 5 * MINUTE);

afterAll(async () => {
  await server?.stop();
  await installation?.remove();
}, 2 * MINUTE);

const at = (path: string) => `${installation.address}${path}`;
const host = (index: number) => {
  const found = installation.hosts[index % installation.hosts.length];
  if (!found) throw new Error('no host');
  return found;
};

const putOff = (answer: Answer) =>
  expect(answer).toMatchObject({ status: 503, retryAfterSeconds: expect.any(Number) });

/** The bound below which this share of what a route answered lies, by the server's own count. */
function quantileOf(text: string, route: string, share: number): number {
  const series = familiesOf(text)
    .flatMap(({ samples }) => samples)
    .filter(({ name, labels }) => name === 'gf_http_request_seconds_bucket' && labels.route === route);
  const total = Math.max(...series.map(({ value }) => value));
  const enough = series.filter(({ value }) => value >= share * total);
  return Math.min(...enough.map(({ labels }) => Number(labels.le?.replace('+Inf', 'Infinity'))));
}

const READ_ROUTES = ['/api/v1/summary', '/api/v1/hosts', '/api/v1/hosts/:id'];

it(
  `answers hosts and people while the fleet reports ${STEADY_PER_SECOND} times a second (R14, R16)`,
  async () => {
    const simulation = await installation.report({ intervalSeconds: Math.ceil(HOSTS / STEADY_PER_SECOND) });
    const endsAt = performance.now() + STEADY_SECONDS * 1000;
    const questions = ['summary', 'hosts', 'hosts?check=BitLocker&sort=state', `hosts/${host(0).hostId}`];
    while (performance.now() < endsAt)
      for (const question of questions) {
        expect((await ask(at(`/api/v1/${question}`), { headers: reader })).status).toBe(200);
        await wait(100);
      }
    await simulation.stop();
    expect(simulation.counts).toMatchObject({ rejected: 0, dropped: 0, refused: 0 });
    expect(simulation.counts.stored).toBeGreaterThan((STEADY_SECONDS * STEADY_PER_SECOND) / 4);
    const text = await metricsOf(installation.address, reader);
    tellFigures({
      p95SecondsOf: Object.fromEntries(READ_ROUTES.map((route) => [route, quantileOf(text, route, 0.95)])),
      p99SecondsOfSnapshots: quantileOf(text, '/api/v1/agent/snapshots', 0.99),
    });
  },
  2 * MINUTE + STEADY_SECONDS * 1000,
);

it(
  `stores once what is sent again after ${CUTS} answers cut anywhere (R4)`,
  async () => {
    let cuts = 0;
    const proxy = await startTcpProxy({
      targets: [Number(new URL(installation.address).port)],
      cutAfter: () => (cuts < CUTS ? (cuts++ * 7) % 600 : null),
    });
    const simulation = await installation.report({ server: proxy.address });
    await expect.poll(() => [cuts, simulation.counts.lost > CUTS / 2]).toEqual([CUTS, true]);
    await expect.poll(() => simulation.counts.duplicates).toBeGreaterThan(0);
    await simulation.stop();
    await proxy.stop();
    expect(simulation.counts).toMatchObject({ rejected: 0, dropped: 0 });
    const verdict = await judge(installation.dataDir, installation.acknowledged());
    expect(verdict).toMatchObject({ lost: [], doubled: [], astray: 0 });
  },
  3 * MINUTE,
);

it(
  'answers everybody while PostgreSQL hangs, and works again once it does (R6)',
  async () => {
    await deliver(installation.address, host(0), [smallSnapshot()]);
    const before = residentBytes(server.pid);
    const thaw = freeze(installation.postmasterPid());
    try {
      const asked = await Promise.all([
        deliver(installation.address, host(1), [smallSnapshot()]),
        ask(at('/api/v1/agent/rotate'), {
          method: 'POST',
          headers: { authorization: `Bearer ${host(2).credential}` },
        }),
        ask(at('/api/v1/summary'), { headers: reader }),
        ask(at('/api/metrics'), { headers: reader }),
        ask(at('/api/health/ready')),
      ]);
      for (const answer of asked) putOff(answer);
      tellFigures({ slowestAnswerSeconds: slowestOf(asked) });
      expect((await ask(at('/api/health/live'))).status).toBe(200);
      expect(residentBytes(server.pid) - before).toBeLessThan(100 * MEBIBYTE);
    } finally {
      thaw();
    }
    await expect.poll(async () => (await ask(at('/api/v1/summary'), { headers: reader })).status).toBe(200);
    expect(await deliver(installation.address, host(1), [smallSnapshot()])).toMatchObject({
      outcomes: ['stored'],
    });
  },
  MINUTE,
);

/** Opens connections until PostgreSQL has none left. */
async function occupyAll(url: string): Promise<Client[]> {
  const clients: Client[] = [];
  for (;;) {
    const client = new Client({ connectionString: url });
    client.on('error', () => undefined);
    try {
      await client.connect();
      clients.push(client);
    } catch (error) {
      expect(error).toMatchObject({ code: '53300' });
      return clients;
    }
  }
}

it(
  'goes on with the connections it has when others have taken the rest, and hangs nobody (R7)',
  async () => {
    await ask(at('/api/v1/summary'), { headers: reader });
    const clients = await occupyAll(attachEmbedded(installation.dataDir)?.url ?? '');
    try {
      expect((await ask(at('/api/v1/summary'), { headers: reader })).status).toBe(200);
      expect((await ask(at('/api/health/ready'))).status).toBe(200);
      expect(await deliver(installation.address, host(3), [smallSnapshot()])).toMatchObject({
        outcomes: ['stored'],
      });
      const many = await Promise.all(
        Array.from({ length: 40 }, () => ask(at('/api/v1/summary'), { headers: reader })),
      );
      for (const answer of many) if (answer.status !== 200) putOff(answer);
      tellFigures({ slowestAnswerSeconds: slowestOf(many) });
    } finally {
      await Promise.all(clients.map((client) => client.end()));
    }
    expect((await ask(at('/api/v1/summary'), { headers: reader })).status).toBe(200);
  },
  MINUTE,
);

const RECONNECT_MS = 10_000 * Math.min(1, HOSTS / 1_000);

/** Nothing but what the protocol names, and spread where it is "later". */
function expectPutOffWell(answers: readonly Answer[]): void {
  // First of all, so that a 500 names its reason.
  expect(server.said.filter((line) => line.includes('"msg":"unexpected error"'))).toEqual([]);
  const waits = answers
    .filter(({ status }) => status !== 200)
    .map(({ retryAfterSeconds }) => retryAfterSeconds ?? 0);
  expect(answers.filter(({ status }) => ![200, 429, 503].includes(status))).toEqual([]);
  expect(waits.filter((seconds) => seconds < 30 || seconds > 120)).toEqual([]);
  expect(fullestTenth(waits)).toBeLessThanOrEqual(Math.max(12, (3 * waits.length) / 10));
  expect(answers.filter(({ outcomes }) => outcomes.includes('rejected'))).toEqual([]);
}

const slowestOf = (answers: readonly { seconds: number }[]) =>
  Math.max(...answers.map(({ seconds }) => seconds));

const timesOf = (answers: readonly { status: number }[], status: number) =>
  answers.filter((answer) => answer.status === status).length;

/** PostgreSQL hangs for a while and is killed; the times of both. */
async function hangAndDie(): Promise<{ frozenAt: number; killedAt: number }> {
  const frozenAt = Date.now();
  const thaw = freeze(installation.postmasterPid());
  await wait(FROZEN_SECONDS * 1000);
  process.kill(installation.postmasterPid(), 'SIGKILL');
  thaw();
  return { frozenAt, killedAt: Date.now() };
}

it(
  `takes ${HOSTS} hosts that come back at once while PostgreSQL hangs for ${FROZEN_SECONDS} s and dies (R13)`,
  async () => {
    const { address, hosts } = installation;
    const questions = ['summary', 'hosts', `hosts/${host(0).hostId}`].map((path) => `/api/v1/${path}`);
    const console = await sitAtConsole(address, reader.authorization ?? '', questions);
    const answers: Answer[] = [];
    const startedAt = Date.now();
    const waitScale = WAIT_PERCENT / 100;
    const storm = comeBack({ address, hosts, withinMs: RECONNECT_MS, waitScale, answers });
    await wait(RECONNECT_MS / 3);
    const { frozenAt, killedAt } = await hangAndDie();
    const ledger = await storm.catch((error: unknown) => {
      throw new Error(`The server said last:\n${server.said.slice(-20).join('\n')}`, { cause: error });
    });
    const storedAfterMs = Date.now() - startedAt;
    const firstAgain = () => console.asked.find((one) => one.startedAt > killedAt && one.status === 200);
    await expect.poll(firstAgain).toBeDefined();
    await console.stop();
    const backAt = firstAgain()?.endedAt ?? 0;
    const atWork = console.asked.filter((one) => one.endedAt < frozenAt || one.startedAt > backAt);
    tellFigures({
      hosts: HOSTS,
      statuses: { 200: timesOf(answers, 200), 429: timesOf(answers, 429), 503: timesOf(answers, 503) },
      storedAfterSeconds: storedAfterMs / 1000,
      slowestAnswerAsHostsSawItSeconds: slowestOf(answers),
      // The server's own count is taken: what 10,000 hosts on one machine wait for themselves is not its doing.
      slowestAnswerSeconds: quantileOf(await metricsOf(address, reader), '/api/v1/agent/snapshots', 1),
      residentMebibytes: Math.round(residentBytes(server.pid) / MEBIBYTE),
      backAfterKillSeconds: (backAt - killedAt) / 1000,
      console: { asked: atWork.length, slowestSeconds: slowestOf(atWork) },
      consoleWhileAway: {
        asked: console.asked.length - atWork.length,
        slowestSeconds: slowestOf(console.asked),
      },
    });
    expectPutOffWell(answers);
    expect(residentBytes(server.pid)).toBeLessThan(1_500 * MEBIBYTE);
    expect(console.asked.filter(({ status }) => ![200, 503].includes(status))).toEqual([]);
    expect(atWork.filter(({ status }) => status !== 200)).toEqual([]);
    const verdict = await judge(installation.dataDir, ledger);
    expect(verdict).toMatchObject({ acknowledged: 2 * HOSTS, lost: [], doubled: [], astray: 0 });
  },
  20 * MINUTE,
);
