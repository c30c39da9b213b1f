// `npm run demo`: as `npm start`, in a data folder of its own, with a fleet that has a past and goes on reporting.
import { ensureBuilt } from './build.mjs';
import { runCommand } from './command.mjs';
import { ensureInstalled } from './install.mjs';
import { noTelemetry } from './steps.mjs';

await runCommand(async ({ handOver }) => {
  await ensureInstalled(console.log);
  await ensureBuilt(console.log);
  process.env.NODE_ENV ??= 'production';
  process.env.GF_DATA_DIR ||= 'data-demo';
  Object.assign(process.env, noTelemetry);
  process.setSourceMapsEnabled(true);
  const { main } = await import('../../build/server/demo.js');
  // The demo answers signals itself from here on: a snapshot that is being written is written whole.
  handOver();
  await main(process.argv.slice(2));
});
