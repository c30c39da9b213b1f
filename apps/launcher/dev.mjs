// `npm run dev`: the server is built again and restarted when its sources change; Next, inside it, reloads pages itself.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { ensureBuilt } from './build.mjs';
import { bundleOptions } from './bundle.mjs';
import { runCommand } from './command.mjs';
import { ensureInstalled } from './install.mjs';
import { noTelemetry, root } from './steps.mjs';

const folder = 'build/dev';
let server;
let restarting = Promise.resolve();

function startServer() {
  const launch = path.join(root, 'apps/launcher/dev-server.mjs');
  server = spawn(process.execPath, ['--enable-source-maps', launch], {
    cwd: root,
    env: { ...process.env, NODE_ENV: 'development', ...noTelemetry },
    stdio: 'inherit',
    // Signals to the terminal's group come to us, and from us to it, once.
    detached: true,
  });
}

async function stopServer() {
  if (!server || server.exitCode !== null || server.signalCode !== null) return;
  const ended = once(server, 'exit');
  server.kill('SIGTERM');
  await ended;
}

const restartAfterBuild = {
  name: 'restart-after-build',
  setup: (build) =>
    build.onEnd(({ errors }) => {
      for (const { text, location } of errors)
        console.error(`${location?.file ?? ''}:${location?.line ?? ''} ${text}`);
      if (errors.length > 0) return;
      restarting = restarting.then(stopServer).then(startServer);
    }),
};

await runCommand(async ({ handOver }) => {
  await ensureInstalled(console.log);
  await ensureBuilt(console.log, { withPages: false });
  const { context } = await import('esbuild');
  const watching = await context({ ...bundleOptions(folder), plugins: [restartAfterBuild] });
  handOver();
  for (const signal of ['SIGINT', 'SIGTERM']) {
    process.once(signal, async () => {
      await watching.dispose();
      await restarting;
      await stopServer();
      process.exit(0);
    });
  }
  await watching.watch();
});
