import { expect, type Page } from '@playwright/test';
import { INSECURE, PASSED } from '@/test/support/agent-client';
import { isLongRun } from '@/test/support/runs';
import { expectAccessible } from './support/accessible';
import { addHost, hostsBehind } from './support/fleet';
import { stepOfLongRun, test } from './support/test';

const rail = (page: Page) => page.getByRole('navigation', { name: 'Sections' });
const headline = (page: Page) => page.getByRole('heading', { level: 1 });

test('the fabric stays chosen from page to page, on a host and in the search', async ({
  page,
  server,
  world,
  otherWorld,
  signIn,
}) => {
  const here = await addHost(server.address, world, 'HV-HERE', { hgsClient: PASSED });
  const there = await addHost(server.address, otherWorld, 'HV-THERE', { hgsClient: PASSED });
  await signIn(await world.operator('viewer', [otherWorld]));
  const query = `?fabric=${world.fabric.name}`;
  await page.goto(`/${query}`);
  for (const [section, path] of [
    ['Hosts', '/hosts'],
    ['Remediation', '/plans'],
    ['Changes', '/changes?within=24h'],
    ['Explain', '/explain'],
    ['Hosts', '/hosts'],
  ] as const) {
    await rail(page).getByRole('link', { name: section, exact: true }).click();
    await expect(page).toHaveURL(server.address + path + query.replace('?', path.includes('?') ? '&' : '?'));
    await expect(
      page.getByRole('navigation', { name: 'Fabrics' }).locator('[aria-current="true"]'),
    ).toContainText(world.fabric.name);
  }
  await page.getByRole('table').getByRole('link', { name: here.hostname }).click();
  await expect(page).toHaveURL(new RegExp(`/hosts/[^?]*\\?list=&fabric=${world.fabric.name}$`));
  await page.getByRole('link', { name: 'Timeline' }).click();
  await page.getByRole('navigation', { name: 'Breadcrumb' }).getByRole('link').click();
  await expect(page).toHaveURL(`${server.address}/hosts${query}`);

  const open = page.getByRole('button', { name: 'Search', exact: true });
  const found = page.getByRole('dialog', { name: 'Search and go to' });
  await open.click();
  await page.keyboard.type('hv-');
  await expect(found.getByRole('option', { name: here.hostname })).toBeVisible();
  await expect(found.getByRole('option', { name: there.hostname })).toHaveCount(0);
  await found.getByRole('option', { name: /^All hosts/ }).click();
  await expect(page).toHaveURL(`${server.address}/hosts?q=hv-&fabric=${world.fabric.name}`);
  await open.click();
  await page.keyboard.type(there.hostname);
  await expect(found.getByText(`Nothing found for “${there.hostname}”.`)).toBeVisible();
  await found.getByRole('button', { name: 'Search all fabrics' }).click();
  await found.getByRole('option', { name: there.hostname }).first().click();
  await expect(page.getByRole('heading', { level: 1, name: there.hostname })).toBeVisible();
});

