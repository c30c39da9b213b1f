import { expect, type Page } from '@playwright/test';
import { DAY_MS, MINUTE_MS } from '@/lib/util/durations';
import { INSECURE } from '@/test/support/agent-client';
import { isLongRun } from '@/test/support/runs';
import { expectAccessible } from './support/accessible';
import { addGoodAndBad, addHost } from './support/fleet';
import { belowTheBar, beyondTheEdge, chooseLanguage, PHONE } from './support/narrow';
import { holdClock, test } from './support/test';

// The walk through all pages looks at each as a phone shows it (accessible.e2e.ts).

test('hosts can be added with a phone in hand, and each entry of the rail is whole at every width', async ({
  page,
  world,
  signIn,
}) => {
  await signIn(await world.operator('administrator'));
  await test.step('each entry of the rail is whole, with room beside it, in both languages', async () => {
    await page.goto('/');
    for (const [language, lang] of [
      ['English', 'en'],
      ['Français', 'fr'],
    ] as const) {
      await chooseLanguage(page, language, lang);
      for (const width of isLongRun ? [320, 390, 720, 1280, 1440] : [320, 720, 1280]) {
        await page.setViewportSize({ width, height: 844 });
        expect(await crowdedEntries(page, width > 700 ? 2 : 0), `${lang} ${width}`).toEqual([]);
        expect(await beyondTheEdge(page)).toEqual([]);
      }
    }
  });

  await page.setViewportSize(PHONE);
  await test.step('hosts can be added', async () => {
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
});

/** Entries of the rail whose words come closer to their edges than this, in pixels. */
const crowdedEntries = (page: Page, least: number) =>
  page.locator('nav:has(> a[href="/explain"]) > a').evaluateAll(
    (entries, least) =>
      entries.flatMap((entry) => {
        const words = document.createRange();
        words.selectNodeContents(entry);
        const [around, told] = [entry.getBoundingClientRect(), words.getBoundingClientRect()];
        const room = Math.min(told.left - around.left, around.right - told.right);
        return entry.checkVisibility() && room < least - 1 ? [`${entry.textContent} ${room}`] : [];
      }),
    least,
  );

/** It stands there as a word, and whole. */
async function expectWhole(page: Page, text: string): Promise<void> {
  const word = page.getByRole('banner').getByText(text, { exact: true });
  await expect(word).toBeInViewport({ ratio: 1 });
  const cut = await word.evaluate((it) => {
    const line = it.closest('span[class*="truncate"]');
    return line !== null && line.scrollWidth > line.clientWidth + 1;
  });
  expect(cut, `${text} is cut`).toBe(false);
  expect((await word.boundingBox())?.width).toBeGreaterThan(20);
}

/** The same in each language; on a push in French, whose words are the longer ones. */
const inTurn = <const T>(english: T, french: T): T[] => (isLongRun ? [english, french] : [french]);

const PHONES = (isLongRun ? [390, 320] : [320]).map((width) => ({ width, height: 844 }));

test('a phone scrolls nothing sideways, has what matters of a host whole, and its bar covers nothing while it is not live', async ({
  page,
  context,
  server,
  world,
  signIn,
  faults,
}) => {
  faults.allow(/ERR_INTERNET_DISCONNECTED/);
  await test.step('whoever is not signed in yet scrolls nothing sideways', async () => {
    await page.goto('/sign-in');
    await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible();
    for (const phone of PHONES) {
      await page.setViewportSize(phone);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(phone.width);
      await expectAccessible(page);
    }
  });

  await addGoodAndBad(server.address, world);
  await signIn(await world.operator('viewer'));
  await page.goto('/hosts');
  await test.step('a host has its name, state, cause, VMs and since, each whole', async () => {
    const row = page.getByRole('row').filter({ hasText: 'HV-BAD' });
    for (const phone of PHONES) {
      await page.setViewportSize(phone);
      for (const told of ['InsecureHostConfiguration', 'BitLocker', /^Today/, /^6$/]) {
        const text = row.getByText(told).first();
        await expect(text).toBeInViewport({ ratio: 1 });
        expect(await text.evaluate(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth + 1)).toBe(
          false,
        );
      }
      await expect(page.getByRole('link', { name: 'State' })).toBeInViewport({ ratio: 1 });
      expect(await beyondTheEdge(page)).toEqual([]);
      await expectAccessible(page);
    }
  });

  for (const [language, lang, live, stale, notice, fabrics] of inTurn(
    ['English', 'en', 'Live', 'Stale', 'This browser is offline.', 'All fabrics'],
    ['Français', 'fr', 'Direct', 'Figé', 'Ce navigateur est hors ligne.', 'Toutes les fabrics'],
  ))
    await test.step(`the bar covers nothing that a page says while it is not live: ${language}`, async () => {
      await chooseLanguage(page, language, lang);
      for (const phone of PHONES) {
        await page.setViewportSize(phone);
        await expectWhole(page, live);
        await expectWhole(page, fabrics);
        expect(await beyondTheEdge(page)).toEqual([]);
      }
      await context.setOffline(true);
      await expect(page.getByText(notice)).toBeVisible();
      for (const phone of PHONES) {
        await page.setViewportSize(phone);
        await expectWhole(page, stale);
        expect(await belowTheBar(page)).toEqual([]);
        expect(await beyondTheEdge(page)).toEqual([]);
      }
      await context.setOffline(false);
      await expect(page.getByText(notice)).toHaveCount(0);
    });
});

/** Parts of the bar that show less than they say, and those that reach out of it. */
const cutInBar = (page: Page) =>
  page.evaluate(() => {
    const parts = [...document.querySelectorAll<HTMLElement>('[data-bar] :is(nav, a, button, .truncate)')];
    const edge = document.documentElement.clientWidth;
    const isCut = (part: HTMLElement) =>
      part.checkVisibility() &&
      part.clientWidth > 1 &&
      (part.scrollWidth > part.clientWidth + 1 || part.getBoundingClientRect().right > edge + 1);
    return parts.filter(isCut).map(({ tagName, textContent }) => `${tagName} ${textContent}`);
  });

/** Those at which something gets its place or loses it, and one on each side. */
const BAR_WIDTHS = [701, 1100, 1260, 1261, 1280, 1399, 1400, 1439, 1440, 1920];

async function expectWholeBar(page: Page, told: string): Promise<void> {
  for (const width of isLongRun ? BAR_WIDTHS : [701, 1260, 1261, 1400]) {
    await page.setViewportSize({ width, height: 844 });
    // Polled, since parts of the bar follow a new width.
    await expect.poll(() => cutInBar(page), `${told} ${width}`).toEqual([]);
    await expect.poll(() => belowTheBar(page), `${told} ${width}`).toEqual([]);
  }
}

test('the bar shows each fabric, the time and the account whole from 701 px on, live or not, and has them on screen at 200 %', async ({
  page,
  context,
  server,
  world,
  otherWorld,
  signIn,
  faults,
}) => {
  faults.allow(/ERR_INTERNET_DISCONNECTED/);
  await addHost(server.address, world, 'HV-HERE', { hgsClient: INSECURE });
  await addHost(server.address, otherWorld, 'HV-THERE', { hgsClient: INSECURE });
  await signIn(await world.operator('viewer', [otherWorld]));
  await test.step('at 200 % there is nothing to scroll sideways', async () => {
    await page.goto('/');
    for (const [language, account, fabrics] of inTurn(
      ['English', /, account$/, 'Fabrics'],
      ['Français', /, compte$/, 'Fabrics'],
    )) {
      await page.getByRole('button', { name: language }).click();
      for (const width of isLongRun ? [720, 800, 900, 1000] : [720, 1000]) {
        await page.setViewportSize({ width, height: 450 });
        const button = page.getByRole('button', { name: account });
        await expect(button).toBeInViewport({ ratio: 1 });
        await expect(
          page.getByRole('navigation', { name: fabrics }).getByRole('link').first(),
        ).toBeInViewport({
          ratio: 1,
        });
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
        expect(await beyondTheEdge(page)).toEqual([]);
      }
    }
    await page.setViewportSize({ width: 720, height: 450 });
    await page.goto('/remediation');
    for (const [language, lang] of [
      ['Français', 'fr'],
      ['English', 'en'],
    ] as const) {
      await chooseLanguage(page, language, lang);
      expect(await page.evaluate(() => document.documentElement.scrollWidth), lang).toBe(720);
      await expectAccessible(page);
    }
  });

  await holdClock(page);
  await page.goto('/hosts');
  for (const [language, lang, stale] of inTurn(
    ['English', 'en', [/^Not live, 16 min old$/, /^Not live, 24 h old$/]],
    ['Français', 'fr', [/^Figé depuis 16/, /^Figé depuis 24\sh/]],
  )) {
    await chooseLanguage(page, language, lang);
    await expectWholeBar(page, lang);
    await context.setOffline(true);
    for (const [age, told] of [16 * MINUTE_MS, DAY_MS].entries()) {
      await page.clock.fastForward(told);
      await expect(page.getByRole('banner').getByRole('link', { name: stale[age] })).toBeAttached();
      await expectWholeBar(page, `${lang} ${stale[age]}`);
    }
    await context.setOffline(false);
    await expect(page.getByRole('banner').getByRole('link', { name: stale[1] })).toHaveCount(0);
  }
});
