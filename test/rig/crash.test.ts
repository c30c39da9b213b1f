import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Simulation } from '@/apps/simulator/simulate';
import { isAlive } from '@/lib/server/process/process-identity';
import type { ApiProcess } from '@/test/support/rig/api-process';
import { rigCount, tellFigures } from '@/test/support/rig/counts';
import { type Installation, makeInstallation } from '@/test/support/rig/installation';
import { damageIn } from '@/test/support/rig/integrity';
import { judge } from '@/test/support/rig/oracle';
import { workFor } from '@/test/support/rig/work';

// R1 to R3: whatever is killed whenever, what was acknowledged is there, once. Real fsync, real processes; the
// ledger is a file of this process, forced to disk for each answer.

const HOSTS = rigCount('HOSTS', 60);
// Every push kills both once.
const SERVER_KILLS = rigCount('SERVER_KILLS', { push: 0, long: 2 }, 0);
const POSTGRES_KILLS = rigCount('POSTGRES_KILLS', { push: 0, long: 2 }, 0);
const BOTH_KILLS = rigCount('BOTH_KILLS', 1, 0);
const KILLS = SERVER_KILLS + POSTGRES_KILLS + BOTH_KILLS;
const MINUTES = 60_000;

let installation: Installation;
let server: ApiProcess;

beforeAll(async () => {
  installation = await makeInstallation(HOSTS);
  server = await installation.start();
}, 5 * MINUTES);

afterAll(async () => {
  await server?.stop();
  await installation?.remove();
}, 2 * MINUTES);

/** Lasts until the fleet is at work again, and a little longer. */
const untilAtWork = (simulation: Simulation) => workFor(simulation, HOSTS);

const kills: Record<string, () => Promise<void>> = {
  server: async () => {
    await server.kill();
    server = await installation.start();
  },
  postgres: async () => {
    const pid = installation.postmasterPid();
    // SIGQUIT is what `pg_ctl stop -m immediate` sends; kill -9 leaves its children to find out.
    process.kill(pid, Math.random() < 0.5 ? 'SIGKILL' : 'SIGQUIT');
    await expect.poll(() => isAlive(pid)).toBe(false);
  },
  both: async () => {
    const pid = installation.postmasterPid();
    process.kill(pid, 'SIGKILL');
    await server.kill();
    server = await installation.start();
  },
};

it(
  `loses and doubles nothing over ${KILLS} kills of the server, of PostgreSQL and of both, under load`,
  async () => {
    const simulation = await installation.report({
      faults: { lostReplies: 0.05, torn: 0.03, repeated: 0.03 },
    });
    const order = [
      ...new Array<string>(SERVER_KILLS).fill('server'),
      ...new Array<string>(POSTGRES_KILLS).fill('postgres'),
      ...new Array<string>(BOTH_KILLS).fill('both'),
    ].sort(() => Math.random() - 0.5);
    for (const what of order) {
      await untilAtWork(simulation);
      await kills[what]?.();
    }
    await untilAtWork(simulation);
    await simulation.stop();
    const { counts } = simulation;
    expect(counts.lost).toBeGreaterThan(0);
    expect(counts).toMatchObject({ rejected: 0, dropped: 0 });
    const verdict = await judge(installation.dataDir, installation.acknowledged());
    expect(verdict.acknowledged).toBeGreaterThan((HOSTS * KILLS) / 2);
    tellFigures({
      kills: { server: SERVER_KILLS, postgres: POSTGRES_KILLS, both: BOTH_KILLS },
      hosts: HOSTS,
      acknowledged: verdict.acknowledged,
      lost: verdict.lost.length,
      doubled: verdict.doubled.length,
      astray: verdict.astray,
      answersLost: counts.lost,
      putOff: counts.refused,
    });
    expect({ order, ...verdict }).toMatchObject({ lost: [], doubled: [], astray: 0 });
    expect(await damageIn(installation.dataDir)).toEqual([]);
  },
  (2 + KILLS / 4) * MINUTES,
);

const refused = (url: string) =>
  fetch(url).then(
    () => false,
    () => true,
  );

/** One request of a host by hand: the second half of its body is sent when the test says so. */
async function halfSent(hostIndex: number) {
  const { credential } = installation.hosts[hostIndex] ?? { credential: '' };
  const snapshot = {
    snapshotId: 'half-sent',
    collectedAt: new Date().toISOString(),
    sequence: 1,
    hgsClient: null,
  };
  const body = JSON.stringify({ schema: 1, sentAt: new Date().toISOString(), snapshots: [snapshot] });
  const { hostname, port } = new URL(installation.address);
  const socket = connect(Number(port), hostname);
  let answer = '';
  socket.setEncoding('utf8').on('data', (text) => {
    answer += text;
  });
  const head = [
    'POST /api/v1/agent/snapshots HTTP/1.1',
    `Host: ${hostname}`,
    `Authorization: Bearer ${credential}`,
    'Content-Type: application/json',
    `Content-Length: ${body.length}`,
  ];
  socket.write(`${head.join('\r\n')}\r\n\r\n${body.slice(0, 40)}`);
  // Its head is read and its credential is being looked up once a later question is answered.
  await fetch(`${installation.address}/api/health/live`);
  return async () => {
    socket.write(body.slice(40));
    await once(socket, 'close');
    return answer;
  };
}

it(
  'finishes what was begun when it is told to stop, and loses nothing of it (R27)',
  async () => {
    const simulation = await installation.report({});
    await untilAtWork(simulation);
    const finish = await halfSent(0);
    const exit = server.stop();
    await expect.poll(() => refused(`${installation.address}/api/health/live`)).toBe(true);
    expect(await finish()).toMatch(/^HTTP\/1\.1 200 [\s\S]*"outcome":"stored"/);
    expect(await exit).toBe(0);
    await simulation.stop();
    server = await installation.start();
    const verdict = await judge(installation.dataDir, installation.acknowledged());
    expect(verdict).toMatchObject({ lost: [], doubled: [], astray: 0 });
  },
  MINUTES,
);
