import { test as base } from '@playwright/test';
import { type DemoProcesses, demoProcesses } from '@/test/support/demo-processes';

export const test = base.extend<{ demos: DemoProcesses }>({
  demos: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures a fixture needs from this pattern.
    async ({}, use) => {
      const demos = demoProcesses();
      await use(demos);
      await demos.end();
    },
    { timeout: 60_000 },
  ],
});
