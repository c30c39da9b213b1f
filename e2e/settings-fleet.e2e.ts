import { expect } from '@playwright/test';
import { expectAccessible, test } from './support/test';

test('the first administrator makes and renames a fabric, and revokes its enrolment token', async ({
  page,
  freshServer,
}) => {
  await page.goto(await freshServer.setUpLink());
  await page.getByLabel('Name').fill('Claire Morel');
  await page.getByLabel('Email').fill('claire@fab.example');
  await page.getByLabel('Password', { exact: true }).fill('a long sentence of hers');
  await page.getByLabel('Repeat').fill('a long sentence of hers');
  await page.getByRole('button', { name: 'Create administrator' }).click();
  await expect(page.getByRole('navigation', { name: 'Sections' })).toBeVisible();
  await page.goto(`${freshServer.address}/settings/fabrics`);
  await expect(page.getByText('There is no fabric yet.')).toBeVisible();
  await page.getByRole('button', { name: 'New fabric' }).click();
  await page.getByLabel('Name', { exact: true }).fill('PAR-Prod');
  await page.getByRole('button', { name: 'Create', exact: true }).click();
  const row = page.getByRole('table', { name: 'Fabrics' }).getByRole('row', { name: 'PAR-Prod' });
  await expect(row).toContainText('0 hosts');
  await expectAccessible(page);
  await row.getByRole('button', { name: 'Rename PAR-Prod' }).click();
  await page.getByLabel('Name', { exact: true }).fill('PAR-Prod-2');
  await page.getByRole('button', { name: 'Rename it' }).click();
  await expect(page.getByRole('button', { name: 'Rename PAR-Prod-2' })).toBeVisible();

  const pages = page.getByRole('navigation', { name: 'Settings' });
  await pages.getByRole('link', { name: 'Enrolment tokens' }).click();
  await expect(page.getByText('There is no enrolment token yet.')).toBeVisible();
  await page.getByRole('link', { name: 'New token' }).click();
  await page.getByRole('button', { name: 'Create token' }).click();
  await expect(page.getByText(/^\s*gfe_\w+\s*$/)).toBeVisible();
  await page.goto(`${freshServer.address}/settings/enrollment`);
  const token = page
    .getByRole('table', { name: 'Enrolment tokens' })
    .getByRole('row', { name: 'PAR-Prod-2' });
  await expect(token).toContainText('0 of 32');
  await expectAccessible(page);
  await token.getByRole('button', { name: 'Revoke the token of PAR-Prod-2' }).click();
  await token.getByRole('button', { name: 'Revoke it' }).click();
  await expect(page.getByText('No enrolment token is usable.')).toBeVisible();
});
