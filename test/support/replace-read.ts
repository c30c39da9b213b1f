import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { onTestFinished } from 'vitest';

type Read = (from: fs.PathOrFileDescriptor, options?: unknown) => unknown;

/**
 * Whoever imports Node's own `readFileSync` gets, until the test ends, what is made of it: for what another process does
 * between a look and the next step. A mock of the module would not reach what another file of tests has loaded before.
 */
export function replaceReadFileSync(make: (read: Read) => Read): void {
  const { readFileSync } = fs;
  Object.assign(fs, { readFileSync: make(readFileSync as Read) });
  syncBuiltinESMExports();
  onTestFinished(() => {
    Object.assign(fs, { readFileSync });
    syncBuiltinESMExports();
  });
}
