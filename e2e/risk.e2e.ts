import { expect } from '@playwright/test';
import { INSECURE, PASSED } from '@/test/support/agent-client';
import { isLongRun } from '@/test/support/runs';
import { expectAccessible } from './support/accessible';
import { addHost, hostsBehind } from './support/fleet';
import { test } from './support/test';

const OVER_HTTPS = {
  ...PASSED,
  attestationServerUrl: 'https://hgs.fab.example/Attestation',
  keyProtectionServerUrl: 'https://hgs.fab.example/KeyProtection',
};
const fact = (value: object) => ({ status: 'ok', value });
const TLS_10_OFF = { tls: fact({ tls10ClientEnabled: 0, systemDefaultTlsVersions64: 0 }) };
const TRACE =
  'Overall Result: Fail\n    HV: Fail\n        Code Integrity Policy Active: Fail\n<img src=x>\u202eEXE';

test('hosts at risk, clocks and old agents are told: who is counted, where that leads and what to do before they fail', async ({
  page,
  server,
  world,
  signIn,
}) => {
  const { address } = server;
  const facts = { ...TLS_10_OFF, diagnostics: fact({ text: TRACE, collectedAt: '2026-11-24T05:00:00Z' }) };
  const host = await addHost(address, world, 'HV-TLS', { hgsClient: OVER_HTTPS, facts });
  await addHost(address, world, 'HV-FALLBACK', { hgsClient: { ...OVER_HTTPS, isFallbackInUse: true } });
  const both = { ...TLS_10_OFF, secureBoot: fact({ uefiCa2023Status: 'InProgress' }) };
  await addHost(address, world, 'HV-BOTH', { hgsClient: OVER_HTTPS, facts: both });
  // The same on a host that HGS refuses is no risk any more.
  await addHost(address, world, 'HV-REFUSED', {
    hgsClient: { ...INSECURE, isFallbackInUse: true },
    facts: both,
  });
  await addHost(address, world, 'HV-FINE', { hgsClient: PASSED });
  await addHost(address, world, 'HV-QUIET');
  await signIn(await world.operator('operator'));

  await page.goto('/');
  const panel = page.getByRole('region', { name: 'At risk' });
  await expect(panel).toContainText('Hosts that still pass, but may fail');
  const links = await panel.getByRole('link', { name: /hosts?$/ }).all();
  expect(links).toHaveLength(4);
  // What waits for the new certificates is one line, below what may fail next.
  const lines = panel.getByRole('listitem');
  await expect(lines).toHaveCount(4);
  await expect(lines.last()).toHaveText('1 host waits for Secure Boot 2023');
  const below = page.getByRole('region', { name: 'Silent hosts' }).locator('~ section');
  await expect(below).toHaveAccessibleName('At risk');
  await expect(panel.getByRole('link', { name: 'Secure Boot 2023' })).toHaveAttribute(
    'href',
    /^\/secure-boot/,
  );
  for (const link of links) {
    const { total } = await hostsBehind(page, (await link.getAttribute('href')) ?? '');
    expect(await link.textContent()).toMatch(new RegExp(`^${total} hosts?$`));
  }
  await expectAccessible(page);

  // The map marks whom the next restart, start or renewal may end, and says of each host which risk it is.
  const map = page.getByRole('region', { name: 'Host map' });
  await expect(map.getByRole('list', { name: 'Legend' })).toHaveText(
    'At risk at the next restart, start or renewal2',
  );
  await map.locator('[data-map-cell][tabindex="0"]').focus();
  await page.keyboard.press('Home');
  await expect(map.getByRole('tooltip')).toContainText(
    /At risk(TLS 1\.0 off|Fallback HGS in use|Secure Boot)/,
  );
  await expect(map.locator('[data-map-cell]:focus')).toHaveAccessibleName(/at risk \(.+\)$/);

  await test.step('a plan is made from any place in the cell of its cause', async () => {
    const cause = page.getByRole('region', { name: 'Fix these first' }).getByRole('row').nth(1);
    await expect(cause.getByRole('link', { name: /^Make a plan for/ })).toBeVisible();
    await cause
      .getByRole('cell')
      .last()
      .click({ position: { x: 3, y: 3 } });
    await expect(page).toHaveURL(/\/plans\/new\?cause=/);
    await page.goBack();
  });

  const row = lines.filter({ hasText: 'TLS 1.0 off' });
  await row.getByRole('link', { name: '2 hosts' }).click();
  await expect(page.getByText('At risk is')).toBeVisible();
  await expect(page.getByRole('checkbox', { name: /TLS 1.0 off/ })).toBeChecked();
  await expectAccessible(page);

  await page.getByRole('link', { name: host.hostname }).click();
  const why = page.getByRole('region', { name: 'At risk' });
  // Most hosts have a risk: it is one line, and says with how many it is shared.
  await expect(why).toContainText('TLS 1.0 off');
  await expect(why.locator('[data-script]')).toHaveCount(0);
  const shared = why.getByRole('link', { name: /^1 of 2 hosts of / });
  expect(await hostsBehind(page, (await shared.getAttribute('href')) ?? '')).toMatchObject({ total: 2 });
  await why.getByRole('button', { name: /TLS 1.0 off/ }).press('Enter');
  await expect(why.getByRole('row', { name: 'SystemDefaultTlsVersions (64)' })).toContainText('0');
  const unset = why.getByRole('row', { name: 'SystemDefaultTlsVersions (32)' });
  await expect(unset).toContainText('Not set (does not agree)');
  await expect(why).toContainText('reg add HKLM');
  await page.getByRole('button', { name: /Modern TLS/ }).click();
  await expect(page.getByText('See “At risk” above for how to fix it.')).toBeVisible();
  const diagnostics = page.getByRole('region', { name: 'Diagnostics' });
  await expect(diagnostics).toContainText('Overall result: Fail.');
  await diagnostics.getByRole('button', { name: 'Diagnostics' }).click();
  await expect(diagnostics).toContainText('Only “Code Integrity Policy Active” fails in them.');
  await expect(diagnostics.locator('img')).toHaveCount(0);
  await page.getByRole('button', { name: 'About this host' }).click();
  await expect(page.getByRole('region', { name: 'About this host' })).toContainText('ConstrainedLanguage');
  await expectAccessible(page);

  await test.step('a clock is shown with its source and with how long ago it had been synchronised when that was told', async () => {
    const syncedAt = new Date(Date.now() - 2 * 3_600_000).toISOString();
    const clock = { clock: fact({ source: 'dc01.fab.example', syncedAt }) };
    const clocked = await addHost(server.address, world, 'HV-CLOCK', { hgsClient: PASSED, facts: clock });
    await page.goto(`/hosts/${clocked.hostId}`);
    await page.getByRole('button', { name: /^Prerequisites/ }).click();
    await page.getByRole('button', { name: /Clock in sync/ }).click();
    await expect(page.getByRole('row', { name: /^Source/ })).toContainText('dc01.fab.example');
    await expect(page.getByRole('row', { name: /^Last Successful Sync Time/ })).toContainText(
      /, 2 h.* before the snapshot of/,
    );
    await expectAccessible(page);
  });

  await test.step('agents older than the one given here are counted, and named on their host', async () => {
    const old = await addHost(server.address, world, 'HV-OLD', { hgsClient: PASSED, agentVersion: '0.9.0' });
    await addHost(server.address, world, 'HV-NEW', { hgsClient: PASSED });
    await signIn(await world.operator('administrator'));
    for (const address of isLongRun ? ['/', '/enroll'] : ['/enroll']) {
      await page.goto(address);
      const link = page.getByRole('link', { name: /^1 host runs an agent older than/ });
      expect(await hostsBehind(page, (await link.getAttribute('href')) ?? '')).toMatchObject({ total: 1 });
      await expectAccessible(page);
    }
    await page.goto(`/hosts/${old.hostId}`);
    await page.getByRole('button', { name: 'About this host' }).click();
    await expect(page.getByText(/^0\.9\.0, older than this server’s/)).toBeVisible();
  });
});
