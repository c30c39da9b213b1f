import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkoutRoot } from '@/lib/server/process/checkout';

describe('stopOnSignal', () => {
  let folder: string;
  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'gf-signals-'));
    const entry = path.join(checkoutRoot(), 'lib/server/process/stop-signals.ts');
    await build({ entryPoints: [entry], outdir: folder, format: 'esm', outExtension: { '.js': '.mjs' } });
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  async function start(name: string, stop: string, then = ''): Promise<ChildProcess> {
    const program = path.join(folder, `${name}.mjs`);
    writeFileSync(
      program,
      `import { stopOnSignal } from './stop-signals.mjs';
       import { setTimeout as wait } from 'node:timers/promises';
       globalThis.stopFailed = stopOnSignal({ stop: ${stop}, onFailure: (error) => console.error(error.message) });
       setInterval(() => undefined, 1000);
       console.log('ready');
       ${then}`,
    );
    const child = spawn(process.execPath, [program], { stdio: ['ignore', 'pipe', 'inherit'] });
    if (child.stdout) await once(child.stdout, 'data');
    return child;
  }

  it('takes the same signal, passed on again, for one request, and finishes what it began', async () => {
    const child = await start('twice', `() => wait(300)`);
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    child.kill('SIGINT');
    child.kill('SIGTERM');
    expect(await ended).toEqual([0, null]);
  });

  it('ends at once when asked again later', async () => {
    const child = await start('again', '() => new Promise(() => undefined)');
    const ended = once(child, 'exit');
    const askedAt = performance.now();
    const asking = setInterval(() => child.kill('SIGTERM'), 50);
    expect(await ended).toEqual([1, null]);
    clearInterval(asking);
    expect(performance.now() - askedAt).toBeGreaterThan(1_000);
  });

  it('stops in order and fails where the server itself cannot go on', async () => {
    const child = await start(
      'broken',
      `() => wait(100).then(() => console.log('stopped'))`,
      'stopFailed();',
    );
    expect(await once(child, 'exit')).toEqual([1, null]);
  });

  it('does not call a failed stop a good end', async () => {
    const child = await start('failing', '() => Promise.reject(new Error("the disk is full"))');
    const ended = once(child, 'exit');
    child.kill('SIGINT');
    expect(await ended).toEqual([1, null]);
  });
});
