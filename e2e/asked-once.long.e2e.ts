import { expect, type Page } from '@playwright/test';
import { HOUR_MS } from '@/lib/util/durations';
import { PASSED } from '@/test/support/agent-client';
import { answerWithErrors } from './support/failing-server';
import { addHost } from './support/fleet';
import { beyondTheEdge, chooseLanguage } from './support/narrow';
import { holdClock, test } from './support/test';

// A push shows that the notice covers nothing that has focus (asked-once.e2e.ts).

/** How far the notice reaches over the end of the page, scrolled there; below 0 there is room to spare. */
const coveredAtEnd = (page: Page) =>
  page.evaluate(() => {
    const [main, notice] = ['main', '[data-notice]'].map((part) => document.querySelector(part));
    if (!main || !notice) throw new Error('no notice');
    window.scrollTo(0, document.documentElement.scrollHeight);
    if (window.scrollY === 0) throw new Error('the page has no end to scroll to');
    const end = main.getBoundingClientRect().bottom - Number.parseFloat(getComputedStyle(main).paddingBottom);
    const over = end - notice.getBoundingClientRect().top;
    return Math.abs(over) > 1 ? over : 0;
  });

test('the page ends above the notice, however much that says, in French and on windows of any width', async ({
  page,
  context,
  server,
  world,
  signIn,
  faults,
}) => {
  faults.allow(/status of 500|ERR_INTERNET_DISCONNECTED/);
  await addHost(server.address, world, 'HV-PASSED', { hgsClient: PASSED });
  await signIn(await world.operator('operator'));
  await holdClock(page);
  await page.goto('/remediation');
  await chooseLanguage(page, 'Français', 'fr');
  await answerWithErrors(page);
  await page.clock.fastForward(25 * HOUR_MS);
  const notice = page.locator('[data-notice]');
  const expectAbove = async (why: string) => {
    await expect(notice.getByRole('status')).toHaveText(why);
    await expect(notice).toContainText(/Les chiffres datent du .+, il y a /);
    await expect(notice.getByRole('button', { name: 'Réessayer' })).toBeVisible();
    for (const width of [320, 701, 1101]) {
      await page.setViewportSize({ width, height: 500 });
      await expect.poll(() => coveredAtEnd(page), `${why} ${width} px`).toBe(0);
      await expect.poll(() => beyondTheEdge(page), `${why} ${width} px`).toEqual([]);
    }
  };
  await expectAbove('Le serveur a répondu par une erreur.');
  await context.setOffline(true);
  await expectAbove('Ce navigateur est hors ligne.');
  await expect(notice).toContainText('Les pages demandées s’ouvriront');
});
