import { expect } from '@playwright/test';
import { INSECURE, PASSED, send, snapshotOf } from '@/test/support/agent-client';
import { expectAccessible } from './support/accessible';
import { addHost } from './support/fleet';
import { test } from './support/test';

const REFUSED = {
  hgsClient: { ...INSECURE, attestationSubstatus: 'SecureBootSettings', attestationSubstatusCode: '512' },
};

test('a plan is checked, made, confirmed and worked through, and a reader only reads it', async ({
  page,
  server,
  world,
  signIn,
}) => {
  const host = await addHost(server.address, world, 'HV-PLAN', REFUSED);
  const before = new Date().toISOString();
  await signIn(await world.operator('operator'));
  await page.goto('/plans');
  await expect(page.getByText('No plan is open.')).toBeVisible();
  await expectAccessible(page);

  await page.goto(`/hosts/${host.hostId}`);
  await page.getByRole('link', { name: 'Make a plan' }).click();
  await expect(page.getByRole('heading', { name: 'Review plan' })).toBeVisible();
  await expect(page.getByRole('region', { name: 'Order of work' })).toContainText('SecureBootSettings');
  await expectAccessible(page);
  await page.getByLabel('Name').fill('Night of the firmware');
  await page.getByRole('button', { name: 'Make plan' }).click();

  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/^RP-\d{4} Night of the firmware$/);
  const baseline = page.getByRole('region', { name: /SecureBootSettings/ });
  await expect(baseline.getByText('Get-HgsAttestationBaselinePolicy')).toHaveCount(0);
  await expectAccessible(page);
  await baseline.getByLabel('Who planned the change, and which one').fill('CHG-20533, Julien');
  await baseline.getByRole('button', { name: 'I confirm that the change was planned' }).click();
  await expect(baseline.getByText('Get-HgsAttestationBaselinePolicy')).toBeVisible();
  await expect(page.getByRole('region', { name: 'Confirmed changes' })).toContainText('CHG-20533, Julien');
  const task = baseline.getByRole('checkbox', { name: `${host.hostname} is done` });
  await task.click();
  await expect(task).toBeChecked();
  await expect(baseline).toContainText('Awaiting proof');
  // Later snapshots prove it and undo it, on the page as it stands.
  await send(server.address, host, snapshotOf(host, { sequence: 2, hgsClient: PASSED }));
  await expect(baseline).not.toContainText('Awaiting proof');
  await expect(page.getByText('0 to do, 0 awaiting proof, 1 proven')).toBeVisible();
  await send(server.address, host, snapshotOf(host, { sequence: 3, ...REFUSED }));
  await expect(baseline).toContainText('Came back');
  await page.getByRole('button', { name: 'Change name or owner' }).click();
  await page.getByLabel('Name', { exact: true }).fill('Week of the firmware');
  await page.getByLabel('Owner').fill('Ops Paris');
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/Week of the firmware$/);
  await expect(page.getByText('Owner: Ops Paris')).toBeVisible();

  // The panel beside the list of hosts has it as well.
  const plan = page.url();
  await page.goto(`/hosts?peek=${host.hostId}`);
  const beside = page.getByRole('complementary', { name: `${host.hostname}, beside the list` });
  await expect(beside.getByRole('region', { name: 'Open plans' })).toContainText('0 of 1 task proven');
  await expect(beside).toContainText('0 of 1 host able');
  await beside.getByRole('link', { name: /^RP-\d{4} Week of the firmware$/ }).click();
  await expect(page).toHaveURL(plan);

  // The host's own page says besides how far its tasks are.
  await page.goto(`/hosts/${host.hostId}`);
  const plans = page.getByRole('region', { name: 'Plans' });
  await expect(plans).toContainText('For this host: 1 came back');
  await expect(page.getByRole('link', { name: /^Open plan RP-\d{4}$/ })).toHaveAttribute(
    'href',
    /^\/plans\//,
  );
  await test.step('what its page offers for it is found by the search there', async () => {
    await page.keyboard.press('Control+k');
    await page.keyboard.type('make a plan');
    await expect(page.locator('[aria-selected="true"]')).toHaveText(/^Make a planFor this host/);
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(`/plans/new?host=${host.hostId}`);
    await expect(page.getByRole('button', { name: 'Make plan' })).toBeVisible();
  });
  await page.goto(plan);

  await page.getByRole('button', { name: 'Export' }).click();
  const script = page.getByRole('menuitem', { name: 'Save as PowerShell' });
  await expect(script).toHaveAttribute('href', /format=ps1/);
  await expect(page.getByRole('menuitem', { name: 'Save as CSV' })).toHaveAttribute('href', /format=csv/);
  await page.keyboard.press('Escape');
  const address = page.url();

  await signIn(await world.operator('viewer'));
  await page.goto(address);
  const tick = page.getByRole('checkbox', { name: `${host.hostname} is done` }).first();
  await expect(tick).toBeDisabled();
  await expect(tick).toHaveAccessibleDescription(/^You can read this plan\./);
  await expect(page.getByRole('button', { name: 'Close plan' })).toHaveCount(0);
  await test.step('before it was made it says when that was, and leads to what it is now', async () => {
    await page.goto(`${address}?at=${before}`);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(/^RP-\d{4} Week of the firmware$/);
    await expect(page.getByRole('main')).toContainText(
      'There was no such plan yet at that time. It was made on',
    );
    await expect(page).toHaveTitle(/Week of the firmware/);
    await expectAccessible(page);
    await page.getByRole('link', { name: 'Show it as of now' }).click();
    await expect(page).toHaveURL(address);
    await expect(page.getByRole('checkbox', { name: `${host.hostname} is done` }).first()).toBeVisible();
  });
  await page.goto(`/plans/new?host=${host.hostId}`);
  await expect(page.getByText('Plans are made by operators and administrators.')).toBeVisible();

  await signIn(await world.operator('operator'));
  await page.goto(address);
  await page.getByRole('button', { name: 'Close plan' }).click();
  await page.getByRole('button', { name: 'Close it' }).click();
  await expect(page.getByText('Closed', { exact: false }).first()).toBeVisible();
  await expect(page.getByRole('button', { name: 'Close plan' })).toHaveCount(0);
  await page.goto('/plans');
  await expect(page.getByText('No plan is open.')).toBeVisible();
  await page.getByRole('link', { name: 'All', exact: true }).click();
  await expect(page).toHaveURL(/\/plans\?all=true$/);
  const listed = page.getByRole('table', { name: 'All plans' }).getByRole('link', { name: /^RP-/ }).first();
  await listed.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/Week of the firmware$/);
  await page.goBack();
  await expect(listed).toBeFocused();
  await page.goto('/changes');
  const feed = page.getByRole('main');
  for (const told of ['is in a new plan', 'a task was proven', 'had fixed came back', 'was closed'])
    await expect(feed).toContainText(told);
  await expect(feed).toContainText('0 of 1 task proven');
  await page
    .getByRole('link', { name: /^RP-\d{4}$/ })
    .first()
    .click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/Week of the firmware$/);
});

