import path from 'node:path';
import { build } from 'esbuild';
import { checkoutRoot } from '@/lib/server/process/checkout';

async function bundle(name: string): Promise<string> {
  const root = checkoutRoot();
  // Inside the checkout, so that packages are found from there; one a worker, each time the same.
  const folder = path.join(root, '.cache', `rig-${process.env.VITEST_POOL_ID ?? '0'}`);
  const outfile = path.join(folder, `${name}.js`);
  await build({
    absWorkingDir: root,
    entryPoints: [`test/support/rig/${name}.ts`],
    outfile,
    bundle: true,
    packages: 'external',
    alias: { '@': root },
    platform: 'node',
    format: 'esm',
    target: 'node20',
    sourcemap: true,
    logLevel: 'silent',
  });
  return outfile;
}

const bundled = new Map<string, Promise<string>>();

/** As JavaScript, once per test file: starting it again and again must not cost a compiler each time. */
export function rigProgram(name: 'api-server' | 'console-probe'): Promise<string> {
  const known = bundled.get(name) ?? bundle(name);
  bundled.set(name, known);
  return known;
}
