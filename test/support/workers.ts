import { type BuildOptions, build } from 'esbuild';
import { bundleOptions } from '@/apps/launcher/bundle.mjs';

/** Vitest's global set-up: threads cannot run sources, so what they run is built for them. */
export async function setup(): Promise<void> {
  await build({
    ...(bundleOptions('.cache/workers') as BuildOptions),
    entryPoints: { 'report-files': 'lib/server/report-formats/worker.ts' },
  });
}
