import { expect, type Locator, type Page } from '@playwright/test';
import { INSECURE, PASSED } from '@/test/support/agent-client';
import { addFleet, addHost, hostsBehind } from './support/fleet';
import { beyondTheEdge, PHONE } from './support/narrow';
import { stepOfLongRun, test } from './support/test';

type Figure = { text: string; address: string };

const figuresIn = (place: Locator): Promise<Figure[]> =>
  place
    .locator('a[href^="/hosts?"], a[href="/hosts"]')
    .evaluateAll((links) =>
      links.map((link) => ({ text: link.textContent ?? '', address: link.getAttribute('href') ?? '' })),
    );

/** The figures of a link and what its rows add up to: so many hosts, or so many VMs of theirs. */
async function expectAddsUp(page: Page, { text, address }: Figure): Promise<void> {
  const { total, hosts } = await hostsBehind(page, address);
  const vms = hosts.reduce((sum, { shieldedVms }) => sum + (shieldedVms ?? 0), 0);
  const sums = [total, vms];
  const shown = (text.match(/\d+/g) ?? []).map(Number);
  expect(shown.length, `${text} is no figure`).toBeGreaterThan(0);
  for (const number of shown) expect(sums, `${text} at ${address}`).toContain(number);
}

test('every figure leads to the hosts that it counts, also where a headline is over a part of the fleet', async ({
  page,
  server,
  world,
  signIn,
}) => {
  await addFleet(server.address, world);
  await signIn(await world.operator('viewer'));
  await page.goto('/');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(
    '3 of 10 hosts can run shielded VMs. 6 cannot, blocking 33 VMs; 1 is silent.',
  );
  const causes = page.getByRole('region', { name: 'Fix these first' });
  const rows = causes.locator('tbody tr');
  await expect(rows).toHaveCount(4);
  // A cause, how many hosts, VMs blocked, and what it frees alone.
  await expect(rows.nth(0)).toContainText(/SecureBootSettings.*2 hosts.*11.*1 host · 9 VMs/);
  await expect(rows.nth(1)).toContainText(/BitLocker.*3 hosts.*10.*2 hosts · 8 VMs/);
  const figures = [
    ...(await figuresIn(page.getByRole('heading', { level: 1 }).locator('../..'))),
    ...(await figuresIn(page.getByRole('list', { name: 'Hosts by state' }))),
    ...(await figuresIn(causes)),
  ];
  expect(figures.length).toBeGreaterThan(25);
  for (const figure of figures.filter(({ text }) => text !== '')) await expectAddsUp(page, figure);
  // The legend is what the keyboard and screen readers use: each part of the bar leads to the same hosts.
  const parts = page.locator('ul[aria-hidden="true"] a');
  await expect(parts).toHaveCount(5);
  for (const part of await parts.all()) await expect(part).toHaveAttribute('tabindex', '-1');
  await parts.first().click();
  await expect(page).toHaveURL(`${server.address}/hosts?state=Passed`);
  await expect(page.getByRole('table', { name: 'Hosts' }).locator('tbody tr')).toHaveCount(3);
  await page.goBack();
  await rows.nth(0).getByRole('link', { name: '1 host · 9 VMs' }).click();
  await expect(page.getByRole('table', { name: 'Hosts' }).locator('tbody tr')).toHaveCount(1);

  await test.step('a phone keeps what causes are ranked by', async () => {
    await page.setViewportSize(PHONE);
    await page.goto('/');
    await expect(causes.getByRole('columnheader')).toHaveText(['Cause and fix', 'Hosts', 'VMs blocked']);
    await expect(rows.nth(0)).toContainText(/2 hosts.*11/);
    expect(await beyondTheEdge(page)).toEqual([]);
  });

  await stepOfLongRun('a headline over a part of the fleet says of how many, in both languages', async () => {
    const headline = page.getByRole('heading', { level: 1 });
    await page.goto('/?cluster=CL-A');
    await expect(headline).toHaveText(
      '4 of 10 hosts match: 2 of 4 hosts can run shielded VMs. 2 cannot, blocking 8 VMs.',
    );
    for (const figure of await figuresIn(page.getByRole('list', { name: 'Hosts by state' })))
      await expectAddsUp(page, figure);
    await page.goto('/hosts?state=-Passed');
    await expect(page.getByText('6 of 10 cannot run shielded VMs, blocking 33 VMs; 1 silent')).toBeVisible();
    await page.goto('/hosts?cluster=CL-A');
    const some = '4 of 10 hosts match, 2 cannot run shielded VMs, blocking 8 VMs';
    await expect(page.getByText(some)).toBeVisible();

    await page.getByRole('button', { name: 'Français' }).click();
    await expect(page.getByText('4 hôtes correspondent sur 10, 2 ne peuvent pas exécuter')).toBeVisible();
    await page.goto('/?cluster=CL-A');
    await expect(headline).toHaveText(/^4 hôtes correspondent sur 10\u202f: 2 hôtes sur 4 peuvent exécuter/);
    await page.getByRole('link', { name: 'Montrer les 10 hôtes' }).click();
    await expect(headline).toHaveText(/^3 hôtes sur 10 peuvent/);
  });
});

