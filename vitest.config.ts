import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const root = fileURLToPath(new URL('.', import.meta.url)).replace(/[\\/]$/, '');
/** What takes too long for every push: `npm run test:long`. */
const longOnly = '**/*.long.test.ts';

const notOurs = ['**/node_modules/**', 'apps/agent/build/**'];

/** Each file of tests begins with these. */
const setupFiles = ['test/support/property-seed.ts'];

/**
 * How long a test may hang until it is given up. No test says how fast something is, so these are far beyond what any takes on a slow
 * and busy machine; properties run many cases, by the thousand in the long run.
 */
const testTimeout = process.env.GF_RUNS === 'long' ? 1_200_000 : 300_000;
const waits = { testTimeout, hookTimeout: 300_000, expect: { poll: { timeout: 120_000, interval: 20 } } };

const service = {
  setupFiles,
  globalSetup: ['test/support/database-run.ts', 'test/support/workers.ts'],
  ...waits,
  isolate: false,
};

const shared = { resolve: { alias: { '@': root } } };

export default defineConfig({
  ...shared,
  test: {
    // One database server per worker; more workers than the smallest machine has cores only makes them wait.
    maxWorkers: 2,
    projects: [
      {
        ...shared,
        test: {
          name: 'unit',
          include: ['{lib,components}/**/*.test.{ts,tsx}'],
          exclude: ['lib/server/**', longOnly],
          setupFiles,
          // Half of the time went into loading the same modules for each file.
          isolate: false,
          ...waits,
        },
      },
      {
        ...shared,
        test: {
          name: 'service',
          include: ['{lib/server,apps,test,bench}/**/*.test.ts', 'server.test.ts'],
          exclude: [...notOurs, longOnly],
          ...service,
        },
      },
      { ...shared, test: { name: 'long', include: [longOnly], exclude: notOurs, ...service } },
    ],
  },
});
