import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, type Page } from '@playwright/test';
import { expectAccessible } from './support/accessible';
import { loseAnswer } from './support/held-requests';
import { test } from './support/test';

/** What real hosts printed. */
const sample = (name: string) =>
  readFileSync(path.join(import.meta.dirname, '../apps/agent/tests/Fixtures/HgsSamples', name), 'utf8');

const PASSED = sample('01-get-hgsclientconfiguration-2016-tpm-passed.txt');
const HOST_KEY = sample('04-get-hgsclientconfiguration-2019-hostkey-passed.txt');
const TRACE = sample('07-get-hgstrace-host-attestation-fail-vsm.txt');
const INSECURE = PASSED.replace(/(: )Passed/, '$1InsecureHostConfiguration')
  .replace(/(: )True/, '$1False')
  .replace('NoInformation', 'SecureBootSettings, BitLocker');

const TABLE = `PSComputerName AttestationStatus         AttestationSubstatus
-------------- -----------------         --------------------
HV-01          Passed                    NoInformation
HV-02          InsecureHostConfiguration SecureBootSettings, BitLocker
HV-03          Unknown                   NoInformation`;

/** The same output by the ways in which it reaches a person. */
const DISGUISES: Readonly<Record<string, string>> = {
  'as printed': INSECURE,
  'from a web page': INSECURE.replaceAll(' ', '&nbsp;'),
  'from Markdown': INSECURE.replace(/^\s*(\w+)( *):/gm, '**$1**$2:'),
  'without colons': INSECURE.replace(/^\s*(\w+)( *):/gm, '$1$2 '),
  'as a quoted mail': INSECURE.replace(/^/gm, '> '),
};

async function explain(page: Page, text: string, button = 'Explain'): Promise<void> {
  await page.getByRole('textbox').fill(text);
  await page.getByRole('main').getByRole('button', { name: button, exact: true }).click();
}

