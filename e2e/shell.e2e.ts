import { randomUUID } from 'node:crypto';
import { expect } from '@playwright/test';
import { PASSED } from '@/test/support/agent-client';
import { expectAccessible } from './support/accessible';
import { addHost } from './support/fleet';
import { hiddenBelow } from './support/narrow';
import { stepOfLongRun, test } from './support/test';

test('the first key leads past the bar, and letters lead from page to page', async ({
  page,
  server,
  world,
  signIn,
  faults,
}) => {
  await addHost(server.address, world, 'HV-PASSED', { hgsClient: PASSED });
  await signIn(await world.operator('viewer'));
  await page.goto('/hosts');
  await page.keyboard.press('Tab');
  const skip = page.getByRole('link', { name: 'Skip to content' });
  await expect(skip).toBeFocused();
  await expect(skip).toBeInViewport();
  await expectAccessible(page);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('main')).toBeFocused();

  const pages = { f: '/', r: '/plans', e: '/explain', h: '/hosts' };
  for (const [key, path] of Object.entries(pages)) {
    await page.keyboard.press('g');
    await page.keyboard.press(key);
    await expect(page).toHaveURL(`${server.address}${path}`);
    await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
  }
  await page.keyboard.press('?');
  const dialog = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await expect(dialog.getByRole('button', { name: 'Close' })).toBeFocused();
  // All of them at once on a screen as low as a laptop's.
  await page.setViewportSize({ width: 1280, height: 720 });
  expect(await hiddenBelow(dialog)).toBe(0);
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.keyboard.press('Control+k');
  await expect(dialog.getByRole('button', { name: 'Close' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();

  // An address that no page has is answered within the shell.
  faults.allow(/status of 404/);
  expect((await page.goto('/nonsense/below'))?.status()).toBe(404);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Nothing here');
  await expectAccessible(page);
  await page.getByRole('main').getByRole('link', { name: 'Hosts' }).click();
  await expect(page).toHaveURL(`${server.address}/hosts`);
});

test('a browser paints a page once it has all of it', async ({ page, server, world, signIn }) => {
  await addHost(server.address, world, 'HV-PASSED', { hgsClient: PASSED });
  await signIn(await world.operator('viewer'));
  for (const address of ['/', '/hosts']) {
    const html = await (await page.request.get(address)).text();
    const awaited = /<link rel="expect" href="#([^"]+)" blocking="render"/.exec(html);
    // A browser heeds it only in the head.
    expect(awaited?.index).toBeLessThan(html.indexOf('</head>'));
    expect(html.indexOf(`id="${awaited?.[1]}"`)).toBeGreaterThan(html.indexOf('</main>'));
  }
});

test('shortcuts of one key are switched off by the person, and stay off; a choice that cannot be kept is taken back', async ({
  page,
  server,
  world,
  signIn,
  forgetSession,
  faults,
}) => {
  faults.allow(/ERR_FAILED/);
  await addHost(server.address, world, 'HV-PASSED', { hgsClient: PASSED });
  const person = await world.operator('viewer');
  await signIn(person);
  await page.goto('/hosts');
  const link = page.getByRole('table').locator('tbody a');
  const dialog = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  // Arrows belong to the table only from inside of it.
  await page.keyboard.press('ArrowDown');
  await expect(link).not.toBeFocused();
  await page.keyboard.press('j');
  await expect(link).toBeFocused();
  await page.keyboard.press('?');
  await dialog.getByRole('checkbox', { name: 'Single-key shortcuts' }).uncheck();
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await page.keyboard.press('?');
  await page.keyboard.press('g');
  await page.keyboard.press('e');
  await forgetSession();
  await signIn(person);
  await page.goto('/hosts');
  await page.keyboard.press('?');
  await page.keyboard.press('j');
  await expect(link).not.toBeFocused();
  await expect(dialog).toBeHidden();
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('combobox', { name: 'Search and go to' })).toBeFocused();
  await page.keyboard.press('Escape');

  await page.getByRole('button', { name: /, account$/ }).click();
  const menu = page.getByRole('menu');
  await menu.getByRole('menuitemcheckbox', { name: 'Single-key shortcuts' }).click();
  await page.keyboard.press('Escape');
  await expect(menu).toBeHidden();
  await page.keyboard.press('j');
  await expect(link).toBeFocused();

  await test.step('a choice that cannot be kept is taken back, and says so', async () => {
    await page.keyboard.press('?');
    const box = page.getByRole('checkbox', { name: 'Single-key shortcuts' });
    await page.route(/setPreferences/, (route) => route.abort());
    await box.click();
    await expect(page.getByRole('dialog').getByRole('alert')).toHaveText(/could not be saved/);
    await expect(box).toBeChecked();
    await expectAccessible(page);
    await page.unroute(/setPreferences/);
    await box.uncheck();
    await expect(page.getByRole('dialog').getByRole('alert')).toHaveCount(0);
    await page.getByRole('button', { name: 'Close' }).click();

    await page.route(/setPreferences/, (route) => route.abort());
    await page.getByRole('button', { name: /, account$/ }).click();
    const menu = page.getByRole('menu');
    const item = menu.getByRole('menuitemcheckbox', { name: 'Single-key shortcuts' });
    await item.click();
    await expect(menu.getByRole('alert')).toHaveText(/could not be saved/);
    await expect(item).not.toBeChecked();
  });
});

