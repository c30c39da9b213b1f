import { expect } from '@playwright/test';
import { INSECURE, PASSED } from '@/test/support/agent-client';
import { addHost } from './support/fleet';
import { expectAccessible, test } from './support/test';

const bitLockerOff = {
  status: 'ok',
  value: { mountPoint: 'C:', protectionStatus: 0, volumeStatus: 'FullyDecrypted' },
};

test('a host shows its state, failing checks, evidence and the way out', async ({
  page,
  server,
  world,
  signIn,
}) => {
  const facts = { bitLocker: bitLockerOff };
  const host = await addHost(server.address, world, 'HV-INSECURE', { hgsClient: INSECURE, facts });
  await signIn(await world.operator('operator'));
  await page.goto('/hosts');
  await page.getByRole('link', { name: host.hostname }).click();

  await expect(page.getByRole('heading', { level: 1 })).toContainText(host.hostname);
  await expect(page.getByText('InsecureHostConfiguration').first()).toBeVisible();
  const checks = page.getByRole('main');
  await expect(checks).toContainText('SecureBootSettings');
  await expect(checks).toContainText('BitLocker');
  await expect(checks).toContainText('ProtectionStatus');
  await expect(page.getByText('The way out').first()).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Switch theme' }).click();
  await expectAccessible(page);
});

test('a viewer sees the host and not its raw snapshot', async ({ page, server, world, signIn }) => {
  const host = await addHost(server.address, world, 'HV-PASSED', { hgsClient: PASSED });
  await signIn(await world.operator('viewer'));
  await page.goto(`/hosts/${host.hostId}`);
  await expect(page.getByRole('heading', { level: 1 })).toContainText(host.hostname);
  await expect(page.getByText('4C4C4544')).toHaveCount(0);
});

test('a host of another fabric does not exist', async ({
  page,
  server,
  world,
  otherWorld,
  signIn,
  faults,
}) => {
  faults.allow(/status of 404/);
  const theirs = await addHost(server.address, otherWorld, 'HV-THEIRS', { hgsClient: PASSED });
  await signIn(await world.operator('administrator'));
  const answer = await page.goto(`/hosts/${theirs.hostId}`);
  expect(answer?.status()).toBe(404);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Nothing here');
  await expect(page.getByText(theirs.hostname)).toHaveCount(0);
  await expectAccessible(page);
});

test('what a host says is text, wherever it is shown', async ({ page, server, world, signIn }) => {
  const hostile = '<img src=x onerror="document.title=1">{{7*7}}\u202eEXE';
  const host = await addHost(server.address, world, 'HV-HOSTILE', {
    hgsClient: { ...INSECURE, attestationSubstatus: hostile },
    host: { cluster: hostile, model: '=HYPERLINK("http://elsewhere.example")', firmwareVersion: hostile },
  });
  await signIn(await world.operator('operator'));
  for (const address of ['/', '/hosts', `/hosts/${host.hostId}`]) {
    await page.goto(address);
    await expect(page.getByText('<img').first()).toBeVisible();
    await expect(page.locator('img[src="x"]')).toHaveCount(0);
  }
});

test('a host that never reported claims no moment at which anything was seen', async ({
  page,
  server,
  world,
  signIn,
}) => {
  const host = await addHost(server.address, world, 'HV-NEVER');
  await signIn(await world.operator('viewer'));
  await page.goto(`/hosts/${host.hostId}`);
  await page.getByRole('button', { name: 'Expand all' }).click();
  await expect(page.getByText('Seen on host', { exact: true }).first()).toBeVisible();
  await expect(page.getByText('Seen on host,')).toHaveCount(0);
});

test('both addresses of HGS are told', async ({ page, server, world, signIn }) => {
  const host = await addHost(server.address, world, 'HV-PASSED', { hgsClient: PASSED });
  await signIn(await world.operator('viewer'));
  await page.goto(`/hosts/${host.hostId}`);
  const addresses = page.getByRole('definition').filter({ hasText: /Attestation$|KeyProtection$/ });
  await expect(addresses).toContainText(/Attestation.*KeyProtection/);
});