test('an address that names what does not exist says so, and what there is', async ({
  page,
  server,
  world,
  signIn,
}) => {
  const { hostId } = await addHost(server.address, world, 'HV-PASSED', { hgsClient: PASSED });
  await signIn(await world.operator('viewer'));
  await page.goto(`/hosts/${hostId}?tab=foo`);
  await expect(page.getByText('“tab” cannot be “foo”.')).toBeVisible();
  await expect(page.getByText('Possible values: checks, timeline, raw')).toBeVisible();
  for (const path of isLongRun
    ? [`/hosts/${hostId}`, '/hosts', '/changes', '/changes/compare', '/']
    : [`/hosts/${hostId}`, '/changes/compare', '/']) {
    await page.goto(`${path}?fabric=NOPE`);
    await expect(headline(page), path).toHaveText('No fabric has the name NOPE');
  }
  await expectAccessible(page);
  await page.getByRole('main').getByRole('link', { name: world.fabric.name }).click();
  await expect(headline(page)).toContainText('The only host can run shielded VMs');

  await page.goto('/hosts?state=Foo&state=Passed');
  await expect(page.getByText('“state” cannot be “Foo”.')).toBeVisible();
  await expect(page.getByText('Possible values: Passed, InsecureHostConfiguration,')).toBeVisible();
  await page.getByRole('link', { name: 'Open the page without it' }).click();
  await expect(page).toHaveURL(`${server.address}/hosts?state=Passed`);
  await page.goto('/hosts?check=Bitlocker');
  const noCheck = page.getByText(
    'No host fails “Bitlocker” at this time, and no documented check has that name.',
  );
  await expect(noCheck).toContainText('Did you mean “BitLocker”?');
  await expect(noCheck.getByRole('link', { name: 'All checks are in Remediation' })).toBeVisible();
  await stepOfLongRun('a word that is no filter', async () => {
    await page.goto('/hosts?foo=bar&state=Passed');
    await expect(page.getByText('“foo” is not a filter on this page.')).toBeVisible();
    await expect(page.getByText('This page takes: fabric, cluster, state,')).toBeVisible();
  });
  await test.step('a value that nothing has is named beside one that hosts have', async () => {
    const { hosts } = await hostsBehind(page, `${server.address}/hosts`);
    const clusters = [hosts[0]?.cluster ?? '', 'nope'].map((cluster) => ['cluster', cluster]);
    const texts = [hosts[0]?.hostname ?? '', 'nowhere'].map((text) => ['q', text]);
    for (const path of ['/hosts', '/changes']) {
      await page.goto(`${path}?${new URLSearchParams([...clusters, ...texts])}`);
      await expect(
        page.getByRole('main').getByRole('link', { name: hosts[0]?.hostname }).first(),
      ).toBeVisible();
      await expect(page.getByText('No host is in a cluster called “nope” at this time.')).toBeVisible();
      await expect(page.getByText('Text may also be nowhere')).toBeVisible();
    }
  });
  await page.goto('/hosts?cursor=zzz');
  await expect(page.getByText('“cursor” cannot be “zzz”.')).toBeVisible();
  await page.getByRole('link', { name: 'Open the page without it' }).click();
  await expect(page).toHaveURL(`${server.address}/hosts`);
  await stepOfLongRun('names that no host has, and searches that find none', async () => {
    await page.goto('/hosts?q=nobody');
    await expect(page.getByText('The search for “nobody” hides 1 host.')).toBeVisible();
    await page.goto('/changes?cause=ZZ');
    await expect(page.getByRole('button', { name: 'No change to export' })).toBeDisabled();
    await expect(
      page.getByText(
        'No host is failing because of “ZZ” at this time, and no documented cause has that name.',
      ),
    ).toContainText('There are SecureBoot, ');
    await page.goto('/hosts?check=Foo');
    await expect(page.getByText('and no documented check has that name. There are ')).toBeVisible();
  });
  await page.goto('/hosts?state=Passed&cause=BitLocker');
  const against = page.getByText('“State is Passed” and “Cause is BitLocker” exclude one another.');
  await expect(against).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('link', { name: 'Remove “Cause is BitLocker”' }).click();
  await expect(page).toHaveURL(`${server.address}/hosts?state=Passed`);
  await expect(against).toHaveCount(0);
  await stepOfLongRun('other names, and values that are none', async () => {
    await page.goto('/hosts?cluster=nope');
    await expect(page.getByText('No host is in a cluster called “nope” at this time.')).toBeVisible();
    // What turns text round is told by its number.
    const turned = `CL${encodeURIComponent('\u202e')}1`;
    await page.goto(`/changes?cluster=${turned}&cluster=-${turned}`);
    await expect(
      page.getByText('“Cluster is CL⟨U+202E⟩1” and “Cluster is not CL⟨U+202E⟩1” exclude'),
    ).toBeVisible();
    await page.getByRole('link', { name: 'Remove “Cluster is not CL⟨U+202E⟩1”' }).click();
    await expect(page).toHaveURL(`${server.address}/changes?cluster=${turned}`);
    await page.goto('/changes?kind=x');
    await expect(page.getByText('“kind” cannot be “x”.')).toBeVisible();
    await page.goto('/changes?since=abc');
    await expect(page.getByText('“since” cannot be “abc”.')).toBeVisible();
    await expect(
      page.getByText('A time is written as 2026-11-24T09:32Z or 2026-11-24T09:32:07Z'),
    ).toBeVisible();
    await page.goto('/changes?since=2026-02-30T00:00:00Z');
    await expect(page.getByText('and the date must exist.')).toBeVisible();
  });
  await page.goto('/changes?since=2026-11-25T00:00:00Z&until=2026-11-24T00:00:00Z');
  await expect(page.getByText('“since” must not be later than “until”')).toBeVisible();
  await page.getByRole('link', { name: 'Open the page without it' }).click();
  await expect(headline(page)).toHaveText('Changes');
});

