import { randomUUID } from 'node:crypto';
import { expect } from '@playwright/test';
import {
  answersTo,
  INSECURE,
  PASSED,
  type SnapshotWords,
  send,
  snapshotOf,
} from '@/test/support/agent-client';
import { expectAccessible } from './support/accessible';
import { addHost } from './support/fleet';
import { holdRequests } from './support/held-requests';
import { holdClock, stepOfLongRun, test } from './support/test';

const bitLockerOff = {
  status: 'ok',
  value: { mountPoint: 'C:', protectionStatus: 0, volumeStatus: 'FullyDecrypted' },
};

test('a host shows its state, failing checks, evidence and how to fix them, and that a tab is still to come', async ({
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
  await expect(page.getByText('How to fix').first()).toBeVisible();
  // What is repaired next is open. A link opens another; paper has all.
  const baseline = page.getByRole('button', { name: /Fix number 2 SecureBootSettings/ });
  const resume = page.getByRole('button', { name: /^Once Resume the node/ });
  await expect(baseline).toHaveAttribute('aria-expanded', 'false');
  await page.getByRole('link', { name: 'SecureBootSettings', exact: true }).click();
  await expect(baseline).toHaveAttribute('aria-expanded', 'true');
  await expect(baseline).toBeFocused();
  await page.evaluate(() => {
    location.hash = '#check-FullBoot';
  });
  await expect(page.getByRole('button', { name: /FullBoot/ })).toBeFocused();
  await page.evaluate(() => window.dispatchEvent(new Event('beforeprint')));
  await expect(resume).toHaveAttribute('aria-expanded', 'true');
  await page.evaluate(() => window.dispatchEvent(new Event('afterprint')));
  await expect(resume).toHaveAttribute('aria-expanded', 'false');
  const days = page.getByRole('region', { name: 'Last 90 days' });
  await expect(days.getByRole('link', { name: /: InsecureHostConfiguration, / }).first()).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Switch theme' }).click();
  await expectAccessible(page);

  await test.step('while the code of a tab is still to come, the tab says so', async () => {
    const letGo = await holdRequests(page, /_next.static.+\.js/);
    const tabs = page.getByRole('navigation', { name: 'Host', exact: true });
    await tabs.getByRole('link', { name: 'Timeline' }).click();
    await expect(page.getByRole('status').filter({ hasText: 'Loading this view' })).toBeVisible();
    await tabs.getByRole('link', { name: 'Raw snapshot' }).click();
    await expect(page).toHaveURL(/tab=raw/);
    await expect(page.getByRole('status').filter({ hasText: 'Loading this view' })).toBeVisible();
    letGo();
    await expect(page.getByRole('region', { name: 'Raw snapshot' }).first()).toBeVisible();
    await expect(page.getByText('Loading this view')).toHaveCount(0);
  });
});

const guard = (...availableSecurityProperties: number[]) => ({
  deviceGuard: { status: 'ok', value: { availableSecurityProperties, requiredSecurityProperties: [1, 2] } },
});

test('several failing checks have one diagnosis, one restart and one return of the node, or the page says why it restarts twice', async ({
  page,
  server,
  world,
  signIn,
}) => {
  const failing = (attestationSubstatus: string) => ({ hgsClient: { ...INSECURE, attestationSubstatus } });
  await signIn(await world.operator('operator'));
  const main = page.getByRole('main');
  const once = main.getByRole('button', { name: /^Once / });
  const scripts = (command: string) => main.locator('pre').filter({ hasText: command });
  const open = async (
    prefix: string,
    facts: ReturnType<typeof guard>,
    checks = 'Iommu, VirtualSecureMode',
  ) => {
    const host = await addHost(server.address, world, prefix, { ...failing(checks), facts });
    await page.goto(`/hosts/${host.hostId}`);
    await main.getByRole('button', { name: 'Expand all' }).click();
    return host;
  };

  await stepOfLongRun('once where Windows sees the IOMMU', async () => {
    await open('HV-SEEN', guard(1, 2, 3));
    await expect(once).toHaveText([/Diagnose/, /Restart, for Iommu, VirtualSecureMode$/, /Resume the node/]);
    await expect(scripts('Restart-Computer')).toHaveCount(1);
    await expect(scripts('Resume-ClusterNode')).toHaveCount(1);
    await expect(main).not.toContainText('restarts twice');
  });

  await test.step('twice where the firmware has to turn it on first, and each script to copy has its own name', async () => {
    await open('HV-UNSEEN', guard(1, 2));
    await expect(main).toContainText(
      'The host restarts twice: Windows can require DMA protection (Iommu) only',
    );
    await expect(once).toHaveText([
      /Diagnose/,
      /Restart 1 of 2, into the firmware setup, for Iommu$/,
      /Restart 2 of 2, for Iommu, VirtualSecureMode$/,
      /Resume the node/,
    ]);
    await expect(scripts('Restart-Computer')).toHaveCount(2);
    await expect(scripts('Resume-ClusterNode')).toHaveCount(1);
    await expect(main).toContainText('Install the HostGuardian feature where it is missing');
    await expect(main).toContainText('In a cluster, enter in $ableNodes the other nodes');
    const copy = main.locator('[data-script] > header button');
    const names = await copy.evaluateAll((buttons) =>
      buttons.map((button) => [
        button.getAttribute('aria-label'),
        button.getAttribute('title'),
        button.textContent,
      ]),
    );
    expect(names).toContainEqual(
      Array(2).fill('Copy the diagnosis').concat(expect.stringContaining('Copy the diagnosis')),
    );
    expect(new Set(names.map(([name]) => name)).size).toBe(names.length);
    for (const [name, title] of names) {
      expect(name).toMatch(/^Copy the |^Copy step \d of /);
      expect(title).toBe(name);
    }
    await expectAccessible(page);
  });

  await stepOfLongRun('twice for one check, whose second restart is gone with it', async () => {
    const host = await open('HV-ALONE', guard(1, 2), 'Iommu');
    await expect(main.getByRole('region', { name: 'Failing, in the order to fix them' })).toBeVisible();
    await expect(once).toHaveText([
      /Diagnose/,
      /1 of 2.+ for Iommu$/,
      /2 of 2, for Iommu$/,
      /Resume the node/,
    ]);
    const facts = guard(1, 2, 3);
    await send(
      server.address,
      host,
      snapshotOf(host, { ...failing('Iommu, VirtualSecureMode'), facts, sequence: 2 }),
    );
    await expect(once).toHaveText([/Diagnose/, /Restart, for Iommu, VirtualSecureMode$/, /Resume the node/]);
  });

  await test.step('by one name, also where a column of a table would shorten it', async () => {
    const check = 'HypervisorEnforcedCodeIntegrityPolicy';
    const host = await addHost(server.address, world, 'HV-LONG', failing(check));
    await page.goto(`/hosts/${host.hostId}?tab=timeline`);
    await expect(main.getByText(check, { exact: true })).not.toHaveCount(0);
    await expect(main.getByText('HVCIPolicy', { exact: true })).toHaveCount(0);
  });
});

const MEANING = {
  BitLocker: 'The operating system volume is not encrypted',
  SecureBootSettings: 'What was measured at the last boot matches no TPM baseline',
  VirtualSecureMode: 'The isolated part of Windows that protects the keys of shielded VMs is not running',
};

test('a check that begins to fail gets its steps, and an answer that is lost takes away none that are there', async ({
  page,
  server,
  world,
  signIn,
  faults,
}) => {
  faults.allow(/ERR_FAILED/);
  const failing = (attestationSubstatus: string) => ({ hgsClient: { ...INSECURE, attestationSubstatus } });
  const host = await addHost(server.address, world, 'HV-MORE', failing('BitLocker'));
  const begins = (sequence: number, checks: string) =>
    send(server.address, host, snapshotOf(host, { ...failing(checks), sequence }));
  await signIn(await world.operator('operator'));
  await holdClock(page);
  await page.goto(`/hosts/${host.hostId}`);
  const main = page.getByRole('main');
  const stepsOf = (check: keyof typeof MEANING) => main.getByText(MEANING[check]);
  await main.getByRole('button', { name: 'Expand all' }).click();
  await expect(stepsOf('BitLocker')).toBeVisible();

  await begins(2, 'BitLocker, SecureBootSettings');
  await expect(stepsOf('SecureBootSettings')).toBeVisible();
  const once = main.getByRole('button', { name: /^Once / });
  const titles = await once.allTextContents();
  expect(titles.length).toBeGreaterThan(1);

  let lost = 0;
  await page.route(/system\.catalogue/, (route) => {
    lost += 1;
    return route.abort();
  });
  await begins(3, 'BitLocker, SecureBootSettings, VirtualSecureMode');
  await expect(main.getByRole('link', { name: 'VirtualSecureMode in Remediation' })).toBeVisible();
  // A question that is asked twice has failed, and the third time is beyond that.
  for (const asked of [1, 2, 3]) {
    await expect.poll(() => lost).toBeGreaterThanOrEqual(asked);
    await expect(stepsOf('BitLocker')).toBeVisible();
    await expect(stepsOf('SecureBootSettings')).toBeVisible();
    await expect(once).toHaveText(titles);
    await page.clock.runFor(6_000);
  }
  await expect(stepsOf('VirtualSecureMode')).toHaveCount(0);
  await page.unroute(/system\.catalogue/);
  await page.clock.runFor(6_000);
  await expect(stepsOf('VirtualSecureMode')).toBeVisible();
  await expect(stepsOf('BitLocker')).toBeVisible();
});

const denied = (reason: string) => ({ status: 'failed', reason });

const LOGGED = { at: '2026-11-24T09:30:00.000Z', id: 1008, level: 2, message: 'refused\r\n<img src=x>' };
const withEvents = (events: unknown[]) => ({ hgsEvents: { status: 'ok', value: { events } } });

test('a viewer sees what a host said and what it did not, as text, and not its raw snapshot', async ({
  page,
  server,
  world,
  signIn,
}) => {
  await signIn(await world.operator('viewer'));
  const main = page.getByRole('main');
  const about = page.getByRole('region', { name: 'About this host' });
  const events = page.getByRole('region', { name: 'HGS client events' });
  const open = async (prefix: string, words?: SnapshotWords) => {
    const host = await addHost(server.address, world, prefix, words);
    await page.goto(`/hosts/${host.hostId}`);
    // What nobody needs at once is one line until somebody opens it.
    const folds = page.getByRole('button', {
      name: /^(About this host|HGS client events)$/,
      expanded: false,
    });
    for (let left = await folds.count(); left > 0; left -= 1) {
      await folds.first().press('Enter');
      await expect(folds).toHaveCount(left - 1);
    }
    return host;
  };

  await test.step('both addresses of HGS, and nothing that its client logged', async () => {
    const { hostname } = await open('HV-QUIET', { hgsClient: PASSED, facts: withEvents([]) });
    await expect(page.getByRole('heading', { level: 1 })).toContainText(hostname);
    await expect(page.getByText('4C4C4544')).toHaveCount(0);
    // What is asked of TLS depends on the scheme.
    await expect(page.getByText('http://hgs.fab.example/Attestation', { exact: true })).toBeVisible();
    const addresses = page.getByRole('definition').filter({ hasText: /Attestation$|KeyProtection$/ });
    await expect(addresses).toContainText(/Attestation.*KeyProtection/);
    await expect(about).toContainText('ConstrainedLanguage');
    await expect(about).not.toContainText('central collector');
    await expect(events).toContainText('logged nothing');
  });

  await test.step('what is of the central collector that reads it, and what its HGS client logged', async () => {
    const agent = { collector: 'MGMT\u202e<img src=x>' };
    await open('HV-REMOTE', { hgsClient: PASSED, agent, facts: withEvents([LOGGED, { id: 'x' }]) });
    await expect(about).toContainText('Read by');
    await expect(about).toContainText('MGMT⟨U+202E⟩<img src=x> (central collector)');
    await expect(about).toContainText(/\d s \(the central collector’s clock\)/);
    await expect(events.getByRole('row', { name: '1008' })).toContainText('Error');
    await expect(events.getByRole('row', { name: '1008' })).toContainText('refused <img src=x>');
    await expect(events).toContainText(/in the 24 hours before its snapshot of today \d\d:\d\d, the newest/);
    await expectAccessible(page);
  });

  // Every other page and field: hostile.e2e.ts.
  await stepOfLongRun('a check, a cluster and a model that are hostile', async () => {
    const hostile = '<img src=x onerror="document.title=1">{{7*7}}\u202eEXE';
    await open('HV-HOSTILE', {
      hgsClient: { ...INSECURE, attestationSubstatus: hostile },
      host: { cluster: hostile, model: '=HYPERLINK("http://elsewhere.example")', firmwareVersion: hostile },
    });
    await expect(page.getByText('<img').first()).toBeVisible();
    await expect(page.locator('img[src="x"]')).toHaveCount(0);
  });

  await test.step('what it could not read, with the reason, which is not taken for off', async () => {
    const bitLocker = denied('Accès refusé.\u202e<img src=x>');
    const facts = { bitLocker, tpm: denied('tpm did not answer in time.'), hgsEvents: denied('No.') };
    await open('HV-UNREAD', { hgsClient: PASSED, facts });
    await page.getByRole('button', { name: /^Data at rest/ }).press('Space');
    const unread = page.getByRole('button', { name: /BitLocker/ });
    await expect(unread).toContainText('bitLocker = could not be read');
    await unread.click();
    await expect(main).toContainText('not known does not mean off');
    await expect(main).not.toContainText('the policy may be off on HGS');
    await expect(page.getByRole('row', { name: 'bitLocker' })).toContainText(
      'Could not be read on the host: Accès refusé.⟨U+202E⟩<img src=x>',
    );
    await page.getByRole('button', { name: /^Boot integrity/ }).click();
    await page.getByRole('button', { name: /TcgLogVerification/ }).click();
    await expect(page.getByRole('row', { name: 'tpm', exact: false }).last()).toContainText(
      'did not answer in time',
    );
    await expect(events).toContainText('on the host: No.');
    await expectAccessible(page);
  });

  await stepOfLongRun('no moment at which anything was seen, where it never sent anything', async () => {
    await open('HV-NEVER');
    await page.getByRole('button', { name: 'Expand all' }).click();
    await expect(page.getByText('Seen on host', { exact: true }).first()).toBeVisible();
    await expect(page.getByText('Seen on host,')).toHaveCount(0);
  });

  await test.step('an HGS client that could not be read, and what to do', async () => {
    const hgsClient = { attestationStatus: null, attestationStatusCode: null, readError: 'Accès refusé.' };
    await open('HV-DENIED', { hgsClient });
    await expect(main).toContainText('could not read its HGS client (“Accès refusé.”)');
    await expect(main).toContainText('Test-GuardedFabricHost | Format-List');
    await page.getByRole('button', { name: /^Prerequisites/ }).click();
    await page.getByRole('button', { name: /HGS client configured/ }).click();
    await expect(page.getByRole('row', { name: 'hgsClient' })).toContainText('Accès refusé.');
    await page.getByRole('button', { name: 'Français' }).click();
    await expect(main).toContainText('n’a pas pu lire son client HGS');
    await page.getByRole('button', { name: 'English' }).click();
    await expect(main).toContainText('could not read its HGS client');
  });

  await test.step('none from before, where every snapshot was rejected', async () => {
    const refused = await addHost(server.address, world, 'HV-REFUSED');
    expect(await answersTo(server.address, refused, { snapshotId: randomUUID() })).toMatchObject([
      { outcome: 'rejected' },
    ]);
    await page.goto(`/hosts/${refused.hostId}`);
    await expect(main).toContainText('The last snapshot was rejected on');
    await expect(main).toContainText(/: a time in it could not be read\. None has been accepted yet/);
    await expect(main).not.toContainText('from the snapshot before');
    await page.getByRole('button', { name: 'Français' }).click();
    await expect(main).toContainText(
      'un horodatage qu’il contenait était illisible. Aucun n’a encore été accepté',
    );
  });
});

test('a host of another fabric does not exist, nor did it', async ({
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
  for (const leave of [() => undefined, () => otherWorld.retire(theirs)]) {
    await leave();
    const answer = await page.goto(`/hosts/${theirs.hostId}`);
    expect(answer?.status()).toBe(404);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('There is no such host');
    await expect(page.getByText(theirs.hostname)).toHaveCount(0);
    await expectAccessible(page);
  }
});

test('a host says since when it is refused for sending too much, and its credential was not renewed, and what to do', async ({
  page,
  server,
  world,
  signIn,
}) => {
  const host = await addHost(server.address, world, 'HV-GREEDY', { hgsClient: PASSED });
  await server.db.hostLive.update({ where: { hostId: host.hostId }, data: { overLimitSince: new Date() } });
  await signIn(await world.operator('operator'));
  await page.goto(`/hosts/${host.hostId}`);
  const main = page.getByRole('main');
  await expect(page.getByRole('heading', { name: 'This host sends too many snapshots' })).toBeVisible();
  await expect(main).toContainText('no fewer than 2,000 and no more than 24,000');
  await expect(main).toContainText('whether a second machine uses its credential');

  const notRenewed = page.getByRole('heading', { name: 'This host’s credential was not renewed' });
  await main.getByRole('button', { name: 'About this host' }).click();
  await expect(page.getByRole('term').filter({ hasText: 'Credential issued' })).toBeVisible();
  await expect(notRenewed).toBeHidden();
  const createdAt = new Date(Date.now() - 40 * 86_400_000);
  await server.db.credential.updateMany({ where: { sourceId: host.hostId }, data: { createdAt } });
  await page.reload();
  await expect(notRenewed).toBeVisible();
  await expect(main).toContainText('Send-GuardedFabricSnapshot -RotateCredential');
  await expectAccessible(page);
});
