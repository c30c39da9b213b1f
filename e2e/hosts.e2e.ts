import { expect, type Page } from '@playwright/test';
import { INSECURE, PASSED } from '@/test/support/agent-client';
import { isLongRun } from '@/test/support/runs';
import { expectAccessible } from './support/accessible';
import { addHost } from './support/fleet';
import { A_PIXEL, edgesOf, linesOf } from './support/narrow';
import { test } from './support/test';

test('the list, its filters, its file and the API say the same', async ({ page, server, world, signIn }) => {
  const passed = await addHost(server.address, world, 'HV-PASSED', { hgsClient: PASSED });
  const insecure = await addHost(server.address, world, 'HV-INSECURE', { hgsClient: INSECURE });
  const never = await addHost(server.address, world, 'HV-NEVER');
  await signIn(await world.operator('operator'));

  await page.goto('/');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(
    '1 of 3 hosts can run shielded VMs. 1 cannot, blocking 6 VMs; 1 is silent.',
  );
  await expectAccessible(page);
  await page.getByRole('link', { name: '1 Passed' }).first().click();
  await expect(page).toHaveURL(/\/hosts\?state=Passed$/);
  const table = page.getByRole('table', { name: 'Hosts' });
  await expect(table.getByRole('row')).toHaveCount(2);
  await expect(table.getByRole('row').nth(1)).toContainText(passed.hostname);

  await page.goto('/hosts');
  await expect(table.getByRole('row')).toHaveCount(4);
  const insecureRow = table.getByRole('row').filter({ hasText: insecure.hostname });
  await expect(insecureRow).toContainText('InsecureHostConfiguration');
  await expect(insecureRow).toContainText('SecureBootSettings');
  await expect(insecureRow).toContainText('BitLocker');
  // The list cuts names, and never how many more there are.
  const cell = insecureRow.getByRole('cell').filter({ hasText: '+1' });
  expect((await edgesOf(cell.getByText('+1'))).right).toBeLessThanOrEqual(
    (await edgesOf(cell)).right + A_PIXEL,
  );
  await expect(table.getByRole('row').filter({ hasText: never.hostname })).toContainText('Silent');
  await expectAccessible(page);

  await page.goto('/hosts?check=BitLocker');
  await expect(table.getByRole('row')).toHaveCount(2);
  const download = page.waitForEvent('download');
  const csv = page.getByRole('menuitem', { name: 'CSV' });
  await page.keyboard.press('e');
  await csv.click();
  const lines = (await (await (await download).createReadStream()).toArray()).join('').trim().split('\r\n');
  expect(lines).toHaveLength(2);
  expect(lines[0]).toBe(
    'hostname,fqdn,state,exception,failingChecks,cause,since,lastObservedAt,reporting,cluster,shieldedVms,id',
  );
  expect(lines[1]).toContain(insecure.hostname);

  const token = await world.apiToken('viewer');
  const answer = await page.request.get(`${server.address}/api/v1/hosts?check=BitLocker`, {
    headers: { authorization: `Bearer ${token}` },
  });
  const { total, hosts } = await answer.json();
  expect(total).toBe(1);
  expect(hosts[0]).toMatchObject({
    id: insecure.hostId,
    state: 'InsecureHostConfiguration',
    failingChecks: ['BitLocker', 'SecureBootSettings'],
  });
});

/** Where each control above the rows begins, and each column. */
const placesOnHosts = (page: Page) =>
  page.evaluate(() => {
    const controls = '[data-page-title] ~ div :is(a, button), main input[type=search], thead tr > *';
    const places = [...document.querySelectorAll(controls)].map((one, index) => {
      const { left, top } = one.getBoundingClientRect();
      const isShown = one.checkVisibility({ visibilityProperty: true });
      return isShown ? [[index, { left: Math.round(left), top: Math.round(top) }]] : [];
    });
    return Object.fromEntries(places.flat());
  });

