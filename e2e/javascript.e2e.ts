import path from 'node:path';
import { expect, type Page } from '@playwright/test';
import { compressedSize, scriptsOfRoutes } from '@/test/support/read-javascript';
import { test } from './support/test';

/** docs/decisions/javascript-of-a-page.md */
const KILOBYTES_AT_MOST = 230;

const checkout = path.join(import.meta.dirname, '..');
const inKilobytes = (bytes: number) => Math.round(bytes / 100) / 10;

/** The scripts that a page has loaded, and what they were on the wire. */
async function loadedBy(page: Page) {
  const entries = await page.evaluate(() =>
    performance.getEntriesByType('resource').map((entry) => ({
      path: new URL(entry.name).pathname,
      bytes: entry instanceof PerformanceResourceTiming ? entry.encodedBodySize : 0,
    })),
  );
  const scripts = entries.filter(({ path }) => path.endsWith('.js'));
  return {
    names: scripts.map(({ path }) => path.replace('/_next/', '')),
    bytes: scripts.reduce((sum, { bytes }) => sum + bytes, 0),
  };
}

test('no page asks for more JavaScript than it may, and a browser loads what the build says of it', async ({
  page,
  world,
  signIn,
}) => {
  const routes = scriptsOfRoutes(checkout);
  const sizes = [...routes].map(([route, scripts]) => ({
    route,
    kB: inKilobytes(compressedSize(checkout, scripts)),
  }));
  expect(sizes.map(({ route }) => route)).toEqual(
    expect.arrayContaining(['/', '/hosts/[hostId]', '/sign-in']),
  );
  expect(sizes.filter(({ kB }) => kB > KILOBYTES_AT_MOST)).toEqual([]);

  await signIn(await world.operator('viewer'));
  await page.goto('/settings/sessions');
  const loaded = await loadedBy(page);
  const known = routes.get('/settings/sessions') ?? new Set();
  expect(loaded.names.filter((name) => !known.has(name))).toEqual([]);
  expect(loaded.bytes).toBe(compressedSize(checkout, loaded.names));
});
