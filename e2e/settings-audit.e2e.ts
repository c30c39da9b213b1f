import { expect } from '@playwright/test';
import { expectAccessible } from './support/accessible';
import { beyondTheEdge } from './support/narrow';
import { test } from './support/test';

test('an auditor finds what somebody did, checks the chain, and takes a file of it along', async ({
  page,
  world,
  signIn,
}) => {
  const auditor = await world.operator('auditor');
  await signIn(auditor);
  await page.goto('/explain');
  await page.getByRole('heading', { level: 1 }).click();
  await page.keyboard.press('g');
  await page.keyboard.press('s');
  await expect(page).toHaveURL(/\/settings\/sessions$/);
  const pages = page.getByRole('navigation', { name: 'Settings' });
  await pages.getByRole('link', { name: 'Audit log' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Audit log');
  await expect(pages.getByRole('link', { name: 'Audit log' })).toHaveAttribute('aria-current', 'page');
  await expect(page.getByRole('status').filter({ hasText: 'has not been checked' })).toBeVisible();

  await page.keyboard.press('/');
  await expect(page.getByLabel('Who')).toBeFocused();
  await page.keyboard.type(auditor.email);
  await page.getByLabel('What', { exact: true }).selectOption('Operators and sign-ins');
  await page.getByRole('button', { name: 'Show' }).click();
  await expect(page).toHaveURL(/actor=.*&action=operator$/);
  const entries = page.getByRole('table', { name: 'Entries' });
  await expect(entries.getByRole('row', { name: 'Signed in' })).toHaveCount(1);
  await entries.getByRole('button', { name: /^Details of entry/ }).click();
  await expect(entries).toContainText('operator.signedIn');
  await expect(entries).toContainText('Hash before it');
  await expectAccessible(page);

  await page.getByRole('button', { name: 'Verify' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'The chain holds' })).toContainText(
    'none missing, none changed',
  );
  await expect(page.getByText('No checkpoint file')).toContainText('Set GF_AUDIT_CHECKPOINT_FILE to a file');
  await page.getByRole('button', { name: 'Export' }).click();
  const download = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: /^CSV/ }).click();
  expect((await download).suggestedFilename()).toMatch(/^audit-.*\.csv$/);
  await expect(page.getByRole('menu')).toHaveCount(0);

  await page.getByLabel('On what').fill('nothing of that name');
  await page.keyboard.press('Enter');
  await expect(page.getByText('No entry matches.')).toBeVisible();
  await page.goto('/settings/audit?actor=Nobody');
  await expect(page.getByText('“Who” takes the e-mail address of an account')).toBeVisible();
  await page.goto('/settings/audit?cursor=1');
  await expect(page.getByText('There are no older entries.')).toBeVisible();
  await page.goto('/settings/audit?action=nothing');
  await expect(page.getByText('“action” cannot be “nothing”.')).toBeVisible();
  await page.goto('/settings/audit');
  await test.step('paper has all that was recorded', async () => {
    const desk = page.viewportSize();
    await page.setViewportSize({ width: 720, height: 900 });
    await page.emulateMedia({ media: 'print' });
    expect(await beyondTheEdge(page)).toEqual([]);
    await page.emulateMedia({ media: null });
    if (desk) await page.setViewportSize(desk);
  });
  // A day alone is all of it: an entry of its last minute is before the end.
  await page.getByRole('textbox', { name: /^From/ }).fill('2026-11-23');
  await page.getByRole('textbox', { name: /^To/ }).fill('2026-11-23');
  await page.getByRole('button', { name: 'Show' }).click();
  await expect(page).toHaveURL(/since=2026-11-22T23%3A00%3A00.000Z&until=2026-11-23T23%3A00%3A00.000Z/);
  await page.getByRole('textbox', { name: /^From/ }).fill('2026-11-24T10:00');
  await page.getByRole('textbox', { name: /^To/ }).fill('2026-11-24T09:00');
  await page.getByRole('button', { name: 'Show' }).click();
  const filter = page.getByRole('form', { name: 'Filter entries' });
  await expect(filter.getByRole('alert')).toHaveText('“From” must be before “To”.');
  await page.getByRole('link', { name: 'Clear filters' }).first().click();
  await expect(page.getByLabel('On what')).toHaveValue('');

  await test.step('an administrator is told who may be meant', async () => {
    const administrator = await world.operator('administrator');
    await signIn(administrator);
    await page.goto(`/settings/audit?actor=${administrator.email.replace('-', '')}`);
    await expect(page.getByText(/^No account and no API token is called/)).toContainText(
      `Did you mean “${administrator.email}”?`,
    );
  });

  await signIn(await world.operator('viewer'));
  await page.goto('/settings/audit');
  await expect(page.getByText('Only auditors and administrators may read the audit log.')).toBeVisible();
  await expectAccessible(page);
});
