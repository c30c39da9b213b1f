import { expect } from '@playwright/test';
import { PASSED } from '@/test/support/agent-client';
import { expectAccessible } from './support/accessible';
import { addHost } from './support/fleet';
import { holdClock, test } from './support/test';

test('a retired host says so, shows what it last was, and keeps its timeline', async ({
  page,
  server,
  world,
  signIn,
}) => {
  const host = await addHost(server.address, world, 'HV-GONE', { hgsClient: PASSED });
  await world.retire(host);
  await signIn(await world.operator('viewer'));
  await page.goto('/changes');
  const retired = page.getByRole('listitem').filter({ hasText: 'was retired' });
  await retired.getByRole('link', { name: host.hostname }).click();

  await expect(page.getByRole('heading', { level: 1 })).toHaveText(host.hostname);
  await expect(page).toHaveTitle(new RegExp(host.hostname));
  const main = page.getByRole('main');
  await expect(main).toContainText('Retired on');
  await expect(page.getByRole('region', { name: 'Timeline' })).toContainText('Enrolled');
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Français' }).click();
  await expect(main).toContainText('Retiré le');
  await expectAccessible(page);
  await page.getByRole('button', { name: 'English' }).click();
  await page.getByRole('link', { name: 'Show its last known state' }).click();
  await expect(page.getByText('Looking at')).toBeVisible();
  await expect(main).toContainText('This host can run its');
});

test('a host that is retired while its page is open says so there', async ({
  page,
  server,
  world,
  signIn,
  faults,
}) => {
  faults.allow(/status of 404/);
  const host = await addHost(server.address, world, 'HV-LEAVING', { hgsClient: PASSED });
  await signIn(await world.operator('viewer'));
  await holdClock(page);
  await page.goto(`/hosts/${host.hostId}`);
  const main = page.getByRole('main');
  await expect(main).toContainText('This host can run its');
  await world.retire(host);
  // Time passes to the next refresh.
  await page.clock.runFor(16_000);
  await expect(main).toContainText('Retired on');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(host.hostname);
});

test('a merged host leads to the one that stayed, where that may be seen', async ({
  page,
  server,
  world,
  otherWorld,
  signIn,
}) => {
  const old = await addHost(server.address, world, 'HV-OLD', { hgsClient: PASSED });
  const stayed = await addHost(server.address, otherWorld, 'HV-STAYED', { hgsClient: PASSED });
  await world.merge(old, stayed);
  await signIn(await world.operator('viewer'));
  await page.goto(`/hosts/${old.hostId}`);
  await expect(page.getByRole('main')).toContainText('Merged into another host on');
  await expectAccessible(page);

  await signIn(await world.operator('viewer', [otherWorld]));
  await page.goto(`/hosts/${old.hostId}`);
  const main = page.getByRole('main');
  await expect(main).toContainText(`Merged into ${stayed.hostname} on`);
  await main.getByText('Merged into').getByRole('link', { name: stayed.hostname }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(stayed.hostname);
  await page.getByRole('link', { name: 'Timeline' }).click();
  const merged = page.getByRole('listitem').filter({ hasText: 'Merged with another host' });
  await expect(merged).toContainText(`${old.fqdn.toLowerCase()} → ${stayed.fqdn.toLowerCase()}`);
  await expectAccessible(page);
  await merged.getByRole('link', { name: old.hostname }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(old.hostname);
});

test('before its enrolment a host says when that was, and a time that is no time is named', async ({
  page,
  server,
  world,
  signIn,
}) => {
  const host = await addHost(server.address, world, 'HV-NEW', { hgsClient: PASSED });
  await signIn(await world.operator('viewer'));
  await page.goto(`/hosts/${host.hostId}?at=2020-01-01T00:00:00Z`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(host.hostname);
  await expect(page.getByRole('main')).toContainText('Enrolled on');
  await expectAccessible(page);
  await page.getByRole('link', { name: 'Show it as of now' }).click();
  await expect(page.getByRole('main')).toContainText('This host can run its');
  await page.goto(`/hosts/${host.hostId}?at=2999-01-01T00:00:00Z`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('This time is in the future');
  await page.goto(`/hosts/${host.hostId}?at=then`);
  await expect(page.getByRole('main')).toContainText('“at”');
});

test('an address that no page can have leads to one that says so, and never out of the shell', async ({
  page,
  server,
  world,
  signIn,
  faults,
}) => {
  faults.allow(/status of (404|431)/);
  await signIn(await world.operator('viewer'));
  for (const address of ['/%E0%A4%A', '/hosts//x?fabric=all-of-it', '/hosts/a%2fb', `${server.address}//x`]) {
    await page.goto(address);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Nothing here');
    await expect(page.getByRole('navigation', { name: 'Sections' })).toBeVisible();
  }
  await page.goto('/set-up?token=x');
  await expect(page).toHaveURL(/\/$/);
  await expect(page.getByRole('navigation', { name: 'Sections' })).toBeVisible();

  await page.goto(`/hosts?q=${'a'.repeat(17_000)}`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('This address is too long');
  await expectAccessible(page);
  await page.getByRole('link', { name: 'Go to Fabric' }).click();
  await expect(page.getByRole('navigation', { name: 'Sections' })).toBeVisible();
});

test('a page of one thing that is not there is called "Nothing here", and one that is has its name', async ({
  page,
  world,
  signIn,
  faults,
}) => {
  faults.allow(/status of 404/);
  await signIn(await world.operator('operator'));
  const nobodys = '01890000-0000-7000-8000-000000000000';
  for (const address of [
    `/plans/${nobodys}`,
    '/plans/x',
    '/reports/99999',
    '/reports/99999/document',
    `/reports/schedules/${nobodys}`,
  ]) {
    await page.goto(address);
    await expect(page, address).toHaveTitle('Nothing here · Guarded Fabric');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Nothing here');
  }
  await page.goto(`/waves/${nobodys}`);
  await expect(page).toHaveTitle('There is no such wave · Guarded Fabric');
  await page.goto('/plans/x?at=then');
  await expect(page).toHaveTitle('Something in the address is not valid · Guarded Fabric');
});
