import { expect, type Page, type Request } from '@playwright/test';
import { INSECURE } from '@/test/support/agent-client';
import { expectAccessible } from './support/accessible';
import { addFleet, addHost } from './support/fleet';
import { test } from './support/test';

const PHONE = { width: 390, height: 844 };

/** What reaches beyond the right edge and is not scrolled in a box of its own. */
const beyondTheEdge = (page: Page) =>
  page.evaluate(() => {
    const edge = document.documentElement.clientWidth;
    const isOut = (element: Element) => element.getBoundingClientRect().right > edge + 0.5;
    const wide = [...document.querySelectorAll('main *, [data-bar] > *, [data-bar] > :last-child *')].filter(
      isOut,
    );
    return wide.map(({ tagName, className }) => `${tagName}.${className}`);
  });

/** What the bar has no room for, and so lies over the page. */
const belowTheBar = (page: Page) =>
  page.evaluate(() => {
    const bar = document.querySelector('[data-bar]');
    const end = bar?.getBoundingClientRect().bottom ?? 0;
    const low = [...(bar?.children ?? [])].filter((part) => part.getBoundingClientRect().bottom > end + 0.5);
    return low.map(({ tagName, className }) => `${tagName}.${className}`);
  });

/** Headers of the causes that are cut, or stand over the next one. */
const cutHeaders = (page: Page) =>
  page.evaluate(() => {
    const heads = [...(document.querySelector('main table')?.querySelectorAll('th') ?? [])];
    return heads.filter((head) => head.scrollWidth > head.clientWidth + 1).map((head) => head.textContent);
  });

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

/**
 * The page comes anew with each choice, that of the language it has already included, which nothing on screen shows. What is
 * still on its way when the network goes fails, and the browser then loads the whole page, which it has no network for.
 * The page has come when its answer was read to its end, or was cut off by the router, which had all that it needed.
 */
async function chooseLanguage(page: Page, language: string, lang: string): Promise<void> {
  const isOfPage = (request: Request) => request.headers().rsc === '1';
  const hasCome = Promise.race([
    page.waitForEvent('requestfinished', isOfPage),
    page.waitForEvent('requestfailed', isOfPage),
  ]);
  await page.getByRole('button', { name: language }).click();
  await hasCome;
  await expect(page.locator('html')).toHaveAttribute('lang', lang);
}

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

/** The longer words are the French ones. Axe looks at each page as a phone shows it; at 320 px the same things are narrower. */
async function readOnAPhone(page: Page, address: string): Promise<void> {
  await page.setViewportSize(PHONE);
  await page.goto(address);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expectAccessible(page);
  for (const width of [PHONE.width, 320]) {
    await page.setViewportSize({ width, height: 844 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth), address).toBe(width);
    expect(await belowTheBar(page), address).toEqual([]);
    if (address === '/') expect(await cutHeaders(page)).toEqual([]);
  }
}

async function chooseFrench(page: Page): Promise<void> {
  await page.goto('/explain');
  await chooseLanguage(page, 'Français', 'fr');
}

test('every page is read without scrolling sideways', async ({ page, server, world, otherWorld, signIn }) => {
  test.setTimeout(120_000);
  await addFleet(server.address, world);
  const named = { ...INSECURE, attestationSubstatus: 'CodeIntegrityPolicy, DumpEncryption' };
  const { hostId } = await addHost(server.address, world, 'HV-FAILING', { hgsClient: named });
  await signIn(await world.operator('operator', [otherWorld]));
  await chooseFrench(page);
  const anHourAgo = new Date(Date.now() - 3_600_000).toISOString();
  const changes = ['/changes', `/changes/compare?from=${anHourAgo}&to=${new Date().toISOString()}`, '/waves'];
  const work = ['/remediation', '/plans', '/plans/new', '/secure-boot', '/explain'];
  const proof = ['/reports', '/reports/new?kind=period', '/exceptions'];
  for (const address of ['/', `/hosts/${hostId}`, ...changes, ...work, ...proof, '/hosts'])
    await readOnAPhone(page, address);
  await page.getByRole('link', { name: 'Filtres', exact: true }).click();
  await expect(page.getByRole('complementary', { name: 'Filtres' })).toBeFocused();
});

const SETTINGS = ['fabrics', 'enrollment', 'hosts', 'operators', 'sessions', 'tokens', 'retention', 'mail'];

test('every page of Settings is read without scrolling sideways', async ({ page, world, signIn }) => {
  await signIn(await world.administrator());
  await chooseFrench(page);
  for (const name of [...SETTINGS, 'report-keys', 'audit', 'about'])
    await readOnAPhone(page, `/settings/${name}`);
  // The line of pages shows the one that is open, though it is the last of them.
  const pages = page.getByRole('navigation', { name: 'Paramètres' });
  await expect(pages.getByRole('link', { name: 'À propos' })).toBeInViewport();
});
