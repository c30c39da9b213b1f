import { expect, type Page, type Request } from '@playwright/test';
import { EVENTS_PATH } from '@/lib/contracts/words/events';
import { MINUTE_MS } from '@/lib/util/durations';
import { type Enrolled, INSECURE, PASSED, send, snapshotOf } from '@/test/support/agent-client';
import { isLongRun } from '@/test/support/runs';
import { expectAccessible } from './support/accessible';
import { addHost, inWorldOf } from './support/fleet';
import { holdRequests } from './support/held-requests';
import { edgesOf } from './support/narrow';
import { controlsHatched, figuresNotHatched } from './support/old-figures';
import { holdClock, stepOfLongRun, test } from './support/test';

const time = (page: Page) => page.getByRole('group', { name: 'Time' });
const live = (page: Page) => time(page).getByRole('link', { name: 'Live', exact: true });
/** It always says how old what is shown is. */
const notLive = (page: Page) => time(page).getByRole('link', { name: /^Not live, \d+ (s|min|h) old$/ });
/** When what is shown is of, in the bar. */
const moment = (page: Page) => page.getByRole('banner').locator('time');
/** Where the page begins. How wide its heading is depends on what stands beside it, which comes with the figures. */
async function begins(page: Page) {
  const heading = page.getByRole('heading', { level: 1 });
  await expect(heading).toBeVisible();
  const { left, top } = await edgesOf(heading);
  return { left: Math.round(left), top: Math.round(top) };
}
const dot = (page: Page) => time(page).locator('[data-pulse]');
/** What is read out, word for word: nothing in it may change while the browser is offline. */
const offline = (page: Page) => page.getByRole('status').filter({ hasText: /^This browser is offline\.$/ });
const hatched = (page: Page) => page.locator('main.unvouched');

/** Lets time pass to the next refresh, and to its second try. */
async function passOneRefresh(page: Page): Promise<void> {
  await page.clock.runFor(16_000);
  await page.clock.runFor(5_000);
}

/** Figures, rows, and a page that asks rarely; the long run has all that say of another part that it is not live. */
const ON_EACH_PUSH = ['/', '/hosts', '/settings/sessions'];
const IN_LONG_RUN = [
  '/changes',
  '/changes/compare',
  '/waves',
  '/remediation',
  '/exceptions',
  '/reports',
  '/secure-boot',
];
const WITH_ROWS = ['/hosts', '/changes/compare', '/secure-boot', '/settings/sessions'];

const placesOf = (host: string) => [
  ...ON_EACH_PUSH,
  ...(isLongRun ? [host, `${host}?tab=timeline`, ...IN_LONG_RUN] : []),
];

/** A page that is offline for 16 minutes and online again. */
async function goesOffline(page: Page, address: string): Promise<void> {
  const context = page.context();
  await page.goto(address);
  await expect(live(page)).toBeVisible();
  await expect(dot(page)).toHaveAttribute('data-pulse', 'live');
  await expect(moment(page)).toContainText(/\d\d:\d\d/);
  const before = await begins(page);
  await context.setOffline(true);
  await expect(notLive(page), address).toBeVisible();
  await expect(dot(page)).toHaveAttribute('data-pulse', 'still');
  await expect(offline(page)).toBeVisible();
  await expect(hatched(page)).toHaveCount(0);
  await page.clock.fastForward(16 * MINUTE_MS);
  await expect(time(page).getByRole('link', { name: 'Not live, 16 min old' })).toBeVisible();
  await expect(hatched(page)).toHaveCount(1);
  expect(await figuresNotHatched(page), address).toEqual([]);
  expect(await controlsHatched(page), address).toEqual([]);
  // A row under the pointer has a ground of its own.
  const row = page.getByRole('main').locator('tbody tr').first();
  await expect(row, address).toBeVisible({ visible: WITH_ROWS.includes(address) });
  if (WITH_ROWS.includes(address)) {
    await row.hover();
    expect(await figuresNotHatched(page), address).toEqual([]);
  }
  expect(await begins(page), address).toEqual(before);
  // The age is beside what is read out: otherwise the whole notice would be read again with each minute.
  await expect(offline(page)).toBeVisible();
  // The day is named too where midnight was meanwhile.
  const told = /^Figures are from (\d\d:\d\d|\d\d? \w+ \d{4} \d\d:\d\d CES?T), 16 min ago\.$/;
  await expect(page.getByText(told)).toBeVisible();
  await context.setOffline(false);
  await expect(live(page), address).toBeVisible();
  await expect(hatched(page)).toHaveCount(0);
  await expect(page.getByText('This browser is offline.')).toHaveCount(0);
}

