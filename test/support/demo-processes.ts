import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { stopShared } from '@/lib/server/db/embedded/server';
import { temporaryFolder } from '@/test/support/temporary-folder';

/** `npm run demo` as people start it, one after the other on one data folder of their own. */
export type DemoProcesses = {
  dataDir: string;
  start: (...args: readonly string[]) => ChildProcess;
  /** Ends what a test left running, and the database of a demo that was killed. */
  end: () => Promise<void>;
};

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}

/** `clock` has the variables under which they have another date. */
export function demoProcesses(clock: Record<string, string> = {}): DemoProcesses {
  const folder = temporaryFolder('gf-demo-');
  const dataDir = path.join(folder, 'data');
  const own = { HOST: '127.0.0.1', PORT: '0', GF_DATA_DIR: dataDir, NODE_ENV: 'production' };
  const env = { ...process.env, ...clock, ...own };
  const started: ChildProcess[] = [];
  return {
    dataDir,
    start: (...args) => {
      const child = spawn(process.execPath, ['apps/launcher/demo.mjs', ...args], {
        env: env as NodeJS.ProcessEnv,
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      started.push(child);
      return child;
    },
    end: async () => {
      await Promise.all(started.map(kill));
      await stopShared(dataDir);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
