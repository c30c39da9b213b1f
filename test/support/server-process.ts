import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { readPostmaster } from '@/lib/server/db/embedded/data-folder';
import { checkoutRoot } from '@/lib/server/process/checkout';
import { freeze } from '@/test/support/rig/freeze';
import { temporaryFolder } from '@/test/support/temporary-folder';

/** The product as people start it, on a data folder and a port of its own. */
export type ServerProcess = {
  address: string;
  dataDir: string;
  /** What its first start printed so far, line by line. */
  said: readonly string[];
  /** Printed while the server has no operator. */
  setUpLink: () => Promise<string>;
  /** Ends the process while `act` runs, and starts it again on the same address and data folder. */
  away: (act: () => Promise<void>) => Promise<void>;
  /** Its database stands still while `act` runs, as a hung disk leaves it. */
  withoutDatabase: (act: () => Promise<void>) => Promise<void>;
  /** Sends it SIGTERM and waits for its end. */
  stop: () => Promise<void>;
};

function launch(
  { checkout, env = {} }: { checkout: string; env?: Record<string, string> },
  dataDir: string,
  port = '0',
): ChildProcess {
  return spawn(process.execPath, ['--max-semi-space-size=64', 'apps/launcher/start.mjs'], {
    cwd: checkout,
    env: {
      ...process.env,
      ...env,
      HOST: '127.0.0.1',
      PORT: port,
      GF_DATA_DIR: dataDir,
      NODE_ENV: 'production',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** What the server says, and the first line that matches; where it ends before, what it said is the error. */
export function listenTo(child: ChildProcess, said: string[] = []): (pattern: RegExp) => Promise<string> {
  const waiting = new Set<() => void>();
  let ended: string | undefined;
  const tell = () => {
    for (const look of waiting) look();
  };
  for (const stream of [child.stdout, child.stderr]) {
    if (!stream) continue;
    createInterface(stream).on('line', (line) => {
      said.push(line);
      tell();
    });
  }
  child.once('exit', (code, signal) => {
    ended = `The server ended (${code ?? signal}):\n${said.join('\n')}`;
    tell();
  });
  return (pattern) =>
    new Promise((resolve, reject) => {
      const look = () => {
        const found = said.map((line) => pattern.exec(line)?.[1]).find(Boolean);
        if (!found && !ended) return;
        waiting.delete(look);
        if (found) resolve(found);
        else reject(new Error(ended));
      };
      waiting.add(look);
      look();
    });
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
}

async function stop(child: ChildProcess, folder: string): Promise<void> {
  await end(child);
  rmSync(folder, { recursive: true, force: true });
}

const READY = /is ready on (https?:\/\/\S+)$/;

type Options = {
  checkout?: string;
  /** What is measured waits for a disk, as in production. */
  isOnDisk?: boolean;
  /** Settings beside those of its own address and folder. */
  env?: Record<string, string>;
};

export async function startServerProcess({
  checkout = checkoutRoot(),
  isOnDisk = false,
  env = {},
}: Options = {}): Promise<ServerProcess> {
  const folder = isOnDisk ? mkdtempSync(path.join(tmpdir(), 'gf-e2e-')) : temporaryFolder('gf-e2e-');
  const dataDir = path.join(folder, 'data');
  let child = launch({ checkout, env }, dataDir);
  try {
    const said: string[] = [];
    const line = listenTo(child, said);
    const address = await line(READY);
    return {
      address,
      dataDir,
      said,
      setUpLink: () => line(/(https?:\/\/\S+\/set-up\?token=\S+)$/),
      away: async (act) => {
        await end(child);
        try {
          await act();
        } finally {
          child = launch({ checkout, env }, dataDir, new URL(address).port);
          await listenTo(child)(READY);
        }
      },
      withoutDatabase: async (act) => {
        const goOn = freeze(readPostmaster(dataDir)?.pid ?? 0);
        await act().finally(goOn);
      },
      stop: () => stop(child, folder),
    };
  } catch (error) {
    await stop(child, folder);
    throw error;
  }
}
