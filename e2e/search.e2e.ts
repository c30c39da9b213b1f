import { expect } from '@playwright/test';
import { INSECURE, PASSED } from '@/test/support/agent-client';
import { addHost } from './support/fleet';
import { holdRequests } from './support/held-requests';
import { expectAccessible, test } from './support/test';

test('hosts are found from any page by keyboard alone', async ({ page, server, world, signIn }) => {
  const wanted = await addHost(server.address, world, 'HV-WANTED', { hgsClient: INSECURE });
  const other = await addHost(server.address, world, 'HV-WANTED', { hgsClient: PASSED });
  const [first, second] = [wanted, other].toSorted((a, b) => a.hostname.localeCompare(b.hostname));
  await signIn(await world.operator('viewer'));
  await page.goto('/remediation');
  const box = page.getByRole('searchbox', { name: 'Search hosts' });
  const found = page.getByRole('search').filter({ has: box });
  await expect(async () => {
    await page.keyboard.press('Control+k');
    await expect(box).toBeFocused({ timeout: 500 });
  }).toPass();

  await page.keyboard.type('hv-wanted');
  await expect(found.getByRole('status')).toHaveText('2 of 2 hosts. Enter lists all.');
  await expectAccessible(page);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await expect(found.getByRole('link', { name: second?.hostname })).toBeFocused();
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowUp');
  await expect(box).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: first?.hostname })).toBeFocused();

  await page.keyboard.press('Control+k');
  await page.keyboard.type('nothing is called this');
  await expect(found.getByRole('status')).toHaveText('No host matches.');
  await page.keyboard.press('Escape');
  await expect(box).toHaveValue('');
  await expect(box).toBeFocused();
  await page.keyboard.type('hv-wanted');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/hosts\?q=hv-wanted$/);
  await expect(page.getByRole('table', { name: 'Hosts' }).locator('tbody tr')).toHaveCount(2);
});

test('whoever types while a page that was asked for comes goes on typing', async ({
  page,
  world,
  signIn,
}) => {
  await signIn(await world.operator('viewer'));
  await page.goto('/remediation');
  const arrive = await holdRequests(page, /\/explain\?/);
  const box = page.getByRole('searchbox', { name: 'Search hosts' });
  const asked = page.waitForRequest(/\/explain\?/);
  await page.getByRole('link', { name: 'Explain' }).click();
  await asked;
  await box.pressSequentially('hv-');
  arrive();
  await expect(page.getByRole('heading', { level: 1, name: 'Explain' })).toBeVisible();
  await page.keyboard.type('par');
  await expect(box).toHaveValue('hv-par');
  await expect(box).toBeFocused();
});
