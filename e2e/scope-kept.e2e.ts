import { expect, type Page } from '@playwright/test';
import { INSECURE, PASSED, send, snapshotOf } from '@/test/support/agent-client';
import { isLongRun } from '@/test/support/runs';
import { addHost } from './support/fleet';
import { stepOfLongRun, test, untilItListens, type World } from './support/test';

test('ways out of a page keep the fabric, and a way to another fabric leaves it', async ({
  page,
  server,
  world,
  otherWorld,
  signIn,
}) => {
  const fabric = `fabric=${world.fabric.name}`;
  const main = page.getByRole('main');
  await signIn(await world.operator('viewer', [otherWorld]));

  await test.step('an empty list leads who may not enrol to the Fabric page of its fabric', async () => {
    await page.goto(`/hosts?${fabric}`);
    await expect(page.getByRole('link', { name: 'Enrol the first host' })).toHaveAttribute(
      'href',
      `/?${fabric}`,
    );
  });

  const { own, beside, elsewhere } = await addSameIdentity(server.address, world, otherWorld);
  await test.step('a link to a host of another fabric leaves the chosen one, and a link within it keeps it', async () => {
    const list = page.getByRole('list', { name: 'Hosts with the same identity' });
    const leadsTo = (hostname: string) => list.getByRole('link', { name: hostname });
    await page.goto(`/hosts/${own.hostId}?${fabric}`);
    await expect(leadsTo(beside.hostname)).toHaveAttribute('href', `/hosts/${beside.hostId}?${fabric}`);
    await expect(leadsTo(elsewhere.hostname)).toHaveAttribute('href', `/hosts/${elsewhere.hostId}`);
    await leadsTo(elsewhere.hostname).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(elsewhere.hostname);
    await expect(page).toHaveURL(`${server.address}/hosts/${elsewhere.hostId}`);
  });

  await stepOfLongRun('the cluster of a host of another fabric leads to its hosts', async () => {
    const words = { hgsClient: PASSED, host: { cluster: 'CL-THERE' } };
    const there = await addHost(server.address, otherWorld, 'HV-THERE', words);
    await page.goto(`/hosts/${there.hostId}?${fabric}`);
    await page.getByRole('link', { name: 'CL-THERE' }).click();
    await expect(page.getByRole('table').getByRole('link', { name: there.hostname })).toBeVisible();
  });

  await stepOfLongRun('a comparison with a day that was dropped leads to one at the same time', async () => {
    const scope = `${fabric}&at=${encodeURIComponent(new Date().toISOString())}`;
    await server.db.$executeRaw`INSERT INTO history_horizon (from_day) VALUES ('2001-01-01')`;
    try {
      await page.goto(`/changes/compare?from=2000-06-01T00:00:00Z&${scope}`);
      const way = main.getByRole('link', { name: 'Show it as of now' });
      await expect(way).toHaveAttribute('href', `/changes/compare?${scope}`);
    } finally {
      await server.db.$executeRaw`DELETE FROM history_horizon`;
    }
  });

  await test.step('an action of a list that is searched for is about the list that was last looked at', async () => {
    await page.goto(`/hosts?state=Passed&${fabric}`);
    await expect(main.getByRole('table', { name: 'Hosts' })).toBeVisible();
    await page.goto(`/explain?${fabric}`);
    await page.keyboard.press('Control+k');
    await page.keyboard.type('export hosts');
    await expect(page.locator('[aria-selected="true"]')).toHaveText(/^Export/);
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(`${server.address}/hosts?state=Passed&${fabric}`);
  });

  await signIn(await world.operator('administrator'));
  await test.step('ways out of a page without figures keep the fabric', async () => {
    await page.goto(`/hosts/${own.hostId}?${fabric}&at=2020-01-01T00:00:00Z`);
    await main.getByRole('link', { name: 'Show it as of now' }).click();
    await expect(page).toHaveURL(`${server.address}/hosts/${own.hostId}?${fabric}`);

    await page.goto(`/enroll?${fabric}`);
    const wait = main
      .getByRole('listitem')
      .filter({ has: page.getByRole('heading', { name: 'Check the first snapshot' }) });
    await expect(wait.getByRole('link').first()).toHaveAttribute('href', `/hosts?${fabric}`);

    await world.retire(own);
    await page.goto(`/hosts/${own.hostId}?${fabric}`);
    await main.getByRole('link', { name: 'Show its last known state' }).click();
    await expect(page).toHaveURL(new RegExp(`[?&]${fabric}(&|$)`));
    await expect(page).toHaveURL(/[?&]at=/);
  });
});

