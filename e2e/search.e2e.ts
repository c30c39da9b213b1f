import { expect } from '@playwright/test';
import { INSECURE, PASSED } from '@/test/support/agent-client';
import { expectAccessible } from './support/accessible';
import { addHost } from './support/fleet';
import { holdRequests } from './support/held-requests';
import { test } from './support/test';

test('whatever has a name is found and opened from any page by keyboard alone', async ({
  page,
  server,
  world,
  signIn,
  faults,
}) => {
  faults.allow(/ERR_FAILED/);
  const wanted = await addHost(server.address, world, 'HV-WANTED', { hgsClient: INSECURE });
  const other = await addHost(server.address, world, 'HV-WANTED', { hgsClient: PASSED });
  await signIn(await world.operator('viewer'));
  await page.goto('/remediation');
  const dialog = page.getByRole('dialog', { name: 'Search and go to' });
  const field = dialog.getByRole('combobox');
  const meant = dialog.locator('[aria-selected="true"]');
  const nth = (option: RegExp) => dialog.getByRole('option', { name: option });

  // What is typed before the results' part of the page has come is not lost, and Enter waits for the best hit.
  const arrive = await holdRequests(page, /search\.find/);
  await page.keyboard.press('Control+k');
  await page.keyboard.type(wanted.hostname.toLowerCase());
  await page.keyboard.press('Enter');
  await expect(field).toHaveValue(wanted.hostname.toLowerCase());
  arrive();
  await expect(page.getByRole('heading', { level: 1, name: wanted.hostname })).toBeFocused();
  await expect(dialog).toBeHidden();

  await page.keyboard.press('Control+k');
  await expect(dialog.getByRole('group', { name: 'Recent' }).getByRole('option')).toHaveText(
    new RegExp(wanted.hostname),
  );
  await expect(meant).toHaveText(new RegExp(wanted.hostname));
  await expectAccessible(page);
  await page.keyboard.type('hv-wanted');
  await expect(dialog.getByRole('group', { name: 'Hosts' }).getByRole('option')).toHaveCount(3);
  await expect(dialog.getByRole('status')).toHaveText('3 results.');
  const [first, second] = [wanted, other].toSorted((a, b) => a.hostname.localeCompare(b.hostname));
  await expect(meant).toHaveText(new RegExp(first?.hostname ?? ''));
  await page.keyboard.press('ArrowDown');
  await expect(meant).toHaveText(new RegExp(second?.hostname ?? ''));
  await expect(field).toHaveAttribute('aria-activedescendant', (await meant.getAttribute('id')) ?? '');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowUp');
  await expect(meant).toHaveText(/All hosts with “hv-wanted”/);
  await expectAccessible(page);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/hosts\?q=hv-wanted$/);
  await expect(page.getByRole('table', { name: 'Hosts' }).locator('tbody tr')).toHaveCount(2);

  await page.getByRole('button', { name: 'Search', exact: true }).click();
  await page.keyboard.type('pagefile');
  await expect(nth(/^PagefileEncryption/)).toHaveAttribute('aria-selected', 'true');
  await field.fill('dark');
  await expect(meant).toHaveText('Switch theme');
  await field.fill('français');
  await expect(meant).toHaveText('Switch to French');
  await field.fill('sign out');
  await expect(meant).toHaveText('Sign out');
  await field.fill('expl');
  await expect(meant).toHaveText('Explain');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Explain' })).toBeFocused();

  await page.keyboard.press('Control+k');
  await page.keyboard.type('nothing is called this');
  await expect(dialog.getByText('Nothing found for “nothing is called this”.')).toBeVisible();
  await expectAccessible(page);
  await page.route(/search\.find/, (route) => route.abort());
  await field.fill('changes');
  await expect(dialog.getByRole('alert')).toHaveText(/got no answer/);
  await expect(meant).toHaveText('Changes');
  await page.unroute(/search\.find/);
  await dialog.getByRole('button', { name: 'Try again' }).click();
  await expect(dialog.getByRole('alert')).toHaveCount(0);
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();

  await page.keyboard.press('Control+k');
  await page.keyboard.type(`${wanted.hostname} first snapshot`);
  await expect(dialog.getByRole('group', { name: 'Changes' }).getByRole('option')).toHaveCount(1);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/changes\?kind=firstReport&q=hv-wanted/i);
  await expect(page.getByRole('listitem').filter({ hasText: wanted.hostname })).toHaveCount(1);
});

test('people, the language and signing out are found too', async ({ page, server, world, signIn }) => {
  const host = await addHost(server.address, world, 'HV-WORDS', { hgsClient: PASSED });
  const person = await world.operator('viewer');
  await signIn(await world.operator('administrator'));
  await page.goto('/');
  const dialog = page.getByRole('dialog', { name: /Search and go to|Rechercher/ });
  await page.keyboard.press('Control+k');
  // Parts of its name, in any order.
  await page.keyboard.type(host.hostname.split('-').toReversed().join(' '));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: host.hostname })).toBeVisible();
  await page.keyboard.press('Control+k');
  await page.keyboard.type(person.email);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/settings\/operators\?q=/);
  await expect(page.getByRole('table').first().getByText(person.email)).toBeVisible();
  await page.keyboard.press('Control+k');
  await page.keyboard.type('français');
  await page.keyboard.press('Enter');
  await expect(page.locator('html')).toHaveAttribute('lang', 'fr');
  await page.keyboard.press('Control+k');
  await expect(dialog).toBeVisible();
  await page.keyboard.type('se déconnecter');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/sign-in/);
});

test('a search that cannot be loaded says so, and is loaded when asked again', async ({
  page,
  world,
  signIn,
  faults,
}) => {
  faults.allow(/ERR_FAILED|ChunkLoadError|Failed to load/);
  await signIn(await world.operator('viewer'));
  await page.goto('/explain');
  await page.route(/\/_next\/static\/.*\.js/, (route) => route.abort());
  await page.getByRole('button', { name: 'Search', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Search and go to' });
  await expect(dialog.getByRole('alert')).toHaveText(/could not be loaded/);
  await page.unroute(/\/_next\/static\/.*\.js/);
  await page.keyboard.type('fabric');
  await dialog.getByRole('button', { name: 'Try again' }).click();
  await expect(dialog.getByRole('option', { name: 'Fabric', exact: true })).toBeVisible();
});