test('no page says that it is live while the browser is offline, and all are live again after', async ({
  page,
  context,
  server,
  world,
  signIn,
  faults,
}) => {
  test.setTimeout(180_000);
  faults.allow(/ERR_INTERNET_DISCONNECTED|status of 404/);
  const { hostId } = await addHost(server.address, world, 'HV-PASSED', { hgsClient: PASSED });
  await signIn(await world.operator('operator'));
  await holdClock(page);
  for (const address of placesOf(`/hosts/${hostId}`))
    await test.step(address, () => goesOffline(page, address));

  await test.step('what no page of figures stands on says of when it is too, and is not hatched', async () => {
    for (const address of isLongRun ? ['/explain', '/nonsense'] : ['/explain']) {
      await page.goto(address);
      await expect(live(page), address).toBeVisible();
      await expect(moment(page)).toContainText(/\d\d:\d\d/);
      await context.setOffline(true);
      await page.clock.fastForward(16 * MINUTE_MS);
      await expect(time(page).getByRole('link', { name: 'Not live, 16 min old' })).toBeVisible();
      await expect(hatched(page)).toHaveCount(0);
      await context.setOffline(false);
      await expect(live(page)).toBeVisible();
    }
  });
});

/** The connection goes after the page has come and before its code has. */
async function losesItsConnectionWhileItLoads(page: Page): Promise<void> {
  let letGo = () => {};
  const isLetGo = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  const code = '**/_next/static/**/*.js';
  await page.route(code, async (route) => {
    const response = await route.fetch();
    await isLetGo;
    await route.fulfill({ response });
  });
  const arrived = page.waitForResponse((response) => response.url().endsWith('/explain'));
  const opened = page.goto('/explain');
  await arrived;
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await page.context().setOffline(true);
  letGo();
  await opened;
  await expect(offline(page)).toBeVisible();
  await page.unroute(code);
  await page.context().setOffline(false);
  await expect(page.getByText('This browser is offline.')).toHaveCount(0);
}

test('the dot beats once for each answer; who asks for a page while offline stays on the one there is, and gets it once online', async ({
  page,
  context,
  server,
  world,
  signIn,
  faults,
}) => {
  faults.allow(/ERR_INTERNET_DISCONNECTED/);
  const { hostname } = await addHost(server.address, world, 'HV-FIRST', { hgsClient: PASSED });
  await signIn(await world.operator('viewer'));
  const title = page.getByRole('heading', { level: 1 });
  await test.step('a connection that goes while a page is still loading is told as such', () =>
    losesItsConnectionWhileItLoads(page));

  await test.step('the dot beats once for each answer and rests in between', async () => {
    await page.goto('/');
    await expect(dot(page)).toHaveAttribute('data-pulse', 'live');
    const isMoving = () => page.evaluate(() => document.getAnimations().length > 0);
    await expect.poll(isMoving).toBe(false);
    const moved = page.waitForFunction(() => document.getAnimations().length > 0);
    await addHost(server.address, world, 'HV-SECOND', { hgsClient: PASSED });
    await moved;
    await expect.poll(isMoving).toBe(false);
    await expect(title).toHaveText('All 2 hosts can run shielded VMs.');
  });

  const link = (name: string) =>
    page.getByRole('navigation', { name: 'Sections' }).getByRole('link', { name, exact: true });
  const byMouse: [path: string, go: () => Promise<void>][] = [
    ['/plans', () => link('Remediation').click()],
    ['/explain', () => link('Explain').press('Enter')],
  ];
  const byKey: (typeof byMouse)[number] = ['/hosts', () => page.keyboard.type('gh')];
  for (const [path, go] of isLongRun ? [...byMouse, byKey] : [byKey])
    await test.step(`${path} is asked for while offline`, async () => {
      const before = (await title.textContent()) ?? '';
      await context.setOffline(true);
      const failed = page.waitForEvent('requestfailed', (request) => request.url().includes(path));
      await go();
      await failed;
      await expect(offline(page), path).toBeVisible();
      await expect(page.getByText('Pages that you ask for open once the connection is back.')).toBeVisible();
      await expect(title).toHaveText(before);
      await context.setOffline(false);
      await expect(page).toHaveURL(server.address + path);
      await expect(title).not.toHaveText(before);
      await expect(page.getByText('This browser is offline.')).toHaveCount(0);
    });
  await expect(page.getByRole('table', { name: 'Hosts' })).toContainText(hostname);
});