/** One host, and two that claim to be it: one beside it and one of the other fabric. */
async function addSameIdentity(address: string, world: World, otherWorld: World) {
  const own = await addHost(address, world, 'HV-OWN', { hgsClient: PASSED });
  const claims = { hgsClient: PASSED, sequence: 2, host: { machineId: own.machineId } };
  const beside = await addHost(address, world, 'HV-BESIDE');
  const elsewhere = await addHost(address, otherWorld, 'HV-ELSEWHERE');
  for (const host of [beside, elsewhere]) await send(address, host, snapshotOf(host, claims));
  return { own, beside, elsewhere };
}

test('a page that is not there is answered as such, and leads to the fabric and the time that were looked at', async ({
  page,
  server,
  world,
  signIn,
  faults,
}) => {
  faults.allow(/status of 404/);
  await addHost(server.address, world, 'HV-HERE', { hgsClient: PASSED });
  const at = encodeURIComponent(new Date().toISOString());
  const scope = `fabric=${world.fabric.name}&at=${at}`;
  const kinds = ['hosts', 'plans', 'waves', 'reports', 'reports/schedules'];
  // One that could be, one of another form, and one longer than any.
  const ids = ['0197e4a0-0000-7000-8000-000000000000', 'nope', 'x'.repeat(600)];
  const rest = ['/reports/nope/document', `/reports/${ids[2]}/document`, '/settings/nope', '/changes/nope'];
  const paths = [...kinds.flatMap((kind) => ids.map((id) => `/${kind}/${id}`)), ...rest];
  for (const role of ['viewer', 'administrator'] as const) {
    await signIn(await world.operator(role));
    // Viewers are told that reports are not for them, whatever the address asks for.
    const asked = role === 'viewer' ? paths.filter((path) => !path.startsWith('/reports')) : paths;
    // One after the other: few pages of one person are made at once, and others are told to come back.
    const answers: [string, number][] = [];
    for (const path of asked) answers.push([path, (await page.request.get(path)).status()]);
    expect(answers).toEqual(asked.map((path) => [path, 404]));
    // The page itself is the same for both.
    if (role === 'viewer' && !isLongRun) continue;
    for (const [path, name, to] of [
      [`/hosts/${ids[0]}`, 'All hosts', '/hosts?'],
      ['/plans/999', 'All plans', '/plans?all=true&'],
      ['/no-such-page', 'Go to Fabric', '/?'],
    ] as const) {
      await page.goto(`${path}?${scope}`);
      const link = page.getByRole('link', { name });
      await expect(link, `${role} ${path}`).toHaveAttribute('href', `${to}${scope}`);
    }
  }
  const icon = await page.request.get('/favicon.ico', { maxRedirects: 0 });
  expect([icon.status(), icon.headers().location]).toEqual([308, '/icon.svg']);
});

/** What an address asks for, in whichever order. */
function askedBy(address: string): string {
  const { pathname, searchParams } = new URL(address, 'http://console.example');
  searchParams.sort();
  return `${pathname}?${searchParams}`;
}

const scrollOf = (page: Page) => () => page.evaluate(() => window.scrollY);

/** Scrolls to somewhat above the end; answers with where that is. */
async function scrollDown(page: Page, path: string): Promise<number> {
  const left = await page.evaluate(() => {
    window.scrollTo(0, document.body.scrollHeight - window.innerHeight - 40);
    return window.scrollY;
  });
  expect(left, path).toBeGreaterThan(100);
  return left;
}

