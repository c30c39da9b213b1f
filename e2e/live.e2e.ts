import { expect, type Page } from '@playwright/test';
import { PASSED } from '@/test/support/agent-client';
import { addHost, inWorldOf } from './support/fleet';
import { expectAccessible, holdClock, test } from './support/test';

const MINUTE_MS = 60_000;
const time = (page: Page) => page.getByRole('group', { name: 'Time' });
const live = (page: Page) => time(page).getByRole('link', { name: 'Live', exact: true });
const notLive = (page: Page) => time(page).getByRole('link', { name: /^Not live, \d+ (s|min) old$/ });
const dot = (page: Page) => time(page).locator('.pulse');
const hatched = (page: Page) => page.locator('main.unvouched');

/** On to the next refresh, and to its second try. */
async function passOneRefresh(page: Page): Promise<void> {
  await page.clock.runFor(16_000);
  await page.clock.runFor(5_000);
}

test('no page says that it is live while the browser is offline, and all are live again after', async ({
  page,
  context,
  server,
  world,
  signIn,
  faults,
}) => {
  faults.allow(/ERR_INTERNET_DISCONNECTED/);
  const { hostId } = await addHost(server.address, world, 'HV-PASSED', { hgsClient: PASSED });
  await signIn(await world.operator('viewer'));
  await holdClock(page);
  for (const address of ['/', '/hosts', `/hosts/${hostId}`, '/changes']) {
    await page.goto(address);
    await expect(live(page)).toBeVisible();
    await expect(dot(page)).not.toHaveClass(/still/);
    await context.setOffline(true);
    await expect(notLive(page), address).toBeVisible();
    await expect(dot(page)).toHaveClass(/still/);
    await expect(page.getByRole('status').filter({ hasText: 'This browser is offline.' })).toBeVisible();
    await expect(hatched(page)).toHaveCount(0);
    await page.clock.fastForward(16 * MINUTE_MS);
    await expect(time(page).getByRole('link', { name: 'Not live, 16 min old' })).toBeVisible();
    await expect(hatched(page)).toHaveCount(1);
    await context.setOffline(false);
    await expect(live(page), address).toBeVisible();
    await expect(hatched(page)).toHaveCount(0);
    await expect(page.getByText('This browser is offline.')).toHaveCount(0);
  }
});

test('a server that is away is told of with the age of the figures, and Retry finds it again', async ({
  page,
  freshServer,
  faults,
}) => {
  test.setTimeout(120_000);
  faults.allow(/ERR_CONNECTION_REFUSED|ERR_CONNECTION_RESET|ERR_EMPTY_RESPONSE/);
  const { email, password } = await inWorldOf(freshServer, async (world) => {
    await addHost(freshServer.address, world, 'HV-PASSED', { hgsClient: PASSED });
    return world.operator('viewer');
  });
  const answer = await page.request.post(`${freshServer.address}/api/auth/sign-in/email`, {
    data: { email, password },
    headers: { origin: freshServer.address },
  });
  expect(answer.status()).toBe(200);
  await page.goto(`${freshServer.address}/explain`);
  await page.clock.install();
  await page.goto(`${freshServer.address}/`);
  await expect(live(page)).toBeVisible();
  await freshServer.away(async () => {
    await passOneRefresh(page);
    await expect(notLive(page)).toBeVisible();
    await expect(dot(page)).toHaveClass(/still/);
    await expect(page.getByText(/^Could not refresh\. Figures are from \d\d:\d\d/)).toBeVisible();
    await page.clock.fastForward(16 * MINUTE_MS);
    await expect(hatched(page)).toHaveCount(1);
    await expectAccessible(page);
  });
  await page.getByRole('button', { name: 'Retry' }).click();
  await expect(live(page)).toBeVisible();
  await expect(hatched(page)).toHaveCount(0);
});
