import { expect } from '@playwright/test';
import { type Enrolled, INSECURE, PASSED, send, snapshotOf } from '@/test/support/agent-client';
import { expectAccessible } from './support/accessible';
import { addHost } from './support/fleet';
import { test } from './support/test';

const FAILING = {
  ...INSECURE,
  attestationSubstatus: 'BitLocker, SecureBootSettings',
  attestationSubstatusCode: null,
};
const node = (firmwareVersion: string) => ({ firmwareVersion, cluster: 'CL-WAVE', model: 'M4' });
const facts = { shieldedVms: { status: 'ok', value: { total: 3, running: 0 } } };

test('a wave has a page that tells what its hosts share, and follows them until it is over', async ({
  page,
  context,
  server,
  world,
  signIn,
}) => {
  const { address } = server;
  const say = (host: Enrolled, sequence: number, words: object) =>
    send(address, host, snapshotOf(host, { facts, sequence, ...words }));
  const hosts: Enrolled[] = [];
  for (const prefix of ['HV-A', 'HV-B', 'HV-C'])
    hosts.push(await addHost(address, world, prefix, { hgsClient: PASSED, facts, host: node('2.17.0') }));
  const other = { ...node('2.17.0'), cluster: 'CL-2' };
  await addHost(address, world, 'HV-OTHER', { hgsClient: PASSED, facts, host: other });
  const before = new Date();
  for (const host of hosts) await say(host, 2, { hgsClient: FAILING, host: node('2.19.1') });
  const failing = new Date();
  await signIn(await world.operator('viewer'));
  // Waves are changes, and somebody may look for them there.
  await page.goto(`/changes/waves?fabric=${world.fabric.name}`);
  await expect(page).toHaveURL(`${address}/waves?fabric=${world.fabric.name}`);
  const list = page.getByRole('table', { name: 'Open waves' });
  await expect(list).toContainText('3 hosts in CL-WAVE went Passed → InsecureHostConfiguration');
  await expect(list).toContainText('0 of 3 hosts');
  await expectAccessible(page);
  await list.getByRole('link', { name: /^3 hosts in CL-WAVE/ }).click();

  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/^3 hosts in CL-WAVE went Passed/);
  const shared = page.getByRole('table', { name: 'What these 3 share' });
  await expect(shared.getByRole('row', { name: /^Firmware/ })).toHaveText(
    /Firmware\s*2\.19\.1\s*3 of 3\s*0 of 1\s*\+100 pts/,
    { useInnerText: true },
  );
  await expect(page.getByRole('region', { name: 'What changed before it' })).toContainText(
    'Firmware 2.17.0 → 2.19.1 on 3 hosts',
  );
  await expect(page.getByRole('table', { name: 'Hosts' }).getByRole('row')).toHaveCount(4);
  await expectAccessible(page);

  const [, second] = hosts;
  // Its page has its wave in place: what React sends behind a page moves it once it is seen.
  const html = await (await page.request.get(`/hosts/${second?.hostId}`)).text();
  expect(html.indexOf('>Part of a wave<')).toBeGreaterThan(0);
  expect(html.indexOf('>Part of a wave<')).toBeLessThan(html.indexOf('</main>'));
  await page
    .getByRole('table', { name: 'Hosts' })
    .getByRole('link', { name: second?.hostname ?? '' })
    .click();
  await page
    .getByRole('region', { name: 'Part of a wave' })
    .getByRole('link', { name: /^3 hosts in CL-WAVE/ })
    .click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/^3 hosts in CL-WAVE went Passed/);

  // Only a later snapshot proves it.
  const [first] = hosts;
  if (first) await say(first, 3, { hgsClient: PASSED, host: node('2.19.1') });
  await page.reload();
  await expect(page.getByText('1 of 3 hosts')).toBeVisible();
  await page.getByRole('button', { name: 'Français' }).click();
  await expect(page.getByText('1 hôte sur 3')).toBeVisible();
  await page.getByRole('button', { name: 'English' }).click();
  await expect(page.getByText('1 of 3 hosts')).toBeVisible();
  await expect(page.getByRole('link', { name: 'Plan the repair' })).toHaveCount(0);
  const wave = new URL(page.url()).pathname;
  await page.goto(`${wave}?at=${encodeURIComponent(failing.toISOString())}`);
  await expect(page.getByText('0 of 3 hosts')).toBeVisible();
  await page.goto(`${wave}?at=${encodeURIComponent(before.toISOString())}`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/^3 hosts in CL-WAVE went Passed/);
  await expect(page.getByRole('main')).toContainText(
    'At that time too few of its hosts were known to have changed: it was no wave yet. The first changed on',
  );
  await page.getByRole('link', { name: 'Show it as of now' }).click();
  await expect(page).toHaveURL(new RegExp(`${wave}$`));
  await expect(page.getByText('1 of 3 hosts')).toBeVisible();

  // A plan is for those that are not able again, and about now.
  await signIn(await world.operator('operator'));
  await page.goto('/waves');
  await list.getByRole('link', { name: 'Plan the repair' }).click();
  await expect(page.getByRole('heading', { name: 'Review plan' })).toBeVisible();
  await expect(page.getByText('For 2 hosts.')).toBeVisible();
  await expect(page.getByRole('region', { name: 'Order of work' })).toContainText(second?.hostname ?? '');
  await page.getByRole('button', { name: 'Make plan' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/^RP-\d{4} /);
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const encrypt = page.getByRole('region', { name: /BitLocker/ });
  await encrypt.getByRole('button', { name: 'Copy' }).last().click();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toContain('Get-BitLockerVolume');
  // The wave leads to it, so that nobody plans the same again.
  const made = new URL(page.url()).pathname;
  await page.goto(wave);
  await expect(page.getByRole('main').getByRole('link', { name: 'Report on these hosts' })).toBeVisible();
  await page.getByText('Open plan:').getByRole('link').click();
  await expect(page).toHaveURL(new RegExp(`${made}$`));
});

test('a wave of another fabric is none', async ({ page, server, otherWorld, signIn, faults }) => {
  faults.allow(/status of 404/);
  await addHost(server.address, otherWorld, 'HV-PASSED', { hgsClient: PASSED });
  await signIn(await otherWorld.operator('viewer'));
  await page.goto('/waves');
  await expect(page.getByText('No wave is open', { exact: true })).toBeVisible();
  expect((await page.goto('/waves/mabc123-nothing'))?.status()).toBe(404);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('There is no such wave');
});