test('every page that is loaded again, or come back to, is scrolled to where it was, and anew where a link leads', async ({
  page,
  server,
  world,
  signIn,
}) => {
  for (let count = 0; count < 6; count += 1)
    await addHost(server.address, world, 'HV-BAD', { hgsClient: INSECURE });
  const administrator = await world.operator('administrator');
  await signIn(administrator);
  const section = (name: string) =>
    page.getByRole('navigation', { name: 'Sections' }).getByRole('link', { name });
  const title = page.getByRole('heading', { level: 1 });
  const scroll = scrollOf(page);
  const isThere = (told: RegExp) => expect(page.getByRole('main').getByText(told).first()).toBeAttached();

  await test.step('on a phone, at its end', async () => {
    await page.setViewportSize({ width: 390, height: 300 });
    await page.goto('/settings/audit');
    await isThere(/Host enrolled/);
    const end = await page.evaluate(() => {
      window.scrollTo(0, document.body.scrollHeight);
      return window.scrollY;
    });
    expect(end).toBeGreaterThan(300);
    await page.reload();
    await expect.poll(scroll).toBe(end);
  });

  await page.setViewportSize({ width: 1440, height: 300 });
  const hosts = ['/hosts', /HV-BAD/] as const;
  const changes = ['/changes', /enrolled/] as const;
  for (const [path, told] of isLongRun ? [hosts, changes] : [changes])
    await test.step(`${path}, after a section of the rail and Back`, async () => {
      await page.goto(path);
      await isThere(told);
      const left = await scrollDown(page, path);
      await section('Fabric').click();
      await expect(title).toBeFocused();
      await expect.poll(scroll).toBe(0);
      await page.goBack();
      await isThere(told);
      await expect.poll(scroll, path).toBe(left);

      // Nothing of the page is there any more when Back leads to it.
      await page.goForward();
      await page.reload();
      await untilItListens(page);
      await page.goBack();
      await expect(title).toBeFocused();
      await expect.poll(scroll, path).toBe(left);
    });

  await test.step('after signing in again', async () => {
    const left = await scroll();
    await page.context().clearCookies({ name: 'gf-session' });
    await page.reload();
    await page.getByLabel('Email').fill(administrator.email);
    await page.getByLabel('Password').fill(administrator.password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await expect(page).toHaveURL(/\/changes$/);
    await expect.poll(scroll).toBe(left);
  });

  await test.step('a link begins anew, and Back leads to where its reader was then', async () => {
    const top = () =>
      // Whoever is brought elsewhere is so before the second frame.
      page.evaluate(
        () =>
          new Promise<number>((resolve) =>
            requestAnimationFrame(() => requestAnimationFrame(() => resolve(window.scrollY))),
          ),
      );
    await section('Remediation').click();
    await page.getByRole('link', { name: 'Catalogue', exact: true }).click();
    await expect(title).toHaveText('Catalogue');
    await page.getByRole('radio', { name: /entries/ }).press('Space');
    await expect(page).toHaveURL(/\/remediation$/);
    await page.mouse.wheel(0, 600);
    await expect.poll(top).toBe(600);
    await section('Changes').click();
    await expect(title).toHaveText('Changes');
    await page.goto('/remediation');
    expect(await top()).toBe(0);
    await section('Changes').click();
    await expect(title).toHaveText('Changes');
    await page.goBack();
    await expect(title).toHaveText('Catalogue');
    expect(await top()).toBe(0);
  });
});

test('a list is come back to as it was left, from a host, another section, Back and a reload', async ({
  page,
  server,
  world,
  signIn,
}) => {
  for (let count = 0; count < 5; count += 1)
    await addHost(server.address, world, 'HV-BAD', { hgsClient: INSECURE });
  await signIn(await world.operator('viewer'));
  await page.setViewportSize({ width: 1440, height: 300 });
  const fabric = `fabric=${world.fabric.name}`;
  const section = (name: string) =>
    page.getByRole('navigation', { name: 'Sections' }).getByRole('link', { name });
  await page.goto(`/hosts?state=InsecureHostConfiguration&sort=shieldedVms&order=desc&limit=3&${fabric}`);
  await page.getByRole('link', { name: 'Next page' }).click();
  await expect(page).toHaveURL(/cursor=/);
  const left = askedBy(page.url());
  const isBack = () => expect.poll(() => askedBy(page.url())).toBe(left);
  const names = page.getByRole('table').locator('tbody').getByRole('link');
  await expect(names).toHaveCount(2);

  const scrolled = await page.evaluate(() => {
    window.scrollTo(0, document.body.scrollHeight);
    return window.scrollY;
  });
  await page.reload();
  await expect(names).toHaveCount(2);
  await expect.poll(() => page.evaluate(() => window.scrollY)).toBe(scrolled);

  await section('Changes').click();
  await expect(page).toHaveURL(`${server.address}/changes?within=24h&${fabric}`);
  await section('Hosts').click();
  await isBack();

  await names.first().click();
  const title = page.getByRole('heading', { level: 1 });
  await expect(title).toContainText('HV-BAD');
  const host = (await title.textContent()) ?? '';
  const crumb = page.getByRole('navigation', { name: 'Breadcrumb' }).getByRole('link');
  for (const link of [crumb, section('Hosts')])
    await expect.poll(async () => askedBy((await link.getAttribute('href')) ?? '')).toBe(left);
  await page.keyboard.press(']');
  await expect(title).not.toHaveText(host);
  await page.keyboard.press('[');
  await expect(title).toHaveText(host);
  await page.goBack();
  await isBack();
  await section('Hosts').click();
  await expect(page).toHaveURL(`${server.address}/hosts?${fabric}`);
});
