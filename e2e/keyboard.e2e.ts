import { expect, type Page } from '@playwright/test';
import { addFleet } from './support/fleet';
import { test } from './support/test';

/** Presses keys one after another and counts them: nobody holds a mouse here. */
function keyboardOf(page: Page) {
  let pressed = 0;
  const press = async (...keys: string[]) => {
    for (const key of keys) {
      pressed += 1;
      await page.keyboard.press(key);
    }
  };
  const focusedName = () =>
    page.evaluate(() => {
      const { activeElement } = document;
      return activeElement?.getAttribute('aria-label') ?? activeElement?.textContent ?? '';
    });
  /** Goes on by Tab, or back, to what has such a name; gives up after a page of it. */
  const tabTo = async (name: RegExp, key: 'Tab' | 'Shift+Tab' = 'Tab') => {
    for (let tabs = 0; tabs < 60; tabs += 1) {
      if (name.test(await focusedName())) return;
      await press(key);
    }
    throw new Error(`Nothing that is reached by ${key} is named ${name}`);
  };
  return { press, tabTo, count: () => pressed, focusedName };
}

test('a working day by keyboard alone: from the first cause and from the list to a script in few keys, to a host, and to who takes care of it', async ({
  page,
  server,
  world,
  signIn,
}) => {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await addFleet(server.address, world);
  await signIn(await world.operator('operator'));
  await page.goto('/');
  const causes = page.getByRole('region', { name: 'Fix these first' });
  await expect(causes.locator('tbody tr')).toHaveCount(4);
  const { press, tabTo, count, focusedName } = keyboardOf(page);

  // The first cause leads to how it is repaired, and the first thing there to take along is a command.
  await press('j', 'Enter');
  await expect(page).toHaveURL(/\/remediation\?/);
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
  await tabTo(/^Copy/);
  await press('Enter');
  await expect(page.getByText('Copied').first()).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).not.toBe('');
  expect(count()).toBeLessThanOrEqual(12);

  // A host is found by its name.
  await press('Control+k');
  await expect(page.getByRole('dialog', { name: 'Search and go to' })).toBeVisible();
  await page.keyboard.type('hv-b2');
  await expect(page.getByRole('option', { name: /HV-B2/ })).toBeVisible();
  await press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: /HV-B2/ })).toBeFocused();

  // Who takes care of it: chosen in the list, acknowledged with a reason.
  await press('g', 'h');
  await expect(page.getByRole('heading', { level: 1, name: 'Hosts' })).toBeFocused();
  const before = count();
  await press('j', 'Enter');
  await expect(page.getByRole('heading', { level: 1, name: /^HV-/ })).toBeFocused();
  await press('c');
  expect(await focusedName()).toMatch(/^Copy/);
  await press('Enter');
  await expect(page.getByText(/^Copied/).first()).toBeVisible();
  expect(count() - before).toBeLessThanOrEqual(12);
  await press('g', 'h');
  await expect(page.getByRole('heading', { level: 1, name: 'Hosts' })).toBeFocused();
  await press('j', 'j', 'j', 'x');
  await tabTo(/^Acknowledge/, 'Shift+Tab');
  await press('Enter');
  const reason = page.getByRole('textbox', { name: /^What is being done/ });
  await expect(reason).toBeFocused();
  await page.keyboard.type('Firmware is booked for Monday');
  await press('Tab');
  await tabTo(/^Acknowledge$/);
  await press('Enter');
  await expect(page.getByText('1 host was acknowledged.')).toBeVisible();
});
