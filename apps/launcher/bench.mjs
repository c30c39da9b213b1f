// `npm run bench`: each benchmark of bench/ prints its figure; `npm run bench -- ingest` runs one.
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensureBuilt } from './build.mjs';
import { bundleOptions } from './bundle.mjs';
import { runCommand } from './command.mjs';
import { ensureInstalled } from './install.mjs';
import { Refusal, root } from './steps.mjs';

const suffix = '.bench.ts';
const known = readdirSync(path.join(root, 'bench'))
  .filter((file) => file.endsWith(suffix))
  .map((file) => file.slice(0, -suffix.length));

/** Plain modules are run where they stand: they find what belongs to them (the agent, its tools) beside themselves. */
const plainNode = {
  name: 'plain-node',
  setup({ onResolve }) {
    onResolve({ filter: /^(@\/|\.).*\.mjs$/ }, ({ path: asked, resolveDir }) => {
      const file = asked.startsWith('@/') ? path.join(root, asked.slice(2)) : path.resolve(resolveDir, asked);
      return { path: pathToFileURL(file).href, external: true };
    });
  },
};

async function bundle(names) {
  const { build } = await import('esbuild');
  const folder = path.join(root, 'build/bench');
  const entryPoints = Object.fromEntries(names.map((name) => [name, `bench/${name}${suffix}`]));
  // Threads that benchmarks start through the server's own code are looked for beside it. No benchmark is called so.
  const threads = { 'report-files': 'lib/server/report-formats/worker.ts' };
  await build({
    ...bundleOptions(folder),
    entryPoints: { ...entryPoints, ...threads },
    plugins: [plainNode],
  });
  return folder;
}

await runCommand(
  async () => {
    const given = process.argv.slice(2);
    const unknown = given.find((name) => !known.includes(name));
    if (unknown) throw new Refusal(`There is no benchmark '${unknown}'; there are ${known.join(', ')}`);
    await ensureInstalled(console.log);
    await ensureBuilt(console.log);
    const names = given.length > 0 ? given : known;
    const folder = await bundle(names);
    for (const name of names) {
      console.log(`── ${name}`);
      const { main } = await import(pathToFileURL(path.join(folder, `${name}.js`)).href);
      await main();
    }
  },
  { interruptedCode: 130 },
);
