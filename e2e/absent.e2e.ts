import { expect } from '@playwright/test';
import { PASSED } from '@/test/support/agent-client';
import { isLongRun } from '@/test/support/runs';
import { expectAccessible } from './support/accessible';
import { addHost } from './support/fleet';
import { holdClock, test } from './support/test';

test('a host says so before its enrolment, as it is retired and ever after, and keeps its timeline', async ({
  page,
  server,
  world,
  signIn,
  faults,
}) => {
  faults.allow(/status of 404/);
  const host = await addHost(server.address, world, 'HV-GONE', { hgsClient: PASSED });
  await signIn(await world.operator('viewer'));
  await holdClock(page);
  const main = page.getByRole('main');
  const title = page.getByRole('heading', { level: 1 });

  await test.step('a time that is no time is named', async () => {
    await page.goto(`/hosts/${host.hostId}?at=2999-01-01T00:00:00Z`);
    await expect(title).toHaveText('This time is in the future');
    await page.goto(`/hosts/${host.hostId}?at=then`);
    await expect(main).toContainText('“at”');
  });

  await test.step('before its enrolment it says when that was', async () => {
    await page.goto(`/hosts/${host.hostId}?at=2020-01-01T00:00:00Z`);
    await expect(title).toHaveText(host.hostname);
    await expect(main).toContainText('Enrolled on');
    await expectAccessible(page);
    await page.getByRole('link', { name: 'Show it as of now' }).click();
    await expect(main).toContainText('This host can run its');
  });

  await test.step('one that is retired while its page is open says so there', async () => {
    await world.retire(host);
    // Time passes to the next refresh.
    await page.clock.runFor(16_000);
    await expect(main).toContainText('Retired on');
    await expect(title).toHaveText(host.hostname);
  });

  await test.step('a retired one shows what it last was', async () => {
    await page.goto('/changes');
    const retired = page.getByRole('listitem').filter({ hasText: 'was retired' });
    await retired.getByRole('link', { name: host.hostname }).click();
    await expect(title).toHaveText(host.hostname);
    await expect(page).toHaveTitle(new RegExp(host.hostname));
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

test('an address that leads to no page leads to one that says so, and never out of the shell', async ({
  page,
  server,
  world,
  signIn,
  faults,
}) => {
  faults.allow(/status of (404|431)/);
  const { hostId, hostname } = await addHost(server.address, world, 'HV-NAMED', { hgsClient: PASSED });
  await signIn(await world.operator('operator'));
  const title = page.getByRole('heading', { level: 1 });
  const rail = page.getByRole('navigation', { name: 'Sections' });

  await test.step('one that no page can have', async () => {
    // What else the listener sends there is in its own tests.
    await page.goto('/hosts//x?fabric=all-of-it');
    await expect(title).toHaveText('Nothing here');
    await expect(rail).toBeVisible();
    await page.goto('/set-up?token=x');
    await expect(page).toHaveURL(/\/$/);
    await expect(rail).toBeVisible();
  });

  await test.step('one that is too long', async () => {
    await page.goto(`/hosts?q=${'a'.repeat(17_000)}`);
    await expect(title).toHaveText('This address is too long');
    await expectAccessible(page);
    await page.getByRole('link', { name: 'Go to Fabric' }).click();
    await expect(rail).toBeVisible();
  });

  await test.step('one of a thing that is not there, which is called so', async () => {
    const nobodys = '01890000-0000-7000-8000-000000000000';
    const onEachPush = [
      ['/plans/x', 'plan', '/plans?all=true'],
      ['/reports/99999/document', 'report', '/reports'],
    ] as const;
    const inLongRun = [
      [`/hosts/${nobodys}`, 'host', '/hosts'],
      [`/plans/${nobodys}`, 'plan', '/plans?all=true'],
      ['/reports/99999', 'report', '/reports'],
      [`/reports/schedules/${nobodys}`, 'schedule', '/reports'],
    ] as const;
    for (const [address, kind, list] of [...onEachPush, ...(isLongRun ? inLongRun : [])]) {
      await page.goto(address);
      await expect(page, address).toHaveTitle(`There is no such ${kind} · Guarded Fabric`);
      await expect(title).toHaveText(`There is no such ${kind}`);
      await expect(page.getByRole('link', { name: `All ${kind}s` })).toHaveAttribute('href', list);
    }
    for (const [address, kind] of isLongRun ? [] : inLongRun) {
      const answer = await page.request.get(address);
      const told = /There is no such \w+ · Guarded Fabric/.exec(await answer.text())?.[0];
      expect([address, answer.status(), told]).toEqual([
        address,
        404,
        `There is no such ${kind} · Guarded Fabric`,
      ]);
    }
    const ofWave = [`/plans/new?wave=${nobodys}`, 'wave'] as const;
    const ofHost = [
      [`/plans/new?host=${nobodys}`, 'host'],
      [`/exceptions/new?host=${nobodys}`, 'host'],
    ] as const;
    for (const [address, kind] of [ofWave, ...(isLongRun ? ofHost : [])]) {
      await page.goto(address);
      await expect(page, address).toHaveTitle(`There is no such ${kind} · Guarded Fabric`);
      await expect(title).toHaveText(`There is no such ${kind}`);
    }
    await page.goto(`/hosts/${hostname.toLowerCase()}?tab=timeline`);
    await expect(page).toHaveURL(new RegExp(`/hosts/${hostId}\\?tab=timeline$`));
    const part = hostname.slice(0, -1);
    await page.goto(`/hosts/${part}`);
    await page.getByRole('link', { name: `1 host was found for “${part}”` }).click();
    await expect(page).toHaveURL(`${server.address}/hosts?q=${part}`);
    await page.goto(`/waves/${nobodys}`);
    await expect(page).toHaveTitle('There is no such wave · Guarded Fabric');
    await page.goto('/plans/x?at=then');
    await expect(page).toHaveTitle('Something in the address is not valid · Guarded Fabric');
  });
});
