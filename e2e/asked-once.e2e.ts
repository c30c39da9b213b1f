import { expect, type Page, type Request } from '@playwright/test';
import { MINUTE_MS } from '@/lib/util/durations';
import { INSECURE, PASSED } from '@/test/support/agent-client';
import { isLongRun } from '@/test/support/runs';
import { addHost } from './support/fleet';
import { A_PIXEL } from './support/narrow';
import { controlsHatched, figuresNotHatched } from './support/old-figures';
import { holdClock, test } from './support/test';

const time = (page: Page) => page.getByRole('group', { name: 'Time' });
const live = (page: Page) => time(page).getByRole('link', { name: 'Live', exact: true });
const moment = (page: Page) => page.getByRole('banner').locator('time');
const dot = (page: Page) => time(page).locator('[data-pulse]');
const offline = (page: Page) => page.getByRole('status').filter({ hasText: /^This browser is offline\.$/ });
const hatched = (page: Page) => page.locator('main.unvouched');

test('a page that does not ask again for what it shows says "Now" and when that is of, and is hatched too', async ({
  page,
  context,
  server,
  world,
  signIn,
  faults,
}) => {
  faults.allow(/ERR_INTERNET_DISCONNECTED/);
  const { hostId } = await addHost(server.address, world, 'HV-FORM', { hgsClient: INSECURE });
  await signIn(await world.operator('operator'));
  await holdClock(page);
  const inLongRun = [`/plans/new?host=${hostId}`, '/reports/schedules/new'];
  for (const address of [`/exceptions/new?host=${hostId}`, '/reports/new', ...(isLongRun ? inLongRun : [])]) {
    await page.goto(address);
    await expect(time(page).getByRole('link', { name: 'Now', exact: true }), address).toBeVisible();
    await expect(dot(page)).toHaveAttribute('data-pulse', 'still');
    await expect(moment(page)).toContainText(/\d\d:\d\d/);
    await context.setOffline(true);
    await page.clock.fastForward(16 * MINUTE_MS);
    await expect(time(page).getByRole('link', { name: 'Not live, 16 min old' }), address).toBeVisible();
    await expect(hatched(page)).toHaveCount(1);
    expect(await figuresNotHatched(page), address).toEqual([]);
    expect(await controlsHatched(page), address).toEqual([]);
    await context.setOffline(false);
  }
});