test('the bar chooses a fabric and keeps the filter; theme and language stay with the person', async ({
  page,
  server,
  world,
  otherWorld,
  signIn,
  forgetSession,
}) => {
  const here = await addHost(server.address, world, 'HV-HERE', { hgsClient: PASSED });
  await addHost(server.address, otherWorld, 'HV-THERE', { hgsClient: PASSED });
  const person = await world.operator('operator', [otherWorld]);
  await signIn(person);
  await page.goto('/hosts?state=Passed');
  const rows = page.getByRole('table').locator('tbody tr');
  await expect(rows).toHaveCount(2);
  const bar = page.getByRole('navigation', { name: 'Fabrics' });
  await expect(bar.getByRole('link', { name: 'All fabrics 2' })).toHaveAttribute('aria-current', 'true');
  await bar.getByRole('link', { name: world.fabric.name }).click();
  await expect(page).toHaveURL(new RegExp(`\\?state=Passed&fabric=${world.fabric.name}$`));
  await expect(rows).toHaveCount(1);
  await expect(rows).toContainText(here.hostname);

  await stepOfLongRun('a phone has them in a list that opens', async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    const list = page.getByRole('button', { name: /^Fabrics/ });
    await expect(list).toHaveText(`Fabrics ${world.fabric.name} 1`);
    await expect(bar).toBeHidden();
    await list.press('Enter');
    const items = page.getByRole('menu').getByRole('menuitemradio');
    await expect(items.first()).toBeFocused();
    await expect(items.and(page.locator('[aria-checked="true"]'))).toHaveText(`${world.fabric.name} 1`);
    await expectAccessible(page);
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(/\?state=Passed$/);
    await expect(rows).toHaveCount(2);
    await page.goBack();
    await expect(list).toHaveText(`Fabrics ${world.fabric.name} 1`);
    await page.goto('/hosts?fabric=one&fabric=other');
    await expect(list).toHaveText('Fabrics one and other');
    // Settings has no place in the bar below: the account's menu leads there.
    await page.getByRole('button', { name: /, account$/ }).click();
    await page.getByRole('menuitem', { name: 'Settings' }).click();
    await expect(page).toHaveURL(/\/settings\/sessions\?/);
    await page.goto(`/hosts?state=Passed&fabric=${world.fabric.name}`);
    await page.setViewportSize({ width: 1440, height: 900 });
  });

  await test.step('a contrast theme tells what is chosen from what is not', async () => {
    await page.emulateMedia({ forcedColors: 'active' });
    const ground = (element: Element) => getComputedStyle(element).backgroundColor;
    const chosen = bar.getByRole('link', { name: world.fabric.name });
    expect(await chosen.evaluate(ground)).not.toBe(await page.locator('body').evaluate(ground));
    // The theme puts no ground of its own behind the words, and the dot is full: both stand out from what was chosen.
    const colorsOf = (element: Element) => {
      const { color, backgroundColor, forcedColorAdjust } = getComputedStyle(element);
      return { color, backgroundColor, forcedColorAdjust };
    };
    const words = await chosen.locator('span').first().evaluate(colorsOf);
    expect(words.forcedColorAdjust).toBe('none');
    expect(words.color).not.toBe(await chosen.evaluate(ground));
    expect(await page.locator('[data-pulse="live"]').evaluate(ground)).toBe(words.color);
    await page.emulateMedia({ forcedColors: null });
  });

  await test.step('more than five have a list at every width, which the keyboard goes through', async () => {
    const createdAt = new Date();
    const more = ['a', 'b', 'c', 'd'].map((letter) => ({
      id: randomUUID(),
      name: `more-${letter}-${randomUUID()}`,
    }));
    await server.db.fabric.createMany({ data: more.map((fabric) => ({ ...fabric, createdAt })) });
    const others = more.map((fabric) => ({ ...otherWorld, fabric }));
    await signIn(await world.operator('viewer', [otherWorld, ...others]));
    await page.goto('/hosts?state=Passed');
    await expect(bar).toHaveCount(0);
    const list = page.getByRole('button', { name: 'Fabrics All fabrics 2' });
    await list.press('ArrowUp');
    const items = page.getByRole('menu').getByRole('menuitemradio');
    await expect(items).toHaveCount(7);
    await expect(items.last()).toBeFocused();
    await expectAccessible(page);
    await page.keyboard.press('ArrowDown');
    await expect(items.first()).toBeFocused();
    await page.keyboard.press('Escape');
    await expect(list).toBeFocused();
    await list.press('Enter');
    await page.keyboard.press('m');
    const wanted = page.getByRole('menuitemradio', { name: more[0]?.name ?? '' });
    await expect(wanted).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(new RegExp(`\\?state=Passed&fabric=${more[0]?.name}$`));
    await expect(page.getByRole('button', { name: /^Fabrics/ })).toHaveText(`Fabrics ${more[0]?.name} 0`);
    await signIn(person);
    await page.goto('/hosts');
  });

  const html = page.locator('html');
  await page.getByRole('button', { name: 'Switch theme' }).click();
  await expect(html).toHaveAttribute('data-theme', 'dark');
  await page.getByRole('button', { name: 'Français' }).click();
  await expect(html).toHaveAttribute('lang', 'fr');
  await forgetSession();
  await signIn(person);
  await page.goto('/hosts');
  await expect(html).toHaveAttribute('lang', 'fr');
  await expect(html).toHaveAttribute('data-theme', 'dark');

  const account = page.getByRole('button', { name: /, compte$/ });
  await account.press('Enter');
  const menu = page.getByRole('menu');
  await expect(menu).toContainText(person.email);
  await expect(menu.getByRole('menuitem').first()).toBeFocused();
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await expect(menu).toBeHidden();
  await expect(account).toBeFocused();

  // The arrows go round, a letter leads to the item that begins with it, and a press elsewhere closes it.
  await account.press('ArrowUp');
  await expect(menu.getByRole('menuitem').last()).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(menu.getByRole('menuitem').first()).toBeFocused();
  await page.keyboard.press('s');
  await expect(menu.getByRole('menuitem').last()).toBeFocused();
  await page.getByRole('heading', { level: 1 }).click();
  await expect(menu).toBeHidden();

  await test.step('the server that serves it prints sentences of its own and lines of its log alone', () => {
    expect(server.said).toContain(`Guarded Fabric is ready on ${server.address}`);
    expect(server.said.filter((line) => !/^[A-Z{]/.test(line))).toEqual([]);
  });
});