test('search narrows the list and lives in the address, which says which of its words is unknown', async ({
  page,
  server,
  world,
  signIn,
}) => {
  const wanted = await addHost(server.address, world, 'HV-WANTED', { hgsClient: INSECURE });
  const host = `/hosts/${wanted.hostId}`;
  await signIn(await world.operator('operator'));
  await addHost(server.address, world, 'HV-OTHER', { hgsClient: INSECURE });
  await page.goto('/hosts');
  const rowsOf = (name: string) => page.getByRole('table', { name }).getByRole('row');
  const rows = rowsOf('Hosts');
  await expect(rows).toHaveCount(3);
  await page.getByRole('searchbox', { name: 'Filter hosts' }).fill('hv-wanted');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/[?&]q=hv-wanted/);
  await expect(rows).toHaveCount(2);
  await expect(rows.nth(1)).toContainText(wanted.hostname);
  await page.reload();
  await expect(rows).toHaveCount(2);

  await test.step('French times of the list stand on one line', async () => {
    await page.getByRole('button', { name: 'Français' }).click();
    const since = page.getByRole('table', { name: 'Hôtes' }).getByText(/^Auj\. \d\d:\d\d$/);
    for (const width of [1280, 1440]) {
      await page.setViewportSize({ width, height: 800 });
      await expect(since).toBeVisible();
      expect(await linesOf(since)).toBe(1);
    }
  });

  await test.step('nothing on the page moves with what the filter leaves, in French either', async () => {
    const filter = page.getByRole('searchbox', { name: 'Filtrer les hôtes' });
    for (const width of [1280, 1440]) {
      await page.setViewportSize({ width, height: 800 });
      const before = await placesOnHosts(page);
      await filter.fill('');
      await expect(rowsOf('Hôtes')).toHaveCount(3);
      expect(await placesOnHosts(page)).toEqual(before);
      await filter.fill('nowhere');
      await expect(page.getByText('Aucun hôte ne correspond.')).toBeVisible();
      expect(before).toMatchObject(await placesOnHosts(page));
      await filter.fill('hv-wanted');
      await expect(rowsOf('Hôtes')).toHaveCount(2);
    }
  });

  await page.getByRole('button', { name: 'English' }).click();
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await test.step('an address with an unknown word says which', async () => {
    for (const path of isLongRun ? ['/hosts', '/remediation', '/explain', host] : ['/explain']) {
      await page.goto(`${path}?fabric=${world.fabric.name}&colour=red`);
      await expect(page.getByText('“colour” is not a filter on this page.')).toBeVisible();
      await page.getByRole('link', { name: 'Open the page without it' }).click();
      await expect(page).toHaveURL(`${server.address}${path}?fabric=${world.fabric.name}`);
      await expect(page.getByText('is not a filter')).toBeHidden();
    }
  });
});

test('an administrator adds hosts to a fleet that sends; others are not offered it', async ({
  page,
  server,
  world,
  signIn,
  forgetSession,
}) => {
  await addHost(server.address, world, 'HV-BEFORE', { hgsClient: PASSED });
  await signIn(await world.operator('administrator'));
  await page.goto('/hosts');
  await page.getByRole('link', { name: 'Add hosts' }).click();
  await expect(page).toHaveURL(/\/enroll$/);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Add hosts');
  await expect(page.getByText('None has enrolled yet.')).toBeVisible();
  await expect(page.getByRole('note')).toContainText('GF_PUBLIC_URL');
  await expectAccessible(page);
  await addHost(server.address, world, 'HV-ADDED', { hgsClient: PASSED });
  await expect(page.getByText('1 host has enrolled, 1 has sent a snapshot.')).toBeVisible();
  await page.getByRole('button', { name: 'Français' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Ajouter des hôtes');
  await expectAccessible(page);

  await page.getByRole('link', { name: 'les deux commandes' }).click();
  for (const view of ['/reg:64', '/reg:32'])
    await expect(
      page.getByText(`SystemDefaultTlsVersions /t REG_DWORD /d 1 /f ${view}`).first(),
    ).toBeVisible();

  await forgetSession();
  await signIn(await world.operator('operator'));
  await page.goto('/hosts');
  await expect(page.getByRole('table', { name: 'Hosts' })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Add hosts' })).toHaveCount(0);
  await page.goto('/enroll');
  await expect(page.getByText('Only administrators may add hosts. Ask one of them.')).toBeVisible();
});