test('a page that got no answer for long says so at once, and one that is awake again asks at once', async ({
  page,
  server,
  world,
  signIn,
}) => {
  const { hostname, hostId } = await addHost(server.address, world, 'HV-PASSED', { hgsClient: PASSED });
  await signIn(await world.operator('viewer'));
  await holdClock(page);
  await page.goto('/hosts');
  await expect(live(page)).toBeVisible();

  await test.step('after its machine slept', async () => {
    const wakeUp = await holdRequests(page, '**/api/trpc/**');
    // No timer of the page knows that time has passed: none is due.
    await page.clock.setSystemTime(Date.now() + 16 * MINUTE_MS);
    await page.clock.runFor(1_000);
    await expect(time(page).getByRole('link', { name: 'Not live, 16 min old' })).toBeVisible();
    await expect(hatched(page)).toHaveCount(1);
    wakeUp();
    await expect(live(page)).toBeVisible();
    await expect(hatched(page)).toHaveCount(0);
  });

  await stepOfLongRun('after an answer was asked for before the laptop slept', async () => {
    const wakeUp = await holdRequests(page, '**/api/trpc/**');
    const asked = page.waitForRequest('**/api/trpc/**');
    await page.clock.runFor(16_000);
    await asked;
    await page.clock.fastForward(16 * MINUTE_MS);
    await expect(notLive(page)).toBeVisible();
    wakeUp();
    // The answer that was held makes it live: the next refresh comes an interval after the last one.
    await expect(live(page)).toBeVisible();
    await expect(hatched(page)).toHaveCount(0);
  });

  await stepOfLongRun('where a row was followed and the server does not answer', async () => {
    const letGo = await holdRequests(page, /_rsc=/);
    await page.getByRole('table', { name: 'Hosts' }).getByRole('link', { name: hostname }).click();
    await page.clock.runFor(5_000);
    await expect(page.getByText('The server is not responding.')).toHaveCount(0);
    await page.clock.runFor(5_000);
    await expect(page.getByText('The server is not responding.')).toBeVisible();
    letGo();
    await expect(page).toHaveURL(new RegExp(`/hosts/${hostId}`));
    await expect(page.getByText('The server is not responding.')).toHaveCount(0);
  });
});

test('a server that is away is shown, with the age of the figures, and Retry finds it again', async ({
  page,
  context,
  freshServer,
  faults,
}) => {
  test.setTimeout(120_000);
  // A stream that is asked for while the server stops is answered with 503.
  faults.allow(
    /ERR_CONNECTION_REFUSED|ERR_CONNECTION_RESET|ERR_EMPTY_RESPONSE|status of 503 .*\/api\/events/,
  );
  const { email, password } = await inWorldOf(freshServer, async (world) => {
    await addHost(freshServer.address, world, 'HV-PASSED', { hgsClient: PASSED });
    return world.operator('viewer');
  });
  const answer = await page.request.post(`${freshServer.address}/api/auth/sign-in/email`, {
    data: { email, password },
    headers: { origin: freshServer.address },
  });
  expect(answer.status()).toBe(200);
  await holdClock(page);
  await page.goto(`${freshServer.address}/`);
  await expect(live(page)).toBeVisible();
  // The pages of one browser have one stream among them, and each says it long before its next question is due.
  const other = await context.newPage();
  await other.goto(`${freshServer.address}/hosts`);
  await expect(live(other)).toBeVisible();
  await freshServer.away(async () => {
    await expect(notLive(other)).toBeVisible();
    await other.close();
    await passOneRefresh(page);
    await expect(notLive(page)).toBeVisible();
    await expect(dot(page)).toHaveAttribute('data-pulse', 'still');
    await expect(page.getByText('The server is not responding.')).toBeVisible();
    await expect(page.getByText(/^Figures are from \d\d:\d\d, \d+ s ago\.$/)).toBeVisible();
    await page.clock.fastForward(16 * MINUTE_MS);
    await expect(hatched(page)).toHaveCount(1);
    await expectAccessible(page);
    await page.clock.fastForward(24 * 60 * MINUTE_MS);
    await expect(page.getByText(/^Figures are from \d+ \w+ \d{4} \d\d:\d\d \w+, 24 h ago\.$/)).toBeVisible();
    // Where there is little room, the day of older figures says more than their time.
    await page.setViewportSize({ width: 1280, height: 720 });
    await expect(moment(page)).toHaveText(/^\d+ \w+$/, { useInnerText: true });
  });
  await page.getByRole('button', { name: 'Retry' }).click();
  await expect(live(page)).toBeVisible();
  await expect(hatched(page)).toHaveCount(0);
});

