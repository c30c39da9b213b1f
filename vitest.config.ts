import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: { alias: { '@': fileURLToPath(new URL('.', import.meta.url)).replace(/[\\/]$/, '') } },
  test: {
    include: ['{lib,components,apps,test,bench}/**/*.test.{ts,tsx}', 'server.test.ts'],
    globalSetup: ['test/support/database-run.ts'],
    pool: 'forks',
    // One database server per worker; more workers than the smallest machine has cores only makes them wait.
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