test('each host has its cell in the map; a hostile cluster stands apart, and keys lead through', async ({
  page,
  server,
  world,
  signIn,
}) => {
  const hostile = 'CL-A"><script>window.__x=1</script>\u202e';
  await addHost(server.address, world, 'HV-1', { hgsClient: PASSED, host: { cluster: 'CL-A' } });
  await addHost(server.address, world, 'HV-2', { hgsClient: INSECURE, host: { cluster: 'CL-A' } });
  const apart = await addHost(server.address, world, 'HV-3', {
    hgsClient: PASSED,
    host: { cluster: hostile },
  });
  await signIn(await world.operator('viewer'));
  await page.goto('/');
  const map = page.getByRole('region', { name: 'Host map' });
  const { hosts } = await hostsBehind(page, '/hosts');
  const grids = map.locator('[data-map-grid]');
  await expect(grids).toHaveCount(2);
  const stop = map.locator('[data-map-cell][tabindex="0"]');
  await stop.focus();
  const addresses: (string | null)[] = [];
  for (const key of ['Home', 'ArrowRight', 'ArrowRight']) {
    await page.keyboard.press(key);
    await expect(stop).toBeFocused();
    addresses.push(await stop.getAttribute('href'));
  }
  expect(addresses.toSorted()).toEqual(hosts.map(({ id }) => `/hosts/${id}`).toSorted());

  const cluster = map.getByRole('link', { name: /script/ }).locator('..');
  await expect(cluster.locator('[data-map-cell]')).toHaveCount(1);
  await expect(cluster).toContainText('CL-A"><script>window.__x=1</script>⟨U+202E⟩');
  // The second cell of CL-A, whose link comes with the pointer.
  await grids.first().hover({ position: { x: 33, y: 9 } });
  const pointed = grids.first().getByRole('link');
  await expect(pointed).toHaveAccessibleName(
    /^HV-2-\w+: InsecureHostConfiguration, SecureBootSettings, BitLocker, 6 VMs$/,
  );
  const card = map.getByRole('tooltip');
  await expect(card).toContainText(
    /HV-2-\w+InsecureHostConfigurationCauseSecureBootSettings, BitLockerVMs6Since/,
  );
  // It may be gone again before anything of it is drawn.
  await page.mouse.move(0, 0);
  await expect(card).toHaveCount(0);
  await grids.first().evaluate((grid) => {
    const { left, top } = grid.getBoundingClientRect();
    const at = { bubbles: true, clientX: left + 33, clientY: top + 9 };
    grid.dispatchEvent(new PointerEvent('pointermove', at));
    grid.dispatchEvent(new PointerEvent('pointerout', { ...at, relatedTarget: document.body }));
  });
  await expect(map.locator('[data-map-cell]')).toHaveCount(1);
  await expect(card).toHaveCount(0);
  await map.getByRole('combobox', { name: 'Colour by' }).selectOption('check');
  await expect(page).toHaveURL(`${server.address}/?map=check`);
  await page.reload();
  await expect(map.getByRole('list', { name: 'Legend' })).toHaveText('ASeveral checks1No failing check2');
  await expect(grids).toHaveText(['A', '']);
  await stop.focus();
  await page.keyboard.press('ArrowRight');
  await expect(stop).toHaveAccessibleDescription(/BitLocker/);
  await page.keyboard.press('Escape');
  await expect(card).toBeHidden();
  await page.keyboard.press('End');
  await expect(stop).toHaveAccessibleName(/^HV-3-/);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(`${server.address}/hosts/${apart.hostId}`);
  await page.goBack();
  await expect(page).toHaveURL(`${server.address}/?map=check`);
  await cluster.getByRole('link', { name: /script/ }).click();
  const rows = page.getByRole('table', { name: 'Hosts' }).locator('tbody tr');
  await expect(rows).toHaveCount(1);
  await expect(rows).toContainText(apart.hostname);
});
