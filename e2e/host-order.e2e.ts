import { expect } from '@playwright/test';
import { INSECURE, PASSED, type SnapshotWords } from '@/test/support/agent-client';
import { expectAccessible } from './support/accessible';
import { addHost } from './support/fleet';
import { test } from './support/test';

test('what to do comes first on every kind of host, and what does not fail is one line', async ({
  page,
  server,
  world,
  signIn,
}) => {
  const open = async (prefix: string, words: SnapshotWords, lockedAt: Date | null = null) => {
    const host = await addHost(server.address, world, prefix, words);
    await server.db.source.update({ where: { id: host.hostId }, data: { lockedAt } });
    await page.goto(`/hosts/${host.hostId}`);
  };
  const main = page.getByRole('main');
  const unfolded = main.getByRole('button', { expanded: true });
  const regions = main.getByRole('region', { name: 'Checks', exact: true }).getByRole('region');
  await signIn(await world.operator('administrator'));

  await test.step('one that passes is open nowhere', async () => {
    await open('HV-FINE', { hgsClient: PASSED });
    await expect(regions).toHaveCount(5);
    await expect(unfolded).toHaveCount(0);
    await page.evaluate(() => {
      location.hash = '#check-FullBoot';
    });
    await expect(page.getByRole('button', { name: /FullBoot/ })).toBeFocused();
    await page.evaluate(() => window.dispatchEvent(new Event('beforeprint')));
    await expect(main.getByRole('button', { expanded: false })).toHaveCount(0);
    await page.evaluate(() => window.dispatchEvent(new Event('afterprint')));
    await page.goto(`${page.url().split('#')[0]}#record`);
    await page.reload();
    await expect(main.getByRole('button', { name: 'Record of this host' })).toHaveAttribute(
      'aria-expanded',
      'true',
    );
  });

  const longAgo = new Date(Date.now() - 3 * 3_600_000);
  await test.step('a silent one begins with what keeps it from sending', async () => {
    await open('HV-SILENT', { hgsClient: PASSED, collectedAt: longAgo });
    await expect(regions.first()).toHaveAccessibleName('Failing prerequisites');
    await expect(unfolded).toHaveText([/Failing prerequisites/, /Agent sending snapshots/]);
    await expectAccessible(page);
  });

  await test.step('a locked one is unlocked in its verdict, and all else is a line', async () => {
    await open('HV-LOCKED', { hgsClient: PASSED, collectedAt: longAgo }, new Date());
    await expect(main).toContainText('so the host is locked');
    await expect(unfolded).toHaveText([/Failing prerequisites/]);
    const unlock = main.getByRole('button', { name: /^Unlock / });
    await expect(unlock).toHaveCount(1);
    await unlock.press('Enter');
    await page.getByRole('button', { name: 'Unlock it' }).press('Enter');
    await expect(main).not.toContainText('so the host is locked');
    await expect(unlock).toHaveCount(0);
  });

  await test.step('one whose check fails has its diagnosis and its repair open, and what makes a policy folded', async () => {
    const hgsClient = { ...INSECURE, attestationSubstatus: 'CodeIntegrityPolicy' };
    await open('HV-POLICY', { hgsClient });
    await expect(regions.first()).toHaveAccessibleName(/^Failing/);
    await expect(unfolded).toHaveText([/Diagnose/, /Failing.*CodeIntegrityPolicy/]);
    const fold = main.getByRole('button', { name: /^No policy yet\?/ });
    await expect(fold).toContainText('Steps 2 to 5');
    await expect(main).not.toContainText('New-CIPolicy');
    const apply = 'Copy step 6 of CodeIntegrityPolicy';
    await expect(main.getByRole('button', { name: apply })).toBeVisible();
    await fold.press('Space');
    await expect(main).toContainText('New-CIPolicy');
    await expect(main.getByRole('button', { name: apply })).toBeVisible();
    await expectAccessible(page);
  });

  await test.step('of an earlier time it says what was wrong, and nothing that acts can be copied', async () => {
    const now = new Date().toISOString();
    await page.goto(`${page.url()}?at=${now}`);
    await expect(main).toContainText('Steps and scripts are shown for now only');
    await main.getByRole('button', { name: 'Expand all' }).click();
    await expect(main.locator('[data-script]')).toHaveCount(0);
    await expect(main.getByRole('button', { name: 'Acknowledge' })).toHaveCount(0);
    await expect(main.getByRole('link', { name: /plan|exception/ })).toHaveCount(0);
  });
});
