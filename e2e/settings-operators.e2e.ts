import { expect } from '@playwright/test';
import { MINUTE_MS } from '@/lib/util/durations';
import { expectAccessible } from './support/accessible';
import { holdClock, test } from './support/test';

test('an administrator invites somebody, who chooses a password; lowers, disables and signs them out', async ({
  page,
  browser,
  server,
  world,
  signIn,
}) => {
  await signIn(await world.operator('administrator'));
  await page.goto('/');
  await page.keyboard.press('Control+k');
  await page.keyboard.type('invite');
  await page.getByRole('option', { name: 'Invite an operator' }).click();
  await expect(page.getByRole('button', { name: 'Invite operator' })).toHaveAttribute(
    'aria-expanded',
    'true',
  );
  // The form is what was asked for: whoever came by keyboard writes at once, from another page and on this one.
  const firstField = page.getByLabel('Name', { exact: true });
  await expect(firstField).toBeFocused();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect(page).toHaveURL(/\/settings\/operators$/);
  await page.keyboard.press('Control+k');
  await page.keyboard.type('invite');
  await page.getByRole('option', { name: 'Invite an operator' }).click();
  const email = `anne-${world.fabric.name}@fab.example`;
  await expect(firstField).toBeFocused();
  await firstField.fill('Anne Roux');
  await page.getByLabel('Email address').fill(email);
  await page.getByRole('button', { name: 'Make the link' }).click();
  await expect(page.getByText('Choose at least one fabric.')).toBeVisible();
  await page.getByRole('checkbox', { name: world.fabric.name }).check();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Make the link' }).click();
  const outcome = page.getByRole('status').filter({ hasText: 'Anne Roux has been invited.' });
  const link = (await outcome.locator('pre').textContent()) ?? '';
  const accounts = page.getByRole('table', { name: 'Operators' });
  const row = accounts.getByRole('row', { name: email });
  await expect(row).toContainText('Invited, link works until');
  // Who has not used their link cannot sign in.
  const lead = page.getByText(/ can sign in, /);
  await expect(lead).toContainText(
    '1 account can sign in, 1 of them an administrator. 1 invitation is open.',
  );
  await expectAccessible(page);

  const other = await browser.newContext({ baseURL: server.address });
  const invited = await other.newPage();
  await invited.goto(link);
  await expect(invited.getByText(email)).toBeVisible();
  await expectAccessible(invited);
  await invited.getByLabel('Password', { exact: true }).fill('a long sentence of hers');
  await invited.getByLabel('Repeat').fill('a long sentence of hers');
  await invited.getByRole('button', { name: 'Set password and sign in' }).click();
  await expect(invited.getByRole('navigation', { name: 'Sections' })).toBeVisible();
  await invited.goto('/settings');
  await expect(invited.getByRole('table', { name: 'Sessions' })).toContainText(email);
  await expectAccessible(invited);
  await invited.goto(link);
  await expect(invited.getByRole('heading', { level: 1 })).toHaveText('This link cannot be used');
  await invited.goto('/settings/operators');
  await expect(invited.getByText('Only administrators may see the operators')).toBeVisible();

  await page.reload();
  await expect(lead).toContainText('2 accounts can sign in, 1 of them an administrator. None is disabled.');
  await row.getByRole('button', { name: 'Edit Anne Roux' }).click();
  await page.getByLabel('Role', { exact: true }).last().selectOption('Viewer');
  await page.getByRole('button', { name: 'Save changes' }).click();
  await expect(row).toContainText('Viewer');
  await row.getByRole('button', { name: 'Edit Anne Roux' }).click();
  await page.getByRole('button', { name: 'Disable account' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'signed out everywhere' })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Disable it' }).click();
  await expect(row).toContainText('Disabled');
  // The page that they had open leaves by itself.
  await expect(invited).toHaveURL(/\/sign-in/);
  await other.close();
});

test('a person sees which session is of this browser and of which day, and is asked before leaving it', async ({
  page,
  browser,
  server,
  world,
  signIn,
}) => {
  const person = await world.operator('operator');
  const elsewhere = await browser.newContext({ baseURL: server.address });
  const other = await elsewhere.newPage();
  async function signInElsewhere() {
    await other.goto('/sign-in');
    await other.getByLabel('Email').fill(person.email);
    await other.getByLabel('Password').fill(person.password);
    await other.getByRole('button', { name: 'Sign in' }).click();
    await expect(other.getByRole('navigation', { name: 'Sections' })).toBeVisible();
  }
  await signInElsewhere();
  await signIn(person);
  await test.step('a list that was open over midnight calls yesterday what was today', async () => {
    await holdClock(page);
    await page.goto('/settings/sessions');
    const table = page.getByRole('table', { name: 'Sessions' });
    await expect(table.getByRole('time').first()).toContainText('Today');
    await page.clock.fastForward(24 * 60 * MINUTE_MS);
    await expect(table).not.toContainText('Today');
    await expect(page.getByRole('group', { name: 'Time' }).getByRole('link', { name: 'Live' })).toBeVisible();
  });

  const here = page.getByRole('row', { name: 'this browser' });
  await expect(here).toContainText('Chrome on Linux');
  await page.getByRole('button', { name: `End the session of ${person.email}` }).click();
  await page.getByRole('button', { name: 'End session', exact: true }).click();
  await expect(other).toHaveURL(/\/sign-in/);
  await expect(here.getByRole('button', { name: 'Sign out of this browser' })).toBeFocused();
  await test.step('all others end at once, and this one stays', async () => {
    await signInElsewhere();
    await page.reload();
    await page.getByRole('button', { name: 'End your other sessions' }).click();
    await expect(page.getByText('The other browser in which you are signed in has')).toBeVisible();
    await expectAccessible(page);
    await page.getByRole('button', { name: 'End other sessions' }).click();
    await expect(other).toHaveURL(/\/sign-in/);
    await expect(page.getByRole('button', { name: 'End your other sessions' })).toHaveCount(0);
    await expect(here.getByRole('button', { name: 'Sign out of this browser' })).toBeFocused();
  });
  await here.getByRole('button', { name: 'Sign out of this browser' }).click();
  await expect(here.getByRole('status')).toHaveText(/You will have to sign in again/);
  await expectAccessible(page);
  await here.getByRole('button', { name: 'Cancel' }).click();
  await here.getByRole('button', { name: 'Sign out of this browser' }).click();
  await here.getByRole('button', { name: 'Sign out', exact: true }).click();
  await expect(page).toHaveURL(/\/sign-in$/);
  await test.step('an administrator ends all sessions of somebody at once', async () => {
    await signInElsewhere();
    await elsewhere.clearCookies();
    await signInElsewhere();
    await signIn(await world.operator('administrator'));
    await page.goto('/settings/sessions');
    await page.getByRole('button', { name: `End all 2 sessions of ${person.email}` }).click();
    await expectAccessible(page);
    await page.getByRole('button', { name: 'End all sessions' }).click();
    await expect(other).toHaveURL(/\/sign-in/);
    await expect(page.getByRole('button', { name: 'Sign out of this browser' })).toBeFocused();
  });
  await elsewhere.close();
});