test('a plan opens at what comes next, folds and unfolds by key and by address, and is printed whole', async ({
  page,
  server,
  world,
  signIn,
}) => {
  const checks = { ...INSECURE, attestationSubstatus: 'CodeIntegrityPolicy, PagefileEncryption' };
  // A host that runs no virtual machines may restart where no other node could take them.
  const facts = { shieldedVms: { status: 'ok', value: { total: 0, running: 0 } } };
  const host = await addHost(server.address, world, 'HV-FOLD', { hgsClient: checks, facts });
  await signIn(await world.operator('operator'));
  await page.goto(`/plans/new?host=${host.hostId}`);
  await page.getByRole('button', { name: 'Make plan' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/^RP-\d{4} /);

  const line = (name: RegExp) => page.getByRole('button', { name });
  const first = page.getByRole('region', { name: /^1\. / });
  const second = page.getByRole('region', { name: /^2\. / });
  const restart = page.getByRole('region', { name: /^3\. Restart/ });
  await test.step('the diagnosis stands once, and is open with the first group that has work', async () => {
    await expect(line(/^Diagnose, before/)).toHaveAttribute('aria-expanded', 'true');
    await expect(page.getByText('Get-HgsTrace -RunDiagnostics')).toHaveCount(1);
    await expect(line(/^1\. /)).toHaveAttribute('aria-expanded', 'true');
    await expect(line(/^2\. /)).toHaveAttribute('aria-expanded', 'false');
    await expect(line(/^3\. /)).toHaveAttribute('aria-expanded', 'false');
    await expect(restart.getByRole('button', { name: /^Copy/ })).toHaveCount(0);
    await expect(first.getByRole('link', { name: /^Diagnose first/ })).toBeVisible();
    await expectAccessible(page);
  });
  await test.step('folding loses nothing that somebody wrote or ticked', async () => {
    const text = page.getByLabel('Who planned the change, and which one');
    await text.fill('CHG-1');
    const tick = page.getByRole('region', { name: /^1\. / }).getByRole('checkbox');
    await tick.click();
    await expect(first).toContainText('Awaiting proof');
    await line(/^1\. /).press('Enter');
    await expect(text).toBeHidden();
    await expect(first).toContainText('1 ticked and not proven yet');
    await line(/^1\. /).press(' ');
    await expect(text).toHaveValue('CHG-1');
    await expect(tick).toBeChecked();
  });
  await test.step('what says where a host restarts leads there and opens it', async () => {
    await second.getByRole('link', { name: 'Restart in group 3' }).press('Enter');
    await expect(restart.getByRole('button', { name: 'Copy the restart' })).toBeVisible();
    await expect(restart).toBeFocused();
  });
  await test.step('an address that names a group or a task opens it', async () => {
    const plan = page.url();
    const task = await second.locator('[id^="task-"]').getAttribute('id');
    await page.goto('/plans');
    await page.goto(`${plan}#${task}`);
    await expect(second.getByRole('checkbox')).toBeVisible();
    await expect(page.locator(`[id="${task}"]`)).toBeFocused();
    await expect(line(/^3\. /)).toHaveAttribute('aria-expanded', 'false');
    await page.evaluate(() => location.assign('#group-3'));
    await expect(restart.getByRole('button', { name: 'Copy the restart' })).toBeVisible();
  });
  await test.step('paper has everything open', async () => {
    await page.goto(page.url().replace(/#.*/, ''));
    await page.reload();
    await expect(line(/^3\. /)).toHaveAttribute('aria-expanded', 'false');
    await page.emulateMedia({ media: 'print' });
    for (const region of [first, second, restart])
      await expect(region.getByText(host.hostname).last()).toBeVisible();
    await expect(restart.getByText('Restart-Computer').first()).toBeVisible();
    await page.emulateMedia({ media: null });
  });
  await test.step('an earlier time has no command to copy, and says so', async () => {
    await page.goto(`${page.url()}?at=${new Date().toISOString()}`);
    await expect(page.getByText('Tasks are ticked and commands shown as of now only')).toBeVisible();
    await line(/^3\. /).click();
    await expect(restart.getByText(/^Restart the host with this script\./)).toBeVisible();
    await expect(page.getByRole('button', { name: /^Copy/ })).toHaveCount(0);
  });
  await test.step('a button that cannot be pressed says beside itself why', async () => {
    await page.goto(`/plans/new?host=${host.hostId}`);
    const make = page.getByRole('button', { name: 'Make plan' });
    await expect(make).toBeDisabled();
    await expect(make).toHaveAccessibleDescription('Another plan holds these restarts');
    await page.getByRole('link', { name: 'Another plan holds these restarts' }).press('Enter');
    await expect(page.getByRole('region', { name: 'Another plan holds these restarts' })).toBeFocused();
  });
});
