import { expect } from '@playwright/test';
import { PASSED } from '@/test/support/agent-client';
import { isLongRun } from '@/test/support/runs';
import { expectAccessible } from './support/accessible';
import { addHost } from './support/fleet';
import { PHONE } from './support/narrow';
import { holdClock, test } from './support/test';

test('a list says so where the fleet has no host, where none matches, and where it takes its time', async ({
  page,
  server,
  world,
  signIn,
}) => {
  await signIn(await world.operator('viewer'));
  await test.step('a fleet without a host says how it gets one', async () => {
    await page.goto('/hosts');
    await expect(page.getByText('No host has enrolled yet.')).toBeVisible();
    await expectAccessible(page);
    await page.getByRole('link', { name: 'Enrol the first host' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('No host is sending snapshots yet');
    await expectAccessible(page);
  });

  await addHost(server.address, world, 'HV-PASSED', { hgsClient: PASSED });
  await test.step('a list without a match says what hides the hosts, and shows them again', async () => {
    await page.goto('/hosts?state=Silent&q=nowhere&q=neither');
    await expect(
      page.getByText('No host matches. The search for “nowhere” and 2 filters hide 1 host.'),
    ).toBeVisible();
    await expect(page.getByText('Text may also be neither')).toBeVisible();
    await expect(page.getByText('0 of 1 host match')).toBeVisible();
    await expectAccessible(page);
    // Nothing is offered that is done with rows, and on a phone no room is kept for it.
    const main = page.getByRole('main');
    const [all, move] = [main.getByRole('checkbox', { name: /^Select all/ }), main.getByText(/Move$/)];
    await expect(all.or(move)).toHaveCount(0);
    await page.setViewportSize(PHONE);
    await expect(main.getByRole('columnheader')).toHaveCount(0);
    expect(await main.locator('button', { hasText: 'Export' }).boundingBox()).toBeNull();
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.getByText('No host matches').getByRole('link', { name: 'Clear all' }).click();
    await expect(page.getByRole('table', { name: 'Hosts' }).locator('tbody tr')).toHaveCount(1);
    await expect(all).toBeVisible();
    await expect(move).toBeVisible();
  });

  await test.step('a list that takes its time says so, and is there when it comes', async () => {
    await page.getByRole('navigation', { name: 'Sections' }).getByRole('link', { name: 'Explain' }).click();
    await expect(page).toHaveURL(/\/explain$/);
    const holding = { timeout: 300_000 };
    await server.db.$transaction(async (tx) => {
      // Somebody else holds the table that the rows come from.
      await tx.$executeRaw`LOCK TABLE host_profile IN ACCESS EXCLUSIVE MODE`;
      await page.getByRole('navigation', { name: 'Sections' }).getByRole('link', { name: 'Hosts' }).click();
      await expect(page.getByRole('status').filter({ hasText: 'Loading hosts' })).toBeAttached();
      await expectAccessible(page);
    }, holding);
    await expect(page.getByRole('table', { name: 'Hosts' }).locator('tbody tr')).toHaveCount(1);
  });
});

test('a page that fails says what to look for and comes back; a page that cannot refresh keeps its figures and says so', async ({
  page,
  server,
  world,
  signIn,
  faults,
}) => {
  // Chromium writes the refused requests, and React the failure, to the console.
  faults.allow(/status of 50[03]|Server Components render|Minified React error|uncaught/);
  await addHost(server.address, world, 'HV-PASSED', { hgsClient: PASSED });
  await signIn(await world.operator('viewer'));
  await holdClock(page);
  await page.goto('/');
  const headline = page.getByRole('heading', { level: 1 });
  await expect(headline).toContainText('The only host can run shielded VMs');
  await server.asSchemaOwner((db) => db.$executeRaw`ALTER TABLE host_watch RENAME TO away`);
  try {
    // Time passes to the next refresh, and to its second try.
    await page.clock.runFor(16_000);
    await page.clock.runFor(5_000);
    await expect(page.getByText('The server answered with an error.', { exact: true })).toBeVisible();
    await expect(headline).toContainText('The only host can run shielded VMs');
    await expectAccessible(page);
    await page.goto('/hosts');
    await expect(headline).toHaveText('This page could not be shown');
    await expect(page.getByRole('alert').filter({ hasText: 'log' })).toContainText('Nothing was changed');
    await expectAccessible(page);
  } finally {
    await server.asSchemaOwner((db) => db.$executeRaw`ALTER TABLE away RENAME TO host_watch`);
  }
  await page.getByRole('button', { name: 'Retry' }).click();
  await expect(page.getByRole('table', { name: 'Hosts' }).locator('tbody tr')).toHaveCount(1);
});

test.describe('in French', () => {
  test.use({ locale: 'fr-FR' });

  test('a silent host, and one that never sent anything, is told as one in the words of the page, and in an address by its value', async ({
    page,
    server,
    world,
    signIn,
  }) => {
    await addHost(server.address, world, 'HV-PASSED', { hgsClient: PASSED });
    const collectedAt = new Date(Date.now() - 5 * 3_600_000);
    const silent = await addHost(server.address, world, 'HV-SILENT', { hgsClient: PASSED, collectedAt });
    const never = await addHost(server.address, world, 'HV-NEVER');
    await signIn(await world.operator('viewer'));
    const main = page.getByRole('main');
    const ofHost = /Son dernier instantané date du .+\. Il est silencieux depuis le .+\./;
    const inLongRun = [
      ['/', /^Silencieux$/],
      [`/hosts/${silent.hostId}`, ofHost],
    ] as const;
    for (const [address, told] of [
      ...(isLongRun ? inLongRun : []),
      [`/hosts/${never.hostId}`, /Il est inscrit mais n’a jamais envoyé d’instantané\./],
      ['/hosts', /^Silencieux$/],
    ] as const) {
      await page.goto(address);
      await expect(main.getByText('Silencieux', { exact: true }).first(), address).toBeVisible();
      await expect(main.getByText(told).first(), address).toBeVisible();
      await expect(main, address).not.toContainText(/\bSilent\b/);
    }
    await page
      .getByRole('group', { name: 'État', exact: true })
      .getByRole('checkbox', { name: 'Silencieux 2' })
      .check();
    await expect(page).toHaveURL(/\/hosts\?state=Silent$/);
    await expect(main.getByTitle(/État n’est pas Silencieux$/)).toHaveText('État est');
    await expect(page.getByRole('table', { name: 'Hôtes' }).locator('tbody tr')).toHaveCount(2);
  });
});