test('a page beyond those that one person may wait for says so, and stands once the others are answered', async ({
  page,
  context,
  server,
  world,
  signIn,
  faults,
}) => {
  // Chromium writes the answer to its console.
  faults.allow(/status of 429/);
  await signIn(await world.operator('viewer'));
  const cookie = (await context.cookies()).map(({ name, value }) => `${name}=${value}`).join('; ');
  const gone = new AbortController();
  const ask = () => fetch(`${server.address}/hosts`, { headers: { cookie }, signal: gone.signal });
  const whileNothingIsRead = async (work: () => Promise<void>) =>
    server.asSchemaOwner((db) =>
      db.$transaction(
        async (tx) => {
          await tx.$executeRaw`LOCK TABLE host_live IN ACCESS EXCLUSIVE MODE`;
          await work();
        },
        { timeout: 60_000 },
      ),
    );
  await whileNothingIsRead(async () => {
    const others = Array.from({ length: 51 }, ask);
    const refused = await Promise.race(others);
    expect(refused.status).toBe(429);
    const response = await page.goto('/hosts');
    expect(response?.status()).toBe(429);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('You asked for too much at once');
    await expectAccessible(page);
    gone.abort();
    await Promise.allSettled(others);
  });
  await page.reload();
  await expect(page).toHaveTitle('Hosts · Guarded Fabric');
});