test('Back works after links within a page, no day is today at an earlier time, and checks stand in the order of repair', async ({
  page,
  server,
  world,
  signIn,
}) => {
  const host = await addHost(server.address, world, 'HV-PASSED', { hgsClient: PASSED });
  await signIn(await world.operator('viewer'));
  const opensHostAndComesBack = async () => {
    await page.getByRole('table').getByRole('link', { name: host.hostname }).click();
    await expect(headline(page)).toHaveText(host.hostname);
    await page.goBack();
    await expect(headline(page)).toHaveText('Hosts');
    await expect(page).toHaveURL(`${server.address}/hosts`);
  };
  await page.goto('/hosts');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('main')).toBeFocused();
  await opensHostAndComesBack();

  await page.setViewportSize({ width: 390, height: 480 });
  await page.getByRole('link', { name: 'Filters', exact: true }).click();
  const filters = page.getByRole('complementary', { name: 'Filters' });
  await expect(filters).toBeFocused();
  await expect(filters.getByRole('heading', { name: 'Filters' })).toBeInViewport();
  await test.step('a finger makes "is not" of a value, and sees how many hosts that leaves', async () => {
    const touch = await page.context().newCDPSession(page);
    await touch.send('Emulation.setTouchEmulationEnabled', { enabled: true });
    const isNot = filters.getByRole('button', { name: 'Is not Passed' });
    await expect(isNot).toHaveCSS('opacity', '1');
    await isNot.click();
    await expect(filters.getByRole('link', { name: 'Back: no host matches' })).toBeInViewport({ ratio: 1 });
    await isNot.click();
    await touch.send('Emulation.setTouchEmulationEnabled', { enabled: false });
  });
  await filters.getByRole('link', { name: 'Show 1 host' }).click();
  await expect(page.locator('#list')).toBeFocused();
  await expect(page.getByRole('table', { name: 'Hosts' })).toBeInViewport();
  await opensHostAndComesBack();

  await page.setViewportSize({ width: 1440, height: 900 });
  await test.step('no day is today at an earlier time, and failing checks stand in the order of repair', async () => {
    const named = 'SecureBootSettings, BitLocker, PagefileEncryption';
    const hgsClient = { ...INSECURE, attestationSubstatus: named };
    const { hostId } = await addHost(server.address, world, 'HV-FAILING', { hgsClient });
    const at = encodeURIComponent(new Date().toISOString());
    await page.goto(`/hosts/${hostId}`);
    await expect(page.getByRole('main').locator('time').filter({ hasText: /today/i }).first()).toBeVisible();
    await expect(
      page.getByText('Fix them in this order: 1. BitLocker, 2. PagefileEncryption, 3. SecureBootSettings.'),
    ).toBeVisible();
    const sequence = page.getByRole('region', { name: 'Failing, in the order to fix them' });
    await expect(sequence.locator('button[aria-controls]')).toHaveText([
      /Diagnose/,
      /1.*BitLocker/,
      /2.*PagefileEncryption/,
      /Restart/,
      /3.*SecureBoot/,
      /Resume/,
    ]);
    for (const path of [`/hosts/${hostId}`, ...(isLongRun ? ['/hosts', '/changes'] : []), '/']) {
      await page.goto(`${path}?at=${at}`);
      await expect(headline(page)).toBeVisible();
      await expect(page.getByRole('main').getByText(/today/i), path).toHaveCount(0);
    }
  });
});
