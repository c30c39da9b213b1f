// The server graph as plain JavaScript: what runs in production needs no TypeScript loader.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { root } from './steps.mjs';

/** Threads among them, which are programs to Node. */
const programs = {
  server: 'server.ts',
  cli: 'apps/cli/main.ts',
  demo: 'apps/demo/main.ts',
  'demo-writer': 'apps/demo/writer.ts',
  simulator: 'apps/simulator/main.ts',
  'report-files': 'lib/server/report-formats/worker.ts',
};

export function bundleOptions(folder) {
  const present = Object.entries(programs).filter(([, file]) => existsSync(path.join(root, file)));
  return {
    absWorkingDir: root,
    entryPoints: Object.fromEntries(present),
    outdir: folder,
    bundle: true,
    // One copy of every module for all programs: two would mean two pools.
    splitting: true,
    packages: 'external',
    alias: { '@': root },
    platform: 'node',
    format: 'esm',
    target: 'node20',
    sourcemap: true,
    logLevel: 'silent',
  };
}
