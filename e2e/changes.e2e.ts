import { expect } from '@playwright/test';
import {
  type Enrolled,
  INSECURE,
  PASSED,
  type SnapshotWords,
  send,
  snapshotOf,
} from '@/test/support/agent-client';
import { isLongRun } from '@/test/support/runs';
import { expectAccessible } from './support/accessible';
import { addHost } from './support/fleet';
import { beyondTheEdge, brokenWords } from './support/narrow';
import { test } from './support/test';

const hostile = '<img src=x onerror=alert(1)>\u202e';

test('hosts that turn together are one wave, on the Fabric page and among all changes', async ({
  page,
  server,
  world,
  signIn,
}) => {
  const node = { cluster: 'CL-NIGHT', firmwareVersion: '2.17.0' };
  const add = (name: string, host: Record<string, unknown>) =>
    addHost(server.address, world, name, { hgsClient: PASSED, host });
  const say = (host: Enrolled, words: SnapshotWords) =>
    send(server.address, host, snapshotOf(host, { sequence: 2, ...words }));
  const hosts = await Promise.all(['HV-A', 'HV-B', 'HV-C'].map((name) => add(name, node)));
  const other = await add('HV-OTHER', { cluster: hostile });
  // Two of another cluster turn for another reason: a wave that has no host of the first.
  const day = await Promise.all(['HV-DAY-A', 'HV-DAY-B'].map((name) => add(name, { cluster: 'CL-DAY' })));
  const dumping = { ...INSECURE, attestationSubstatus: 'DumpEncryption', attestationSubstatusCode: null };
  await Promise.all([
    ...hosts.map((host) => say(host, { hgsClient: INSECURE, host: { ...node, firmwareVersion: '2.19.1' } })),
    say(other, { host: { cluster: hostile, firmwareVersion: hostile } }),
    ...day.map((host) => say(host, { hgsClient: dumping, host: { cluster: 'CL-DAY' } })),
  ]);
  await signIn(await world.operator('viewer'));

  await page.goto('/');
  const recent = page.getByRole('region', { name: 'Recent changes' });
  const wave = recent.getByRole('listitem').filter({ hasText: '3 hosts in CL-NIGHT' }).first();
  await expect(wave).toContainText('went Passed → InsecureHostConfiguration');
  await expect(wave).toContainText('SecureBootSettings, BitLocker');
  await expect(wave).toContainText('after firmware 2.17.0 → 2.19.1 on each');
  await expect(recent).toContainText('<img src=x onerror=alert(1)>');
  await expectAccessible(page);
  // Its hosts, and what leads to them, are one page further on.
  await expect(wave.getByRole('link')).toHaveText(['3 hosts in CL-NIGHT']);
  await wave.getByRole('link', { name: '3 hosts in CL-NIGHT' }).click();
  const turned = page.getByRole('table', { name: 'Hosts' });
  for (const { hostname } of hosts) await expect(turned.getByRole('link', { name: hostname })).toBeVisible();
  await page.getByRole('main').getByRole('link', { name: 'Show in Hosts' }).click();
  await expect(page).toHaveURL(/cluster=CL-NIGHT.*cause=SecureBootSettings/);
  await expect(page.getByRole('table', { name: 'Hosts' }).getByRole('row')).toHaveCount(4);

  await page.keyboard.press('g');
  await page.keyboard.press('c');
  await expect(page).toHaveURL(`${server.address}/changes?within=24h&fabric=${world.fabric.name}`);
  const title = page.getByRole('heading', { level: 1 });
  await expect(title).toHaveText('Changes');
  await expect(page.getByRole('heading', { level: 2, name: 'Today' })).toBeVisible();
  const open = page.getByRole('region', { name: 'Open waves' });
  await expect(open.getByText('none of 3 hosts able again')).toBeVisible();
  await expect(open.getByText('3 hosts in CL-NIGHT')).toBeVisible();
  await page.getByRole('button', { name: 'View as table' }).click();
  await expect(page.getByRole('table', { name: 'Hosts that became worse' }).getByRole('row')).toHaveCount(2);
  await expectAccessible(page);

  const listed = page
    .getByRole('main')
    .getByRole('listitem')
    .filter({ hasText: '3 hosts in CL-NIGHT' })
    .first();
  await expect(listed).toContainText('Firmware 2.17.0 → 2.19.1 on these 3');
  await expect(listed.getByRole('link')).toHaveText(['3 hosts in CL-NIGHT', /^Compare with \d\d:\d\d$/]);
  await expect(
    page.getByText(
      '5 hosts stopped passing and none recovered; 6 hosts joined: 1 more host can run shielded VMs.',
    ),
  ).toBeVisible();
  await expect(page.getByRole('main')).toContainText('2 hosts in CL-DAY');
  await expect(page.getByRole('region', { name: 'By cause' })).toContainText(
    'A host with several causes counts under each.',
  );
  await page.getByRole('region', { name: 'By cluster' }).getByRole('link', { name: 'CL-NIGHT' }).click();
  await expect(page).toHaveURL(/cluster=CL-NIGHT&within=24h/);
  // Heading and sums are of the same hosts as the list.
  const summed = page.getByRole('complementary', { name: 'Summary' });
  await expect(
    page.getByText(
      'In the last 24 h, with these filters, 3 hosts stopped passing and none recovered; 3 hosts joined:',
    ),
  ).toBeVisible();
  await expect(summed).not.toContainText('CL-DAY');
  await page.reload();
  await expect(listed).toBeVisible();
  // What came of the other host alone is left out; a wave that it was in is told whole.
  await expect(page.getByRole('main')).not.toContainText('<img src=x');
  await expect(page.getByRole('listitem').filter({ hasText: '2 hosts in CL-DAY' })).toHaveCount(0);
  await page.getByRole('button', { name: /^Export \d+ changes$/ }).press('Enter');
  await expect(page.getByRole('menuitem', { name: 'CSV' })).toHaveAttribute(
    'href',
    /format=csv.*cluster=CL-NIGHT/,
  );
  await page.keyboard.press('Escape');
  await page.getByRole('link', { name: 'Change to: Cluster is not CL-NIGHT' }).press('Enter');
  await expect(page).toHaveURL(/cluster=-CL-NIGHT/);
  await expect(page.getByRole('listitem').filter({ hasText: '2 hosts in CL-DAY' }).first()).toBeVisible();
  await page.getByRole('link', { name: 'Remove filter: Cluster CL-NIGHT' }).click();
  await expect(page).not.toHaveURL(/cluster=/);

  // What is drawn anew does not move from where it was, however long the answer took.
  const sums = await page.getByRole('region', { name: 'By cluster' }).elementHandle();
  await page.getByRole('link', { name: 'Improvements' }).click();
  await expect(page).toHaveURL(/kind=recovery&kind=improvement/);
  expect(await sums?.evaluate((element) => element.isConnected)).toBe(false);
  await expect(page.getByText('No changes match these filters.')).toBeVisible();
  await send(server.address, other, snapshotOf(other, { hgsClient: INSECURE, sequence: 3 }));
  await send(server.address, other, snapshotOf(other, { hgsClient: PASSED, sequence: 4 }));
  await page.reload();
  const recovered = page.getByRole('main').getByRole('listitem').filter({ hasText: other.hostname });
  await expect(recovered).toContainText('recovered: InsecureHostConfiguration → Passed');
  await expectAccessible(page);

  await page.getByRole('button', { name: 'Français' }).click();
  await expect(title).toHaveText('Changements');
  await expect(recovered).toContainText('est rétabli');
  await expectAccessible(page);

  await test.step('a narrow phone has each filter whole, and breaks no word', async () => {
    await page.setViewportSize({ width: 320, height: 844 });
    await page.goto('/changes');
    for (const name of ['Types de changement', 'Période'])
      for (const filter of await page.getByRole('navigation', { name }).getByRole('link').all())
        await expect(filter).toBeInViewport({ ratio: 1 });
    await expect(page.getByText('Microprogramme 2.17.0').first()).toBeVisible();
    expect(await brokenWords(page)).toEqual([]);
    expect(await beyondTheEdge(page)).toEqual([]);
  });
  await page.getByRole('main').getByRole('link', { name: other.hostname }).first().click();
  await expect(page).toHaveURL(/\/hosts\//);
});

test('changes are of one’s own fabrics, of the moment asked for, and of words that are known', async ({
  page,
  server,
  world,
  otherWorld,
  signIn,
}) => {
  const host = await addHost(server.address, world, 'HV-MINE', { hgsClient: PASSED });
  const between = new Date().toISOString();
  await send(server.address, host, snapshotOf(host, { hgsClient: INSECURE, sequence: 2 }));
  await signIn(await otherWorld.operator('administrator'));
  await page.goto('/changes');
  await expect(page.getByText('Nothing has changed yet.')).toBeVisible();
  await expectAccessible(page);

  await signIn(await world.operator('viewer'));
  await page.goto('/changes');
  await expect(page.getByRole('main')).toContainText('went Passed → InsecureHostConfiguration');
  await page.goto(`/changes?at=${between}`);
  await expect(page.getByRole('main')).toContainText('sent its first snapshot: Passed');
  await expect(page.getByRole('main')).not.toContainText('InsecureHostConfiguration');
  await page.goto('/changes?cause=bitlocker&cluster=CL-NONE');
  await expect(page.getByRole('main')).toContainText('Did you mean “BitLocker”?');
  await expect(page.getByRole('main')).toContainText('No host is in a cluster called “CL-NONE”');
  if (!isLongRun) return;
  await page.goto('/changes?colour=red');
  await expect(page.getByRole('main')).toContainText('“colour”');
});

test('what differs between two times is shown by what became of the hosts', async ({
  page,
  server,
  world,
  signIn,
}) => {
  const names = ['HV-DIFFERS-1', 'HV-DIFFERS-2'];
  const [host, other] = await Promise.all(
    names.map((name) => addHost(server.address, world, name, { hgsClient: PASSED })),
  );
  if (host === undefined || other === undefined) throw new Error('Two hosts were to be added');
  const from = new Date().toISOString();
  for (const one of [host, other])
    await send(server.address, one, snapshotOf(one, { hgsClient: INSECURE, sequence: 2 }));
  await signIn(await world.operator('viewer'));
  await page.goto('/changes');
  await page.getByRole('link', { name: 'Compare', exact: true }).click();
  // The last day: both hosts have enrolled in it.
  await expect(page).toHaveURL(/\/changes\/compare/);
  await expect(page.getByRole('heading', { level: 1 })).toContainText('2 hosts worse, 0 better, 0 silent');
  const since = page.getByRole('navigation', { name: 'Times to compare from' });
  await expect(since.getByRole('link', { name: '24 h ago' })).toHaveAttribute('aria-current', 'true');
  await expectAccessible(page);

  await page.goto(`/changes/compare?from=${from}`);
  const table = page.getByRole('table', { name: 'What differs' });
  const group = table.getByRole('row').filter({ hasText: '2 hosts in' });
  await expect(group).toContainText('Passed');
  await expect(group).toContainText('InsecureHostConfiguration');
  await group.getByRole('button', { name: 'Show 2 rows' }).click();
  await expect(table.getByRole('link', { name: other.hostname })).toBeVisible();
  await expectAccessible(page);
  // The address says it, and so the box shows it once the page is there.
  await page.getByRole('checkbox', { name: 'Group identical changes' }).click();
  await expect(page).toHaveURL(/grouped=false/);
  await page.getByRole('searchbox', { name: 'Filter what differs' }).fill(host.hostname);
  await expect(page.getByRole('status').filter({ hasText: '1 host' })).toBeVisible();
  await expect(table.getByRole('link', { name: other.hostname })).toBeHidden();
  await page.getByRole('button', { name: 'Export 1 host' }).click();
  const download = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: 'CSV' }).click();
  expect((await download).suggestedFilename()).toMatch(/^compare-all-fabrics-.*-to-.*\.csv$/);

  await since.getByRole('button', { name: 'Pick a time' }).click();
  await page.getByRole('dialog').getByRole('textbox', { name: 'Date and time' }).fill('2999-01-01T00:00');
  await page.getByRole('dialog').getByRole('button', { name: 'Compare' }).click();
  await expect(page.getByRole('dialog')).toContainText('Choose a time in the past');
  await page.keyboard.press('Escape');
  // What was found is undone, looked at from the other end.
  await page.goto(`/changes/compare?from=${from}`);
  await expect(group).toBeVisible();
  const backwards = page.getByText('“From” is later than “To”');
  await expect(backwards).toHaveCount(0);
  await page.getByRole('link', { name: 'Swap' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('0 hosts worse, 2 better');
  await expect(backwards).toContainText('going back in time');
  await expectAccessible(page);
  await page.goto(`/changes/compare?from=${from}&to=2999-01-01T00:00:00Z`);
  await expect(page.getByRole('alert').filter({ hasText: 'in the future' })).toBeVisible();
});
