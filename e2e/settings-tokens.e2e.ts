import { expect } from '@playwright/test';
import { expectAccessible } from './support/accessible';
import { loseAnswer } from './support/held-requests';
import { test } from './support/test';

test('an administrator makes a token that is shown once, and revokes it', async ({
  page,
  server,
  world,
  signIn,
  faults,
}) => {
  await signIn(await world.operator('administrator'));
  await page.goto('/settings/tokens');
  await expect(
    page.getByText('No token is usable.').or(page.getByText('There is no API token yet.')),
  ).toBeVisible();
  await page.getByRole('button', { name: 'Create token' }).click();
  await page.getByLabel('Name', { exact: true }).fill('cmdb-sync');
  await page.getByLabel('Valid for').selectOption('30 days');
  await page.getByRole('checkbox', { name: world.fabric.name }).check();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Create', exact: true }).click();
  const made = page.getByRole('status').filter({ hasText: 'The token cmdb-sync was created.' });
  const token = (await made.locator('pre').textContent()) ?? '';
  const ask = () =>
    page.request.get(`${server.address}/api/v1/summary`, { headers: { authorization: `Bearer ${token}` } });
  expect((await ask()).status()).toBe(200);
  const row = page.getByRole('table', { name: 'API tokens' }).getByRole('row', { name: 'cmdb-sync' });
  await expect(row).toContainText('Viewer');
  await row.getByRole('button', { name: 'Revoke cmdb-sync' }).click();
  await expect(row).toContainText('This cannot be undone.');
  await expectAccessible(page);
  await row.getByRole('button', { name: 'Revoke it' }).click();
  await expect(page.getByText('No token is usable.')).toBeVisible();
  expect((await ask()).status()).toBe(401);
  await page.getByRole('radio', { name: /^Made by you 1/ }).check();
  await expect(row).toContainText('Revoked');
  await page.reload();
  await expect(page.getByText(token)).toHaveCount(0);

  await test.step('one whose answer is lost is in the list, so that nobody makes a second one', async () => {
    await loseAnswer(page, /operator\.createApiToken/);
    await page.getByRole('button', { name: 'Create token' }).click();
    await page.getByLabel('Name', { exact: true }).fill('lost');
    await page.getByRole('checkbox', { name: world.fabric.name }).check();
    const form = page.getByRole('region', { name: 'Create token' });
    await faults.allowDuring(/ERR_FAILED/, async () => {
      await page.getByRole('button', { name: 'Create', exact: true }).click();
      await expect(form.getByRole('alert')).toContainText('may have been carried out');
    });
    await faults.allowDuring(/status of 409/, async () => {
      await page.getByRole('button', { name: 'Create', exact: true }).click();
      await expect(form.getByRole('alert')).toContainText('its secret is shown only once');
    });
    await expect(page.getByRole('row', { name: 'lost' })).toHaveCount(1);
  });

  await signIn(await world.operator('operator'));
  await page.goto('/settings/tokens');
  await expect(page.getByText('Only administrators may see and make API tokens.')).toBeVisible();
});