/** Waits until the page has its answer to everything that it has asked since this was called; a stream of events never ends. */
function answersTo(page: Page): () => Promise<void> {
  const underWay = new Set<Request>();
  page.on('request', (request) => request.url().endsWith(EVENTS_PATH) || underWay.add(request));
  page.on('requestfinished', (request) => underWay.delete(request));
  page.on('requestfailed', (request) => underWay.delete(request));
  return () => expect.poll(() => [...underWay].map((request) => request.url())).toEqual([]);
}

test('the timeline and the raw snapshot of a host show what came while they were open', async ({
  page,
  server,
  world,
  signIn,
  faults,
}) => {
  // No stream of events: it would have the page ask just before something comes, and its clock stands.
  faults.allow(/EventSource|204/);
  await page.route(`**${EVENTS_PATH}`, (route) => route.fulfill({ status: 204 }));
  const host = await addHost(server.address, world, 'HV-LEFT-OPEN', { hgsClient: PASSED });
  await signIn(await world.operator('operator'));
  await holdClock(page);
  const allAnswered = answersTo(page);
  const timeline = page.getByRole('region', { name: 'Timeline' });
  const raw = page.getByRole('region', { name: 'Raw snapshot' });
  await page.goto(`/hosts/${host.hostId}?tab=timeline`);
  await expect(timeline).not.toContainText('InsecureHostConfiguration');
  // A question under way would be answered by what was true before, and the next one comes an interval after it.
  await allAnswered();
  await send(server.address, host, snapshotOf(host, { hgsClient: INSECURE, sequence: 2 }));
  await page.clock.runFor(16_000);
  await expect(timeline).toContainText('InsecureHostConfiguration');
  await page.goto(`/hosts/${host.hostId}?tab=raw`);
  await expect(raw).toContainText('InsecureHostConfiguration');
  await allAnswered();
  await send(server.address, host, snapshotOf(host, { hgsClient: PASSED, sequence: 3 }));
  await page.clock.runFor(16_000);
  await expect(raw).not.toContainText('InsecureHostConfiguration');
  await comparesSnapshots(page, host);
});

/** Two clicks from "it was fine" to what differs, and the same from the timeline. */
async function comparesSnapshots(page: Page, { hostId, hostname }: Enrolled): Promise<void> {
  const differs = page.getByRole('region', { name: 'What differs' });
  const status = differs.getByRole('row', { name: /^\/hgsClient\/attestationStatus / });
  await page.getByRole('button', { name: 'The one before' }).click();
  await expect(status.getByRole('cell').nth(1)).toHaveText('"InsecureHostConfiguration"');
  await expect(status.getByRole('cell').nth(2)).toHaveText('"Passed"');
  await expect(differs.getByText('/collectedAt')).toBeHidden();
  await expectAccessible(page);
  const address = page.url();

  const find = page.getByRole('searchbox', { name: 'Find in this snapshot' });
  await page.keyboard.press('/');
  await expect(find).toBeFocused();
  await find.fill('ATTESTATIONSTATUS');
  await expect(page.getByText('1 of 2')).toBeVisible();
  await find.press('Shift+Enter');
  await expect(page.getByText('2 of 2')).toBeVisible();
  await expect(page.locator('mark[aria-current]')).toBeInViewport();
  const downloading = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Download' }).click();
  expect((await downloading).suggestedFilename()).toMatch(new RegExp(`^${hostname}-.*\\.json$`));

  await page.goBack();
  await expect(differs).toHaveCount(0);
  await page.goto(address);
  await expect(status).toBeVisible();
  await page.goto(`/hosts/${hostId}?tab=timeline`);
  await page.getByRole('link', { name: 'What changed in the snapshot' }).first().click();
  await expect(status.getByRole('cell').nth(2)).toHaveText('"Passed"');
}
