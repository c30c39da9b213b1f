import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ApiProcess } from '@/test/support/rig/api-process';
import { ask, deliver, smallSnapshot } from '@/test/support/rig/ask';
import { type Installation, makeInstallation } from '@/test/support/rig/installation';
import { damageIn } from '@/test/support/rig/integrity';
import { judge } from '@/test/support/rig/oracle';

// R8: the volume of the database is full. A volume of a known size is one that this test mounts, for which it has
// to be root; CI is.

const MINUTE = 60_000;
const VOLUME = '400m';
const CHUNK = Buffer.alloc(1024 * 1024);
const mayMount = process.getuid?.() === 0 || process.env.CI !== undefined;

let folder: string;
let installation: Installation;
let server: ApiProcess;

beforeAll(async () => {
  if (!mayMount) return;
  folder = mkdtempSync(path.join(tmpdir(), 'gf-rig-disk-'));
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${VOLUME}`, 'none', folder]);
  const own = path.join(folder, 'rig');
  mkdirSync(own);
  installation = await makeInstallation(20, own);
  server = await installation.start();
}, 5 * MINUTE);

afterAll(async () => {
  await server?.stop();
  await installation?.remove();
  if (!folder) return;
  execFileSync('umount', [folder]);
  rmSync(folder, { recursive: true });
}, MINUTE);

function fill(file: string): void {
  try {
    for (;;) appendFileSync(file, CHUNK);
  } catch (error) {
    expect(error).toMatchObject({ code: 'ENOSPC' });
  }
}

it.runIf(mayMount)(
  'puts hosts off while the disk is full, loses nothing it took, and works again by itself (R8)',
  async () => {
    const simulation = await installation.report({});
    await expect.poll(() => simulation.counts.stored).toBeGreaterThan(20);
    const filler = path.join(folder, 'filler');
    fill(filler);
    const [host] = installation.hosts;
    if (!host) throw new Error('no host');
    await expect
      .poll(() => deliver(installation.address, host, [smallSnapshot()]))
      .toMatchObject({ status: 503, retryAfterSeconds: expect.any(Number) });
    expect((await ask(`${installation.address}/api/health/live`)).status).toBe(200);
    rmSync(filler);
    const before = simulation.counts.stored;
    await expect.poll(() => simulation.counts.stored, { timeout: 2 * MINUTE }).toBeGreaterThan(before + 20);
    await simulation.stop();
    const verdict = await judge(installation.dataDir, installation.acknowledged());
    expect(verdict).toMatchObject({ lost: [], doubled: [], astray: 0 });
    expect(await damageIn(installation.dataDir)).toEqual([]);
  },
  5 * MINUTE,
);
