import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { checkoutRoot } from '@/lib/server/process/checkout';
import { rigProgram } from '@/test/support/rig/program';

export type Asked = { path: string; status: number; startedAt: number; endedAt: number; seconds: number };

/** Somebody who goes on asking these things until `stop`. */
export async function sitAtConsole(
  address: string,
  authorization: string,
  paths: readonly string[],
): Promise<{ asked: readonly Asked[]; stop: () => Promise<void> }> {
  const program = await rigProgram('console-probe');
  const child = spawn(process.execPath, [program, address, ...paths], {
    cwd: checkoutRoot(),
    env: { PATH: process.env.PATH ?? '', NODE_ENV: 'production', RIG_AUTHORIZATION: authorization },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const endWithUs = () => void child.kill('SIGKILL');
  process.once('exit', endWithUs);
  const asked: Asked[] = [];
  const lines = createInterface(child.stdout).on('line', (line) => void asked.push(JSON.parse(line)));
  await once(lines, 'line');
  return {
    asked,
    stop: async () => {
      child.stdin.end();
      const [code] = await once(child, 'close');
      process.off('exit', endWithUs);
      if (code !== 0) throw new Error(`The console's process ended with ${code}`);
    },
  };
}
