import { expect } from '@playwright/test';
import { INSECURE } from '@/test/support/agent-client';
import { expectAccessible } from './support/accessible';
import { addHost } from './support/fleet';
import { belowTheBar, beyondTheEdge, chooseLanguage, PHONE } from './support/narrow';
import { test } from './support/test';

// The walk through all pages looks at each as a phone shows it (accessible.e2e.ts).

test('hosts can be added with a phone in hand', async ({ page, world, signIn }) => {
  await page.setViewportSize(PHONE);
  await signIn(await world.operator('administrator'));
  await page.goto('/enroll');
  for (const [language, help] of [
    ['English', 'Nothing after 5 minutes?'],
    ['Français', 'Rien après 5 minutes'],
  ] as const) {
    await page.getByRole('button', { name: language }).click();
    await page.getByRole('button', { name: help }).click();
    expect(await beyondTheEdge(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(PHONE.width);
    await expectAccessible(page);
  }
});

for (const width of [390, 320])
  test(`the bar covers nothing that a page says while it is not live: ${width} px`, async ({
    page,
    context,
    world,
    signIn,
    faults,
  }) => {
    faults.allow(/ERR_INTERNET_DISCONNECTED/);
    await page.setViewportSize({ width, height: 844 });
    await signIn(await world.operator('viewer'));
    await page.goto('/hosts');
    for (const [language, lang, notice] of [
      ['English', 'en', 'This browser is offline.'],
      ['Français', 'fr', 'Ce navigateur est hors ligne.'],
    ] as const) {
      await chooseLanguage(page, language, lang);
      await context.setOffline(true);
      await expect(page.getByText(notice)).toBeVisible();
      expect(await belowTheBar(page)).toEqual([]);
      expect(await beyondTheEdge(page)).toEqual([]);
      await context.setOffline(false);
      await expect(page.getByText(notice)).toHaveCount(0);
    }
  });

for (const width of [390, 320])
  test(`whoever is not signed in yet scrolls nothing sideways: ${width} px`, async ({ page }) => {
    await page.setViewportSize({ width, height: 844 });
    await page.goto('/sign-in');
    await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
    await expectAccessible(page);
  });

test('at 200 % the bar has the fabrics and the account on screen, and nothing to scroll sideways', async ({
  page,
  server,
  world,
  otherWorld,
  signIn,
}) => {
  await addHost(server.address, world, 'HV-HERE', { hgsClient: INSECURE });
  await addHost(server.address, otherWorld, 'HV-THERE', { hgsClient: INSECURE });
  await signIn(await world.operator('viewer', [otherWorld]));
  for (const [language, account, fabrics] of [
    ['English', /, account$/, 'Fabrics'],
    ['Français', /, compte$/, 'Fabrics'],
  ] as const) {
    await page.goto('/');
    await page.getByRole('button', { name: language }).click();
    for (const width of [720, 800, 900, 1000]) {
      await page.setViewportSize({ width, height: 450 });
      const button = page.getByRole('button', { name: account });
      await expect(button).toBeInViewport({ ratio: 1 });
      await expect(page.getByRole('navigation', { name: fabrics }).getByRole('link').first()).toBeInViewport({
        ratio: 1,
      });
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
      expect(await beyondTheEdge(page)).toEqual([]);
    }
    await page.setViewportSize({ width: 720, height: 450 });
    await page.goto('/remediation');
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(720);
  }
  await expectAccessible(page);
});
