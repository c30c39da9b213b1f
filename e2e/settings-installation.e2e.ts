import { expect, type Page } from '@playwright/test';
import { expectAccessible } from './support/accessible';
import { withMailedServer } from './support/mailed-server';
import { test, untilItListens } from './support/test';

const FRAMEWORK = {
  framework: 'nis2',
  name: 'NIS 2',
  version: '1',
  controls: 10,
  counted: 'The measures of article 21.',
  source: 'Our auditor',
  reviewedBy: 'Ada',
  reviewedAt: '2026-11-24',
  mappings: [
    { control: '21.2.h', title: 'Encryption', relation: 'supports', checks: ['BitLocker'], reason: 'Disks.' },
  ],
};

/** Brings a framework after one that is refused by its entry, another version of it, and takes it away. */
async function bringFramework(page: Page): Promise<void> {
  const table = page.getByRole('table', { name: 'Frameworks' });
  await expect(table.getByText('Included', { exact: true })).toHaveCount(2);
  const add = async (file: object) => {
    await page.getByRole('button', { name: 'Add a framework' }).click();
    await choose(JSON.stringify(file));
  };
  const choose = (text: string) =>
    page
      .getByLabel('File of the framework')
      .setInputFiles({ name: 'nis2.json', mimeType: 'application/json', buffer: Buffer.from(text) });
  const [mapping] = FRAMEWORK.mappings;
  await add({ ...FRAMEWORK, controls: 0, mappings: [{ ...mapping, checks: ['BitLoker'] }] });
  const submit = page.getByRole('button', { name: 'Add it' });
  await submit.click();
  await expect(page.getByRole('alert').filter({ hasText: '2 mistakes' })).toBeVisible();
  await expect(page.getByText('entry 1 (21.2.h), checks 1: "BitLoker" is not a check')).toBeVisible();
  await expectAccessible(page);
  await choose('{');
  await expect(page.getByRole('alert').filter({ hasText: 'The file is not JSON' })).toBeVisible();
  await expect(submit).toBeDisabled();
  await expect(submit).toHaveAccessibleDescription(/^The file is not JSON/);
  await choose(JSON.stringify(FRAMEWORK));
  await submit.click();
  const row = table.getByRole('row').filter({ hasText: 'nis2' });
  await expect(row).toContainText('NIS 2 1');
  await expect(row).toContainText('1 of 10');
  await add({ ...FRAMEWORK, version: '2' });
  await expect(page.getByText('It replaces NIS 2 1.')).toBeVisible();
  await page.getByRole('button', { name: 'Replace it' }).click();
  await expect(row).toContainText('NIS 2 2');
  await row.getByRole('button', { name: 'Remove NIS 2' }).click();
  await row.getByRole('button', { name: 'Remove it' }).click();
  await expect(row).toHaveCount(0);
}

test('an administrator of all fabrics sets what holds for the installation, tests its mail and changes its key', async ({
  page,
  faults,
}) => {
  test.setTimeout(120_000);
  faults.allow(/409 \(Conflict\).*setting\.change/);
  faults.allow(/400 \(Bad Request\).*report\.importFramework/);
  let refused: { code: number; text: string } | null = { code: 550, text: 'No such user here' };
  await withMailedServer(page, { onRecipient: () => refused }, async ({ address, world, db, mail }) => {
    const signIn = async ({ email, password }: { email: string; password: string }) => {
      const data = { email, password };
      const headers = { origin: address };
      const answer = await page.request.post(`${address}/api/auth/sign-in/email`, { data, headers });
      expect(answer.ok()).toBe(true);
    };
    const open = async (path: string) => {
      await page.goto(`${address}${path}`);
      await untilItListens(page);
    };
    await signIn(await world.operator('administrator'));
    await open('/settings/retention');
    await expect(page.getByText('Ask an administrator of all fabrics.')).toBeVisible();
    await expectAccessible(page);
    await open('/settings/frameworks');
    await expect(page.getByText('Administrators of all fabrics add and remove frameworks.')).toBeVisible();
    await expect(page.getByRole('button', { name: 'Add a framework' })).toHaveCount(0);

    const administrator = await world.administrator();
    await signIn(administrator);
    await open('/settings/retention');
    const interval = page.getByLabel('Seconds between two snapshots');
    const days = page.getByLabel('Days of history');
    const save = page.getByRole('button', { name: 'Save changes' });
    await interval.fill('30');
    await expect(page.getByText('Enter a whole number from 60 to 86,400.')).toBeVisible();
    await expect(save).toBeDisabled();
    await expect(save).toHaveAccessibleDescription('Correct the number marked above.');
    await expectAccessible(page);
    await interval.fill('300');
    await expect(page.getByText('it is late after 7 min 30 s and silent after 20 min')).toBeVisible();
    await days.fill('400');
    await save.click();
    await expect(page.getByRole('alert').filter({ hasText: 'cannot be brought back' })).toBeVisible();
    await expectAccessible(page);
    await db.installation.updateMany({ data: { settingsVersion: { increment: 1 }, retentionDays: 500 } });
    await page.getByRole('button', { name: 'Save and delete it' }).click();
    await expect(
      page.getByRole('alert').filter({ hasText: 'Somebody has changed the settings in the meantime' }),
    ).toBeVisible();
    await expect(days).toHaveValue('500');
    await interval.fill('300');
    await save.click();
    await expect(page.getByText('Saved.')).toBeVisible();
    await expect(interval).toHaveValue('300');
    await expectAccessible(page);

    const pages = page.getByRole('navigation', { name: 'Settings' });
    await pages.getByRole('link', { name: 'Mail' }).click();
    await page.getByRole('button', { name: 'Send a test mail' }).click();
    await expect(
      page.getByRole('alert').filter({ hasText: 'The mail server refuses this recipient' }),
    ).toBeVisible();
    await expect(page.getByText('550 No such user here')).toBeVisible();
    await expectAccessible(page);
    refused = null;
    await page.getByRole('button', { name: 'Send a test mail' }).click();
    await expect(page.getByRole('status').filter({ hasText: 'has accepted the mail' })).toContainText(
      administrator.email,
    );
    expect(mail.taken.map(({ to }) => to)).toEqual([[administrator.email]]);

    await pages.getByRole('link', { name: 'Report keys' }).click();
    await expect(page.getByText('There is no key yet')).toBeVisible();
    await page.getByRole('button', { name: 'Make another key' }).click();
    await page.getByRole('button', { name: 'Make it' }).click();
    const keys = page.getByRole('table', { name: 'Report keys' });
    await expect(keys.getByText('Signs now')).toBeVisible();
    await expectAccessible(page);

    await pages.getByRole('link', { name: 'Frameworks' }).click();
    await bringFramework(page);

    await pages.getByRole('link', { name: 'About' }).click();
    await expect(page.getByText('There is no backup yet.')).toBeVisible();
    await expect(page.getByText('PostgreSQL 18')).toBeVisible();
    await expectAccessible(page);
    // The stream of events would ask the server that stops.
    await page.goto('about:blank');
  });
});
