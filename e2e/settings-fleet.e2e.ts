import { expect } from '@playwright/test';
import { PASSED } from '@/test/support/agent-client';
import { expectAccessible } from './support/accessible';
import { addHost } from './support/fleet';
import { test } from './support/test';

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
  const secret = page.getByText(/^\s*gfe_\w+\s*$/);
  await expect(secret).toBeVisible();
  // It is there again for whoever has looked at another page of the console meanwhile.
  await page.getByRole('link', { name: 'All enrolment tokens' }).click();
  await expect(page.getByRole('table', { name: 'Enrolment tokens' })).toBeVisible();
  await page.getByRole('link', { name: 'New token' }).click();
  await expect(secret).toBeVisible();
  const asked = page.waitForEvent('dialog');
  const reloaded = page.reload();
  const question = await asked;
  expect(question.type()).toBe('beforeunload');
  await question.accept();
  await reloaded;
  await expect(secret).toHaveCount(0);
  await expect(page.getByRole('list', { name: '1 usable token' })).toContainText(/PAR-Prod-2 0 of 32 hosts/);
  await expectAccessible(page);
  await page.goto(`${freshServer.address}/settings/enrollment`);
  const token = page
    .getByRole('table', { name: 'Enrolment tokens' })
    .getByRole('row', { name: 'PAR-Prod-2' });
  await expect(token).toContainText('0 of 32');
  await expect(token).toContainText('Claire Morel');
  await expectAccessible(page);
  await token.getByRole('button', { name: 'Revoke the token of PAR-Prod-2' }).click();
  await token.getByRole('button', { name: 'Revoke it' }).click();
  await expect(page.getByText('No enrolment token is usable.')).toBeVisible();
});

test('an administrator unlocks a host, retires it from its own page, and finds it among the retired', async ({
  page,
  server,
  world,
  faults,
  signIn,
  forgetSession,
}) => {
  // Its page asks once more for a host that has just left.
  faults.allow(/404 \(Not Found\).*host\.(get|mayRestart)/);
  const host = await addHost(server.address, world, 'HV-REC', { hgsClient: PASSED });
  await server.db.source.update({ where: { id: host.hostId }, data: { lockedAt: new Date() } });
  await signIn(await world.operator('viewer'));
  await page.goto('/settings/hosts');
  await expect(page.getByText('Only administrators may retire hosts')).toBeVisible();
  await expectAccessible(page);
  await forgetSession();

  await signIn(await world.operator('administrator'));
  await page.goto('/settings/hosts');
  const locked = page.getByRole('table', { name: 'Locked' });
  await locked.getByRole('button', { name: /^Unlock / }).click();
  await expect(locked.getByText('is accepted again with its current credential')).toBeVisible();
  await expectAccessible(page);
  await locked.getByRole('button', { name: 'Unlock it' }).click();
  await expect(page.getByText('No host is locked.')).toBeVisible();

  await test.step('that it may enrol again is said on its page, and taken back there', async () => {
    await page.goto(`/hosts/${host.hostId}`);
    const record = page.locator('#record');
    await expect(record.getByRole('button', { name: /^Retire / })).toHaveCount(0);
    for (const [words, action] of [
      ['re-enrol', /^Allow a host to enrol againOn the host’s page/],
      ['retire', /^Retire a hostOn the host’s page/],
    ] as const) {
      await page.keyboard.press('Control+k');
      await page.keyboard.type(words);
      await expect(page.locator('[aria-selected="true"]')).toHaveText(action);
      await page.keyboard.press('Enter');
      await expect(record).toBeFocused();
      await expect(record.getByRole('button', { name: /^Retire / })).toBeVisible();
    }
    // Its record has nothing to unlock: all that are locked stand in Settings.
    await page.keyboard.press('Control+k');
    await page.keyboard.type('unlock');
    const hit = page.locator('[aria-selected="true"]');
    await expect(hit).toHaveText(/^Unlock a hostIn Settings/);
    // A host that passes has nothing to plan.
    await page.keyboard.press('Control+a');
    await page.keyboard.type('make a plan');
    await expect(hit).toHaveText('Make a planFor several hosts at once');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: /^Allow enrolling again: / }).click();
    await page.getByRole('button', { name: 'Allow it' }).click();
    await expect(page.getByText(/^May enrol again until /)).toBeVisible();
    const withdraw = page.getByRole('button', { name: /^Withdraw permission for .* to enrol again$/ });
    await expect(withdraw).toBeFocused();
    await withdraw.press('Enter');
    await expect(page.getByRole('button', { name: 'Cancel' })).toBeFocused();
    await page.keyboard.press('Escape');
    await expect(withdraw).toBeFocused();
    await withdraw.press('Enter');
    await expect(page.getByText('may no longer enrol again under its own ID')).toBeVisible();
    await expectAccessible(page);
    await page.getByRole('button', { name: /^Retire / }).click();
    await expect(page.getByText('leaves the fleet and its credential is revoked')).toBeVisible();
    await expect(page.getByText('may no longer enrol again under its own ID')).toBeHidden();
    await withdraw.click();
    await expect(page.getByText('leaves the fleet and its credential is revoked')).toBeHidden();
    await page.getByRole('button', { name: 'Withdraw it' }).click();
    await expect(page.getByText(/^May enrol again until /)).toBeHidden();
    await expect(page.getByRole('button', { name: /^Allow enrolling again: / })).toBeVisible();
  });

  await page.getByRole('button', { name: /^Retire / }).click();
  await page.getByRole('button', { name: 'Retire it' }).click();
  await expect(page.getByText(/Retired on/).first()).toBeVisible();
  await page.goto('/settings/hosts');
  await expect(page.getByRole('table', { name: 'Retired' }).getByRole('row')).toHaveCount(2);
});
