import { rmSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { run } from '@/apps/cli/main';
import type { Simulation } from '@/apps/simulator/simulate';
import { isAlive } from '@/lib/server/process/process-identity';
import type { ApiProcess } from '@/test/support/rig/api-process';
import { rigCount } from '@/test/support/rig/counts';
import { type Installation, makeInstallation } from '@/test/support/rig/installation';
import { epochOf, judge } from '@/test/support/rig/oracle';
import { workFor } from '@/test/support/rig/work';

// R24: a backup taken under load, everything lost, restored.

const HOSTS = rigCount('HOSTS', 60);
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

const untilAtWork = (simulation: Simulation) => workFor(simulation, HOSTS);

async function gf(...argv: string[]): Promise<string[]> {
  const said: string[] = [];
  const say = (line: string) => void said.push(line);
  const code = await run(argv, {
    open: () => Promise.reject(new Error('not needed')),
    readPassword: () => Promise.reject(new Error('not needed')),
    environment: { GF_DATA_DIR: installation.dataDir },
    out: say,
    err: say,
  });
  expect([code, said]).toEqual([0, said]);
  return said;
}

it(
  'comes back from a backup taken under load with all that was acknowledged since: agents send it again (R24)',
  async () => {
    const { dataDir, folder } = installation;
    const backup = path.join(folder, 'backup');
    const simulation = await installation.report({ faults: { lostReplies: 0.05 } });
    await untilAtWork(simulation);
    await gf('backup', backup);
    await untilAtWork(simulation);
    const epoch = await epochOf(dataDir);
    const postmaster = installation.postmasterPid();
    await server.kill();
    process.kill(postmaster, 'SIGKILL');
    await expect.poll(() => isAlive(postmaster)).toBe(false);
    rmSync(dataDir, { recursive: true });
    const before = installation.acknowledged();
    const restored = await gf('restore', backup);
    expect(restored.join('\n')).toMatch(/audit log intact with \d+ entries/);
    server = await installation.start();
    expect(await epochOf(dataDir)).not.toBe(epoch);
    expect((await judge(dataDir, before)).lost.length).toBeGreaterThan(0);
    await expect.poll(async () => (await judge(dataDir, before)).lost).toEqual([]);
    await simulation.stop();
    const verdict = await judge(dataDir, installation.acknowledged());
    expect(verdict).toMatchObject({ lost: [], doubled: [], astray: 0 });
  },
  2 * MINUTES,
);
