import { expect, type Page } from '@playwright/test';
import { MINUTE_MS } from '@/lib/util/durations';
import { PASSED } from '@/test/support/agent-client';
import { expectAccessible } from './support/accessible';
import { addHost, inWorldOf } from './support/fleet';
import { holdClock, test } from './support/test';

// A push has a browser that is offline (live.e2e.ts) and requests that are refused beside the list (peek.e2e.ts).

const time = (page: Page) => page.getByRole('group', { name: 'Time' });
const live = (page: Page) => time(page).getByRole('link', { name: 'Live', exact: true });
/** It always says how old what is shown is. */
const notLive = (page: Page) => time(page).getByRole('link', { name: /^Not live, \d+ (s|min|h) old$/ });
/** When what is shown is of, in the bar. */
const moment = (page: Page) => page.getByRole('banner').locator('time');
const dot = (page: Page) => time(page).locator('[data-pulse]');
const hatched = (page: Page) => page.locator('main.unvouched');

/** Lets time pass to the next refresh, and to its second try. */
async function passOneRefresh(page: Page): Promise<void> {
  await page.clock.runFor(16_000);
  await page.clock.runFor(5_000);
}

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
