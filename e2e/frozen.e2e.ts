import { expect } from '@playwright/test';
import { INSECURE, PASSED, send, snapshotOf } from '@/test/support/agent-client';
import { isLongRun } from '@/test/support/runs';
import { expectAccessible } from './support/accessible';
import { addHost } from './support/fleet';
import { test } from './support/test';

test('a page frozen on a moment shows it, and leads to pages of the same moment', async ({
  page,
  server,
  world,
  signIn,
}) => {
  const host = await addHost(server.address, world, 'HV-CHANGING', { hgsClient: PASSED });
  const never = await addHost(server.address, world, 'HV-NEVER');
  const at = new Date().toISOString();
  await send(server.address, host, snapshotOf(host, { hgsClient: INSECURE, sequence: 2 }));
  await signIn(await world.operator('operator'));
  const frozen = new RegExp(`\\?at=${encodeURIComponent(at)}$`);

  await page.goto(`/?at=${at}`);
  await expect(page.getByRole('heading', { level: 1 })).toContainText('1 of 2 hosts can run shielded VMs');
  const silent = page.getByRole('table').getByRole('link', { name: never.hostname });
  await expect(silent).toHaveAttribute('href', frozen);

  await page.goto(`/hosts/${host.hostId}?at=${at}`);
  await expect(page.getByRole('link', { name: 'CL-PAR-03' })).toHaveAttribute(
    'href',
    /\?cluster=CL-PAR-03&fabric=[\w-]+&at=/,
  );
  await page.getByRole('link', { name: 'Raw snapshot' }).click();
  await expect(page.getByRole('main')).toContainText('"attestationStatus": "Passed"');
  await page.goto(`/hosts/${host.hostId}?tab=raw`);
  await expect(page.getByRole('main')).toContainText('"attestationStatus": "InsecureHostConfiguration"');
});

test('the Fabric page of no host at all is not taken for the first day, and a time in the future is named as the mistake', async ({
  page,
  server,
  world,
  signIn,
}) => {
  await addHost(server.address, world, 'HV-PASSED', { hgsClient: PASSED });
  await signIn(await world.operator('viewer'));
  const headline = page.getByRole('heading', { level: 1 });
  await page.goto('/?at=2000-01-01T00:00:00Z');
  await expect(headline).toHaveText('Nothing is known about that time.');
  await expect(page.getByRole('main')).toContainText('The first host was enrolled on');
  await expectAccessible(page);
  await page.getByRole('link', { name: 'Show it as of now' }).click();
  await expect(headline).toContainText('The only host can run shielded VMs');
  await page.goto('/?cluster=no-such');
  await expect(headline).toHaveText('No host matches.');
  await expectAccessible(page);
  await page.getByRole('link', { name: 'Clear all' }).click();
  await expect(headline).toContainText('The only host can run shielded VMs');
  await expect(page).toHaveURL(`${server.address}/`);

  await test.step('a time in the future', async () => {
    for (const path of isLongRun ? ['/', '/hosts', '/changes'] : ['/', '/changes']) {
      await page.goto(`${path}?at=2099-01-01T00:00:00Z`);
      await expect(page.getByRole('heading', { level: 1 })).toHaveText('This time is in the future');
      await expect(page.getByRole('main')).toContainText('1 January 2099');
      await expect(page.getByText('Looking at')).toHaveCount(0);
    }
    await expectAccessible(page);
    await page.getByRole('link', { name: 'Show it as of now' }).click();
    await expect(page).toHaveURL(`${server.address}/changes`);
  });
});
