import { expect } from '@playwright/test';
import { type Enrolled, INSECURE, PASSED, send, snapshotOf } from '@/test/support/agent-client';
import { expectAccessible } from './support/accessible';
import { addHost } from './support/fleet';
import { hiddenBeside } from './support/narrow';
import { test } from './support/test';

const REFUSED = { ...INSECURE, attestationSubstatus: 'SecureBootSettings', attestationSubstatusCode: null };
const ok = (value: object) => ({ status: 'ok', value });

/** What a host says of its Secure Boot, all of it done where nothing else is said. */
function saying(bits: number, latest: number[], said: object = {}) {
  return {
    shieldedVms: ok({ total: 3, running: 0 }),
    secureBoot: ok({
      enabled: true,
      uefi: true,
      uefiCa2023Status: 'InProgress',
      updateAvailable: bits,
      ...said,
    }),
    secureBootEvents: ok({ latest, changedAt: null, events: [] }),
  };
}
const DONE = saying(0x4000, [1808], { uefiCa2023Status: 'Updated', uefiCa2023Capable: 2 });
const node = (model: string, cluster: string) => ({ model, cluster, firmwareVersion: '2.18.0' });

test('Secure Boot 2023 shows who may move, and what a restart would end', async ({
  page,
  server,
  world,
  signIn,
}) => {
  const { address } = server;
  await signIn(await world.operator('operator'));
  await page.goto('/secure-boot');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('No hosts yet');

  const waiting: Enrolled[] = [];
  for (const prefix of ['HV-W1', 'HV-W2']) {
    const facts = saying(0x4100, [1043, 1036], { uefiCa2023Capable: 1 });
    waiting.push(
      await addHost(address, world, prefix, { hgsClient: PASSED, facts, host: node('M4', 'CL-WAIT') }),
    );
  }
  const held = { facts: saying(0x4004, [1803, 1799], { uefiCa2023Capable: 2 }), host: node('M3', 'CL-HELD') };
  await addHost(address, world, 'HV-H', { hgsClient: PASSED, ...held });
  const refused = { facts: saying(0x4104, [1036]), host: node('M2', 'CL-HELD') };
  const failing = await addHost(address, world, 'HV-R', { hgsClient: REFUSED, ...refused });
  const before = new Date();

  await page.goto('/remediation');
  await page
    .getByRole('navigation', { name: 'Remediation pages' })
    .getByRole('link', { name: 'Secure Boot 2023' })
    .click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(
    'Secure Boot 2023: 0 of 4 hosts done. Restarting CL-WAIT would block 6 VMs.',
  );
  await expect(page.getByRole('link', { name: 'Remediation', exact: true }).first()).toHaveAttribute(
    'aria-current',
    'page',
  );
  const classes = page.getByRole('table', { name: 'Classes and stages' });
  await expect(classes.getByRole('row', { name: /^M4 · firmware 2\.18\.0/ })).toContainText('2 would fail');
  await expect(classes.getByRole('row', { name: /^M3/ })).toContainText('Needs the vendor’s KEK');
  await expect(classes.getByRole('row', { name: /^M2/ })).toContainText('1 refused');
  const clusters = page.getByRole('table', { name: 'If restarted now' });
  await expect(clusters.getByRole('row', { name: /CL-WAIT/ })).toHaveText(
    /CL-WAITNo2 of 2 able hosts60 of 2/,
  );
  await expect(clusters.getByRole('row', { name: /CL-HELD/ })).toHaveText(/CL-HELD✓YesNone01 of 2/);
  await expectAccessible(page);

  // A figure leads to the hosts that it counts, by keyboard too.
  await classes.getByRole('link', { name: '2 would fail' }).press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/Hosts/);
  for (const { hostname } of waiting) await expect(page.getByRole('link', { name: hostname })).toBeVisible();
  await expect(page.getByRole('link', { name: failing.hostname })).toHaveCount(0);
  await page.goBack();

  // A host of the class that HGS accepts with all of it done proves the baseline.
  const [proof] = waiting;
  if (proof !== undefined)
    await send(
      address,
      proof,
      snapshotOf(proof, { hgsClient: PASSED, facts: DONE, host: node('M4', 'CL-WAIT'), sequence: 2 }),
    );
  await page.reload();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(
    'Secure Boot 2023: 1 of 4 hosts done. No restart would block a VM.',
  );
  const baselines = page.getByRole('table', { name: 'Baselines needed before the next ring' });
  await expect(baselines.getByRole('row', { name: /M4/ })).toContainText('Proven on 1 host');
  await baselines.getByRole('row', { name: /M2/ }).getByRole('link', { name: 'Plan the repair' }).click();
  await expect(page.getByRole('heading', { name: 'Review plan' })).toBeVisible();
  await expect(page.getByText('For 1 host.')).toBeVisible();

  await page.goto(`/secure-boot?at=${encodeURIComponent(before.toISOString())}`);
  await expect(page.getByRole('heading', { level: 1 })).toContainText('0 of 4 hosts done');
  await expect(page.getByRole('link', { name: 'Plan the repair' })).toHaveCount(0);
  await page.getByRole('button', { name: 'Français' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(
    /^Démarrage sécurisé 2023\u202f: 0 hôte sur 4 à jour\. Redémarrer CL-WAIT bloquerait 6 VM\.$/,
  );
  const inFrench = page.getByRole('table', { name: 'En cas de redémarrage immédiat' });
  await expect(inFrench.getByRole('columnheader', { name: 'Après' })).toBeVisible();
  await expect(inFrench.getByRole('row', { name: /CL-WAIT/ })).toHaveText(/CL-WAITNon2 sur 260 sur 2/);
  expect(await hiddenBeside(inFrench.locator('..'))).toBe(0);
  await page.goto('/secure-boot?stage=db');
  await expect(page.getByRole('heading', { level: 1 })).not.toContainText('Secure Boot 2023');
});
