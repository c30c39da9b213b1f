import { loadEnv } from '@/lib/server/process/env';
import { stopOnSignal } from '@/lib/server/process/stop-signals';
import { startServer } from '@/server';

// The server in a process of its own, without pages: what the rig kills. Bundled by api-process.ts.

const say = (line: string) => void process.stdout.write(`${line}\n`);
const starting = startServer({ env: loadEnv(), pages: false, print: say });
stopOnSignal({
  stop: async () => (await starting).stop(),
  onFailure: (error) => process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`),
});
const { address } = await starting;
say(`ready ${address}`);
