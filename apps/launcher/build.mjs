// `npm run build`, and what the other commands call first: builds what is missing or out of date.
import { existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { bundleOptions } from './bundle.mjs';
import { runCommand } from './command.mjs';
import { ensureInstalled } from './install.mjs';
import { alone } from './run-alone.mjs';
import { readStamp, sourceDigest, writeStamp } from './stamp.mjs';
import { noTelemetry, Refusal, root, run, step } from './steps.mjs';

const shared = ['package-lock.json', 'tsconfig.json'];
const bin = (name) => path.join(root, 'node_modules', '.bin', name);

const client = {
  name: 'client',
  title: 'Generating the database client',
  reads: ['package-lock.json', 'prisma.config.ts', 'prisma/schema.prisma'],
  makes: ['prisma/generated/client.ts'],
  // The command asks for an engine that it would download and does not need here; any program will do.
  build: () =>
    run(bin('prisma'), ['generate'], {
      env: { PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, CHECKPOINT_DISABLE: '1' },
    }),
};

const agent = {
  name: 'agent',
  title: 'Packing the agent',
  reads: ['apps/agent', 'package-lock.json'],
  makes: ['apps/agent/build/GuardedFabricAgent.zip'],
  build: () => run(process.execPath, ['apps/agent/build.mjs']),
};

const server = {
  name: 'server',
  title: 'Building the server',
  reads: [
    ...shared,
    'server.ts',
    'lib',
    ...['apps/cli', 'apps/demo', 'apps/simulator', 'apps/launcher/bundle.mjs'],
    'prisma/schema.prisma',
  ],
  makes: ['server', 'cli', 'demo', 'demo-writer', 'simulator', 'report-files'].map(
    (program) => `build/server/${program}.js`,
  ),
  build: async () => {
    const { build } = await import('esbuild');
    rmSync(path.join(root, 'build/server'), { recursive: true, force: true });
    await build(bundleOptions('build/server')).catch((error) => {
      throw new Refusal(`The server could not be built:\n${error.message}`);
    });
  },
};

const pages = {
  name: 'pages',
  title: 'Building the pages',
  reads: [...shared, 'app', 'components', 'lib', 'public', 'next.config.js', 'postcss.config.mjs'],
  makes: ['.next/BUILD_ID'],
  build: () => run(bin('next'), ['build'], { env: { NODE_ENV: 'production', ...noTelemetry } }),
};

async function ensure({ name, title, reads, makes, build }, print) {
  const digest = sourceDigest(reads);
  if (readStamp(name) === digest && makes.every((file) => existsSync(path.join(root, file)))) return;
  await step(title, print, build);
  writeStamp(name, digest);
}

export async function ensureBuilt(print, { withPages = true } = {}) {
  await alone(print, async () => {
    await ensure(client, print);
    const rest = withPages ? [agent, server, pages] : [agent, server];
    await Promise.all(rest.map((part) => ensure(part, print)));
  });
}

/** The checks read sources; of what is built they need only the database client's types. */
export async function ensureClient(print) {
  await alone(print, () => ensure(client, print));
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  await runCommand(async () => {
    await ensureInstalled(console.log);
    await ensureBuilt(console.log);
  });
}
