import { randomUUID } from 'node:crypto';
import { expect } from '@playwright/test';
import { hostNames, INSECURE, PASSED, send, snapshotOf } from '@/test/support/agent-client';
import { expectAccessible } from './support/accessible';
import { addHost } from './support/fleet';
import { hiddenBelow } from './support/narrow';
import { test } from './support/test';

const ok = (value: unknown) => ({ status: 'ok', value });

test('whether a node may be drained or restarted stands on its page, with why, and follows its cluster', async ({
  page,
  server,
  world,
  signIn,
}) => {
  const names = ['HV-ONE', 'HV-TWO'].map((prefix) => hostNames(`${prefix}-${randomUUID().slice(0, 8)}`));
  const facts = {
    shieldedVms: ok({ total: 6, running: 2 }),
    secureBoot: ok({ enabled: true, uefi: true, uefiCa2023Status: 'Updated', updateAvailable: 0 }),
    cluster: ok({
      name: 'CL-9',
      nodeState: 'Up',
      nodes: names.map(({ hostname }) => ({ name: hostname, state: 'Up' })),
    }),
  };
  const wordsOf = (index: number) => ({ facts, host: { ...names[index], cluster: 'CL-9' } });
  const node = await addHost(server.address, world, 'HV', { hgsClient: PASSED, ...wordsOf(0) });
  const other = await addHost(server.address, world, 'HV', { hgsClient: PASSED, ...wordsOf(1) });
  await signIn(await world.operator('viewer'));
  await page.goto(`/hosts/${node.hostId}`);
  const panel = page.getByRole('region', { name: 'May I restart this node?' });
  const drain = panel.getByRole('region', { name: 'Drain' });
  const restart = panel.getByRole('region', { name: 'Restart' });
  await expect(drain).toContainText(
    `Yes. The other node of the cluster can take shielded VMs: ${other.hostname}.`,
  );
  await expect(restart).toContainText('No. 2 shielded VMs run here (4 more are off). Drain the node first.');
  await expect(panel).toContainText('Evidence valid until');
  // The reason that decides is there in full, however narrow the panel, and those beside it are folded.
  const decides = drain.locator('p').first();
  await expect(decides).toBeVisible();
  expect(await hiddenBelow(decides)).toBe(0);
  await expect(drain.locator('p').last()).toBeHidden();
  await drain.getByText(/^\d more reasons?$/).click();
  await expect(drain.locator('p').last()).toBeVisible();
  await expectAccessible(page);

  await send(server.address, other, snapshotOf(other, { sequence: 2, hgsClient: INSECURE, ...wordsOf(1) }));
  await page.reload();
  await expect(drain).toContainText(
    'No. 2 shielded VMs run here (4 more are off), and the other node of the cluster is not up, Passed',
  );

  await test.step('what an update that waits would do to it is told without opening anything', async () => {
    const secureBoot = ok({
      enabled: true,
      uefi: true,
      uefiCa2023Status: 'InProgress',
      updateAvailable: 0x40,
    });
    const { facts: before, host } = wordsOf(1);
    // The other node passes with it, and is of another model: that proves nothing.
    const unlike = { ...host, model: 'M9' };
    const waiting = { host: unlike, facts: { ...before, secureBoot }, hgsClient: INSECURE };
    await send(server.address, other, snapshotOf(other, { sequence: 3, ...waiting }));
    await page.goto(`/hosts/${other.hostId}`);
    await expect(drain).toContainText(/^Drain\s*Yes\. /);
    await expect(restart.getByText('no host like this one passes with it yet')).toBeVisible();
    await expect(restart.getByText(/^\d more reasons?$/)).toBeVisible();
    await page.goto(`/hosts?peek=${other.hostId}`);
    const beside = page.getByRole('complementary', { name: `${other.hostname}, beside the list` });
    await expect(beside).toContainText('no host like this one passes with it yet');
  });

  await page.goto(
    `/hosts/${node.hostId}?at=${encodeURIComponent(new Date(Date.now() - 1_000).toISOString())}`,
  );
  await expect(panel).toContainText('This is answered for now only.');
});