test('what a host printed is explained: verdict and steps, in English and French, and hostile text stays text', async ({
  page,
  world,
  signIn,
  faults,
}) => {
  faults.allow(/ERR_FAILED .*setPreferences/);
  await signIn(await world.operator('viewer'));
  await page.goto('/explain');

  await test.step('what a host printed is understood in every disguise, with the steps out of it', async () => {
    const verdict = page.getByRole('main').getByRole('status').filter({ hasText: 'HGS' });
    for (const text of Object.values(DISGUISES)) {
      await explain(page, text);
      await expect(verdict).toContainText('HGS reports InsecureHostConfiguration, attestation mode TPM');
      await expect(verdict.locator('bdi[title]')).toHaveText(['BitLocker', 'SecureBootSettings']);
      const way = page.getByRole('region', { name: 'How to fix it' });
      await expect(way.locator('details > summary .font-mono')).toHaveText([
        'BitLocker',
        'SecureBootSettings',
      ]);
    }
    const once = page.getByRole('region', { name: 'How to fix it' }).locator('details > summary');
    await expect(once).toContainText([
      /Diagnose/,
      /BitLocker/,
      'Restart, for BitLocker',
      /SecureBootSettings/,
      /Resume the node/,
    ]);
    await page.getByRole('textbox').fill(HOST_KEY);
    await page.getByRole('textbox').press('Control+Enter');
    await expect(verdict).toContainText('HGS reports Passed, attestation mode Host key');
    // The same keys open a link in a new tab.
    await page.getByRole('textbox').fill(TRACE);
    const opened = page.context().waitForEvent('page');
    await page.getByRole('link', { name: 'Reports' }).press('Control+Enter');
    await (await opened).close();
    await expect(verdict).toContainText('attestation mode Host key');
    await explain(page, TRACE);
    await expect(page.getByRole('region', { name: 'How to fix it' })).toContainText('VirtualSecureMode');
    await explain(page, INSECURE.replace('BitLocker', 'Iommu'));
    await expect(once).toContainText([
      /Diagnose/,
      'Restart 1 of 2, into the firmware setup, for Iommu',
      /DMA protection/,
      'Restart 2 of 2, for Iommu',
      /SecureBootSettings/,
      /Resume/,
    ]);
    await explain(page, 'Name : HostGuardian\nInstallState : Available\n\nfailed to unwrap a Key Protector');
    await expect(once).toContainText([
      'HostGuardian feature missing',
      'Restart 1 of 2, for HostGuardian feature missing',
      'After the restart, for HostGuardian feature missing',
      'Diagnose, after the restart',
      '.NET not using system TLS',
      'Restart 2 of 2, for .NET not using system TLS',
      'Resume the node, at the very end',
    ]);
    await explain(page, INSECURE.replace('BitLocker', 'Quantum'));
    await expect(verdict).toContainText('Quantum not a known check');
    await expect(verdict).not.toContainText('SecureBootSettings not a known check');
    await expect(verdict).toContainText('HGS named a check that this version does not know.');
  });

  await test.step('each host of a table has its own verdict, and the text is never greener than the worst', async () => {
    await explain(page, TABLE);
    const ways = page.getByRole('region', { name: 'How to fix it' }).locator('details > summary');
    await expect(ways.filter({ hasText: 'Resume the node' })).toHaveCount(0);
    await expect(ways).not.toHaveCount(0);
    const verdict = page
      .getByRole('main')
      .getByRole('status')
      .filter({ has: page.locator('b') });
    await expect(verdict).toHaveClass(/s-unknown/);
    await expect(verdict).toContainText(
      'Not all hosts in this text can run shielded VMs. Check 2 of 3: HV-02',
    );
    const hosts = page.getByRole('region', { name: 'Hosts' }).getByRole('listitem');
    await expect(hosts).toHaveCount(3);
    await expect(hosts.nth(0)).toContainText('HV-01 Passed');
    await expect(hosts.nth(0)).toHaveClass(/s-passed/);
    await expect(hosts.nth(1).locator('bdi[title]')).toHaveText(['BitLocker', 'SecureBootSettings']);
    await expect(page.locator('img')).toHaveCount(0);
    await expectAccessible(page);
  });

  await test.step('what the self-test could not read is told with its reason, and a list that was cut as such', async () => {
    const collectors = '{@{Name=tls; Status=ok; Reason=}, @{Name=clock; Status=ok; Reason=}…}';
    const denied = '\u001b[32;1mHgsClientError : \u001b[0mAccès refusé.\u202e<img src=x>';
    await explain(page, `HgsClientFound : True\n${denied}\nCollectors : ${collectors}`);
    const verdict = page
      .getByRole('main')
      .getByRole('status')
      .filter({ has: page.locator('b') });
    await expect(verdict).toContainText('could not read its HGS client (“Accès refusé.⟨U+202E⟩<img src=x>”');
    await expect(verdict).toContainText('PowerShell cut the list of collectors');
    await expect(page.getByRole('region', { name: 'How to fix it' })).toContainText('Status cannot be read');
    await expect(page.locator('img')).toHaveCount(0);
    await expectAccessible(page);
  });

  await test.step('what said nothing is told as such, and hostile text stays text', async () => {
    const nothing = 'The weather is <img src=x onerror="window.__x=1"> fine\u202e today';
    await explain(page, `${INSECURE}\n${nothing}\n`);
    const ignored = page.getByRole('region', { name: 'Ignored' });
    await expect(ignored).toContainText(
      'The weather is <img src=x onerror="window.__x=1"> fine⟨U+202E⟩ today',
    );
    await expect(page.locator('img')).toHaveCount(0);
    await expectAccessible(page);

    await explain(page, 'PSComputerName : HV-07\nAttestationStatus : <script>alert(1)</script>');
    const verdict = page
      .getByRole('main')
      .getByRole('status')
      .filter({ has: page.locator('b') });
    await expect(verdict).toContainText('HV-07');
    await expect(verdict).toContainText('“<script>alert(1)</script>”, is not one that HGS is known to use');
    await expect(page.getByRole('main')).not.toContainText('raw snapshot');

    await explain(page, nothing);
    await expect(page.getByText('No field was recognised.')).toBeVisible();
    await page.getByRole('textbox').fill('x'.repeat(100_001));
    await expect(page.getByText('This text is longer than 100,000 characters.')).toBeVisible();
    const ask = page.getByRole('main').getByRole('button', { name: 'Explain', exact: true });
    await ask.click();
    await expect(page.getByRole('textbox')).toBeFocused();
    await page.getByRole('textbox').fill(' ');
    await ask.click();
    await expect(page.getByRole('textbox')).toHaveAccessibleDescription(/Fill this in\.$/);
    await expectAccessible(page);
  });

  await test.step('the error of a shielded VM is understood in English and French, on a French page too', async () => {
    const english =
      'The Host Guardian Service Client failed to unwrap a Key Protector on behalf of a calling process.';
    const french =
      'Le client du service Guardian hôte n’a pas réussi à désencapsuler un protecteur de clé pour le compte d’un processus appelant';
    await explain(page, english);
    const verdict = page
      .getByRole('main')
      .getByRole('status')
      .filter({ has: page.locator('b') });
    await expect(verdict).toContainText('its key protector could not be unwrapped');
    const said = (await verdict.textContent()) ?? '';
    await explain(page, french);
    await expect(verdict).toHaveText(said);

    // The language is chosen, though the answer that says so is lost.
    await loseAnswer(page, /setPreferences/);
    await page.getByRole('button', { name: 'Français' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Expliquer');
    await explain(page, french, 'Expliquer');
    await expect(verdict).not.toHaveText(said);
    await explain(page, INSECURE, 'Expliquer');
    await expect(verdict).toContainText('InsecureHostConfiguration');
    await expectAccessible(page);
  });
});
