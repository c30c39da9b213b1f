// `npm start`: from a bare checkout to a served address, in one process.
import { ensureBuilt } from './build.mjs';
import { runCommand } from './command.mjs';
import { ensureInstalled } from './install.mjs';
import { noTelemetry } from './steps.mjs';

await runCommand(async ({ handOver }) => {
  await ensureInstalled(console.log);
  await ensureBuilt(console.log);
  process.env.NODE_ENV ??= 'production';
  Object.assign(process.env, noTelemetry);
  process.setSourceMapsEnabled(true);
  const { main } = await import('../../build/server/server.js');
  // The server answers signals itself from here on: it has connections to drain and a database to end.
  handOver();
  await main();
});
