// `npm run -s gf -- …`: administration from a shell. What is said on the way goes to standard error, since
// standard output belongs to the command: a script may be reading a secret from it.
import { ensureBuilt } from './build.mjs';
import { runCommand } from './command.mjs';
import { ensureInstalled } from './install.mjs';

await runCommand(
  async () => {
    await ensureInstalled(console.error);
    await ensureBuilt(console.error, { withPages: false });
    process.env.NODE_ENV ??= 'production';
    process.setSourceMapsEnabled(true);
    const { main } = await import('../../build/server/cli.js');
    await main(process.argv.slice(2));
  },
  { interruptedCode: 130 },
);