test('the notice has a strip of the window to itself, covers nothing that has focus, and stays closed until there is something else to say', async ({
  page,
  context,
  server,
  world,
  signIn,
  faults,
}) => {
  faults.allow(/ERR_INTERNET_DISCONNECTED/);
  await addHost(server.address, world, 'HV-PASSED', { hgsClient: PASSED });
  await signIn(await world.operator('operator'));
  await page.goto('/remediation');
  const notice = page.locator('[data-notice]');
  const windowed = () =>
    notice.evaluate((strip: HTMLElement) => {
      const { left, right, bottom } = strip.getBoundingClientRect();
      const rail = document.querySelector('nav[aria-label="Sections"]')?.getBoundingClientRect();
      const room = Number.parseFloat(getComputedStyle(document.querySelector('main') ?? strip).paddingBottom);
      const beside = {
        left: left - (rail?.right ?? 0),
        right: document.documentElement.clientWidth - right,
        bottom: innerHeight - bottom,
        room: room - strip.offsetHeight,
      };
      return Object.entries(beside).filter(([, pixels]) => Math.abs(pixels) > 1);
    });
  // Near the end of the window, where the notice will be.
  const low = await page.evaluate(() => {
    const links = [...document.querySelectorAll<HTMLElement>('main :is(a, button, summary)')];
    const link = links.findLast((candidate) => candidate.getBoundingClientRect().bottom < innerHeight - 2);
    link?.focus();
    return link?.getBoundingClientRect().bottom ?? 0;
  });
  expect(low).toBeGreaterThan(0);
  await page.evaluate(() => {
    const focused = document.activeElement?.getBoundingClientRect();
    window.scrollBy(0, (focused?.bottom ?? 0) - innerHeight + 4);
  });
  await context.setOffline(true);
  await expect(notice).toBeVisible();
  expect(await windowed()).toEqual([]);
  const focusedEnd = () =>
    page.evaluate(() => document.activeElement?.getBoundingClientRect().bottom ?? Number.NaN);
  const top = (await notice.boundingBox())?.y ?? 0;
  await expect.poll(focusedEnd).toBeLessThanOrEqual(top + A_PIXEL);

  await notice.getByRole('button', { name: 'Close this notice' }).press('Enter');
  await expect(notice).toHaveCount(0);
  await expect(page.getByRole('main')).toBeFocused();
  await expect(time(page).getByRole('link', { name: /^Not live/ })).toBeVisible();
  await context.setOffline(false);
  await expect(time(page).getByRole('link', { name: 'Live', exact: true })).toBeVisible();
  await context.setOffline(true);
  await expect(notice).toBeVisible();

  await test.step('what has focus is not under it, at whatever height of the window', async () => {
    for (const [width, height] of [
      [1440, 500],
      [390, 700],
    ] as const) {
      await page.setViewportSize({ width, height });
      const covered = await page.evaluate(() => {
        const notice = document.querySelector('[data-notice]');
        const under = notice?.getBoundingClientRect();
        if (!notice || !under) throw new Error('no notice');
        const found: string[] = [];
        for (const element of document.querySelectorAll<HTMLElement>('main :is(a, button, summary, input)')) {
          if (notice.contains(element) || !element.checkVisibility()) continue;
          element.focus();
          const { top, bottom, left, right } = element.getBoundingClientRect();
          if (bottom > under.top + 1 && top < under.bottom && right > under.left + 1 && left < under.right)
            found.push(element.textContent ?? '');
        }
        return found;
      });
      expect(covered, `${width} px`).toEqual([]);
    }
  });

  await context.setOffline(false);
  await expect(live(page)).toBeVisible();
  await test.step('in the past there is nothing to try again', async () => {
    await page.goto(`/hosts?at=${new Date().toISOString()}`);
    await context.setOffline(true);
    await expect(offline(page)).toBeVisible();
    await expect(page.getByRole('button', { name: 'Retry' })).toHaveCount(0);
  });
});

test('whoever comes back from the past finds now, however long they were there', async ({
  page,
  server,
  world,
  signIn,
}) => {
  const { hostId } = await addHost(server.address, world, 'HV-OLD', { hgsClient: PASSED });
  const monthAgo = new Date(Date.now() - 30 * 24 * 60 * MINUTE_MS);
  await server.db.host.update({ where: { id: hostId }, data: { enrolledAt: monthAgo } });
  await signIn(await world.operator('viewer'));
  await holdClock(page);
  // Nothing but the bar is asked for here: other answers say what the time is, and the server's clock stands.
  await page.goto('/explain');
  await expect(live(page)).toBeVisible();
  await time(page).getByRole('button', { name: 'As of…' }).click();
  const choice = page.getByRole('dialog', { name: 'View another time' });
  await choice.getByRole('link', { name: '1 hour ago' }).click();
  await expect(page).toHaveURL(/at=/);
  const open = new Set<Request>();
  page.on('request', (request) => /fabric\.list(?!.*%22at%22)/.test(request.url()) && open.add(request));
  page.on('requestfinished', (request) => open.delete(request));
  page.on('requestfailed', (request) => open.delete(request));
  await page.clock.runFor(31_000);
  await expect.poll(() => open.size).toBe(0);
  await page.clock.runFor(25_000);
  await live(page).click();
  await expect(page).not.toHaveURL(/at=/);
  await expect(live(page)).toBeVisible();
  await expect(dot(page)).toHaveAttribute('data-pulse', 'live');
});
