import path from 'node:path';
import { expect, type Locator, type Page, type Request } from '@playwright/test';
import { type Enrolled, INSECURE, PASSED, send, snapshotOf } from '@/test/support/agent-client';
import { compressedSize, scriptsOfRoutes } from '@/test/support/read-javascript';
import { addHost } from './support/fleet';
import { test, type World } from './support/test';

/** docs/decisions/javascript-of-a-page.md */
const KILOBYTES_AT_MOST = 300;

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
  const scripts = new Map(entries.map(({ path, bytes }) => [path, bytes]));
  const names = [...scripts.keys()].filter((name) => name.endsWith('.js'));
  return {
    names: names.map((name) => name.replace('/_next/', '')),
    bytes: names.reduce((sum, name) => sum + (scripts.get(name) ?? 0), 0),
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

const told = (value: object) => ({ status: 'ok', value });
const FAILING_FACTS = {
  diagnostics: told({
    text: 'Overall Result: Fail\n    HV: Fail\n        BitLocker: Fail',
    collectedAt: '2026-11-24T05:00:00Z',
  }),
  hgsEvents: told({ events: [{ at: '2026-11-24T09:30:00.000Z', id: 1008, level: 2, message: 'refused' }] }),
};

/** Three hosts of one cluster that fail together, which is a wave. What HGS's client said is told by each. */
async function addWave(address: string, world: World): Promise<Enrolled> {
  const facts = { ...FAILING_FACTS, shieldedVms: told({ total: 3, running: 0 }) };
  const host = { cluster: 'CL-WAVE', model: 'M4', firmwareVersion: '2.17.0' };
  const hosts: Enrolled[] = [];
  for (const prefix of ['HV-A', 'HV-B', 'HV-C'])
    hosts.push(await addHost(address, world, prefix, { hgsClient: PASSED, facts, host }));
  for (const one of hosts)
    await send(address, one, snapshotOf(one, { facts, host, sequence: 2, hgsClient: INSECURE }));
  const [first] = hosts;
  if (first === undefined) throw new Error('No host was added');
  return first;
}

/** What the page asks for and has no answer to yet; its stream of events has no end. */
function requestsUnderWay(page: Page): ReadonlySet<Request> {
  const underWay = new Set<Request>();
  page.on('request', (request) => {
    if (request.resourceType() !== 'eventsource') underWay.add(request);
  });
  page.on('requestfinished', (request) => underWay.delete(request));
  page.on('requestfailed', (request) => underWay.delete(request));
  return underWay;
}

/** All that the server drew has its code. */
const untilAllHasCode = (page: Page) =>
  page.waitForFunction(
    () =>
      document.querySelector('[aria-busy="true"]') === null &&
      [...document.querySelectorAll('main *')].every((element) =>
        Object.keys(element).some((key) => key.startsWith('__reactProps')),
      ),
  );

/** Nothing is on its way, and what came since the last look has asked for no more scripts. */
async function untilNoScriptComes(page: Page, underWay: ReadonlySet<Request>): Promise<void> {
  let seen = 0;
  const hasGrown = async () => {
    const before = seen;
    await page.evaluate(() => new Promise((resolve) => requestIdleCallback(resolve)));
    seen = (await loadedBy(page)).names.length;
    return underWay.size > 0 || seen !== before;
  };
  await expect.poll(hasGrown).toBe(false);
}

test('what a page loads by itself after it is drawn counts too', async ({ page, server, world, signIn }) => {
  const host = await addWave(server.address, world);
  const underWay = requestsUnderWay(page);
  // Nobody has more of a host on the page.
  await signIn(await world.operator('administrator'));
  const region = (name: string) => page.getByRole('region', { name, exact: true });
  const figures = page.getByRole('complementary', { name: 'Before it is made' }).getByRole('term').first();
  const shown: Record<string, readonly Locator[]> = {
    [`/hosts/${host.hostId}`]: [
      ...['Part of a wave', 'Diagnostics', 'HGS client events', 'Record of this host'].map(region),
      page.getByRole('heading', { name: 'How to fix' }).first(),
    ],
    '/': [region('Recent changes').getByRole('link').first()],
    '/hosts': [page.getByRole('table', { name: 'Hosts' }).locator('tbody tr').first()],
    '/reports/new?kind=moment': [figures],
    '/reports/schedules/new?kind=moment': [
      figures,
      page.getByRole('textbox', { name: 'The newest reports' }),
    ],
  };
  const sizes: Record<string, number> = {};
  for (const [address, parts] of Object.entries(shown)) {
    await page.goto(address);
    for (const part of parts) await expect(part).toBeVisible();
    await untilAllHasCode(page);
    await untilNoScriptComes(page, underWay);
    sizes[address.replace(host.hostId, '[hostId]')] = inKilobytes((await loadedBy(page)).bytes);
  }
  expect(Object.entries(sizes).filter(([, kB]) => kB > KILOBYTES_AT_MOST)).toEqual([]);
});
