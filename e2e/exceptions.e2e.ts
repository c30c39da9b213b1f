import { expect } from '@playwright/test';
import { INSECURE } from '@/test/support/agent-client';
import { addHost } from './support/fleet';
import { expectAccessible, test } from './support/test';

const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

test('one person requests an exception from a host, another approves it, and the host is excepted', async ({
  page,
  server,
  world,
  signIn,
}) => {
  const bitLocker = { hgsClient: { ...INSECURE, attestationSubstatus: 'BitLocker' } };
  const host = await addHost(server.address, world, 'HV-EXC', bitLocker);
  await signIn(await world.operator('operator'));
  await page.goto(`/hosts/${host.hostId}`);
  const panel = page.getByRole('region', { name: 'Exceptions' });
  await panel.getByRole('link', { name: 'Request exception' }).click();
  await expect(page.getByRole('heading', { name: 'Request an exception' })).toBeVisible();
  await expect(page.getByRole('checkbox', { name: /BitLocker/ })).toBeChecked();
  await expectAccessible(page);
  await page.getByLabel('Reason').fill('Encryption waits for new disks');
  await page.getByLabel('Compensating control').fill('The rack is locked');
  await page.getByLabel('Owner').fill('Ops Paris');
  await page.getByLabel('Review by').fill(inDays(5));
  await page.getByLabel('Ends on').fill(inDays(10));
  await page.getByRole('button', { name: 'Send for approval' }).click();

  const table = page.getByRole('table', { name: 'Exceptions' });
  await expect(table).toContainText('Waiting for approval');
  await expect(table.getByRole('button', { name: 'Approve' })).toBeDisabled();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('No host is excepted');
  await expectAccessible(page);

  await signIn(await world.operator('operator'));
  await page.goto('/exceptions');
  await table.getByRole('button', { name: /^Approve/ }).click();
  await table.getByRole('button', { name: 'Approve it' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/^1 host is excepted/);
  await expect(table).toContainText('Ending within 30 days');
  await page.goto('/hosts?exception=excepted');
  await expect(page.getByRole('link', { name: host.hostname })).toBeVisible();
  await page.goto(`/hosts/${host.hostId}`);
  await expect(panel).toContainText('is in force until');
  await expect(panel).toContainText('counts as excepted');
  await page.goto('/changes');
  await expect(page.getByText(`${host.hostname} is under an exception`)).toBeVisible();
});

test('a viewer reads exceptions and is offered no step', async ({ page, world, signIn }) => {
  await signIn(await world.operator('viewer'));
  await page.goto('/exceptions');
  await expect(page.getByText('There is no exception.')).toBeVisible();
  await expect(page.getByRole('link', { name: 'Request exception' })).toHaveCount(0);
  await page.goto('/exceptions/new');
  await expect(page.getByText('Your role may read exceptions.')).toBeVisible();
});
