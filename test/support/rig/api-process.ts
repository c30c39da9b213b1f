import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { checkoutRoot } from '@/lib/server/process/checkout';
import { rigProgram } from '@/test/support/rig/program';

/** Free now, and the same after each restart, so that clients keep their address. */
export async function freePort(): Promise<number> {
  const probe = createServer();
  probe.listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

export type ApiProcess = {
  address: string;
  pid: number;
  /** What it printed and logged. */
  said: string[];
  /** kill -9. */
  kill: () => Promise<void>;
  /** SIGTERM; resolves with the exit code. */
  stop: () => Promise<number | null>;
};

async function untilReady(child: ChildProcess, said: string[]): Promise<string> {
  const ended = once(child, 'exit').then(([code, signal]) => {
    throw new Error(`The server ended (${code ?? signal}):\n${said.slice(-20).join('\n')}`);
  });
  const ready = new Promise<string>((resolve) => {
    for (const stream of [child.stdout, child.stderr])
      if (stream)
        createInterface(stream).on('line', (line) => {
          said.push(line);
          const [, address] = /^ready (\S+)$/.exec(line) ?? [];
          if (address) resolve(address);
        });
  });
  return Promise.race([ready, ended]);
}

/** Where the server's environment says nothing, that of the test has no word either. */
export async function startApiProcess(
  variables: Record<string, string>,
  program?: string,
): Promise<ApiProcess> {
  const file = program ?? (await rigProgram('api-server'));
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn(process.execPath, ['--enable-source-maps', file], {
    cwd: checkoutRoot(),
    env: { PATH, HOME, NODE_ENV: 'production', HOST: '127.0.0.1', ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  // A test run that is ended must not leave it behind.
  const endWithUs = () => void child.kill('SIGKILL');
  process.once('exit', endWithUs);
  child.once('exit', () => process.off('exit', endWithUs));
  const said: string[] = [];
  const isOver = () => child.exitCode !== null || child.signalCode !== null;
  const end = async (signal: NodeJS.Signals) => {
    if (!isOver()) {
      const exit = once(child, 'exit');
      child.kill(signal);
      await exit;
    }
    return child.exitCode;
  };
  const kill = async () => void (await end('SIGKILL'));
  try {
    const address = await untilReady(child, said);
    return { address, pid: child.pid ?? 0, said, kill, stop: () => end('SIGTERM') };
  } catch (error) {
    await kill();
    throw error;
  }
}
