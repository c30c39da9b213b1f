import { defineConfig } from '@playwright/test';
import { findChromium } from './apps/launcher/chromium.mjs';

export default defineConfig({
  testDir: 'e2e',
  testMatch: '*.e2e.ts',
  // What takes too long for every push: `npm run test:long`.
  testIgnore: process.env.GF_RUNS === 'long' ? [] : '*.long.e2e.ts',
  outputDir: 'test-results',
  // One real server and database per worker. Two of them left much of two cores unused, waiting for pages to settle.
  workers: 3,
  fullyParallel: true,
  // A test that is red once is red.
  retries: 0,
  forbidOnly: true,
  // How long a test, and what it waits for, may hang: far beyond what any takes on a slow and busy machine.
  timeout: 300_000,
  expect: { timeout: 60_000 },
  reporter: [['list']],
  use: {
    // Traces cost time on two cores, and nobody reads those of a machine that is gone afterwards: `--trace on` writes
    // them where somebody looks for a failure.
    trace: 'off',
    screenshot: 'only-on-failure',
    // Recording needs a program that Playwright would download.
    video: 'off',
    locale: 'en-GB',
    timezoneId: 'Europe/Paris',
    viewport: { width: 1440, height: 900 },
    launchOptions: {
      executablePath: findChromium(),
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
});
