import { expect } from '@playwright/test';
import { ATTESTATION_STATUSES, KNOWN_CHECKS } from '@/lib/domain/vocabulary';
import { expectAccessible } from './support/accessible';
import { addFleet, hostsBehind } from './support/fleet';
import { test } from './support/test';

test('the catalogue is browsed, searched, read in both languages and copied from', async ({
  page,
  context,
  world,
  signIn,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await signIn(await world.operator('viewer'));
  await page.goto('/remediation');
  const keys = page.locator('details > summary .font-mono');
  await expect(keys.first()).toBeVisible();
  const shown = new Set(await keys.allTextContents());
  for (const name of [...ATTESTATION_STATUSES, ...KNOWN_CHECKS]) expect(shown).toContain(name);
  // Said where a restart is not needed, which is the exception.
  const noRestart = page.locator('details > summary', { hasText: 'No restart' });
  await expect(noRestart.filter({ hasText: 'SecureBootSettings' })).toHaveCount(1);
  await expect(noRestart.filter({ hasText: 'PagefileEncryption' })).toHaveCount(0);

  await page.getByRole('searchbox', { name: 'Search the catalogue' }).fill('PagefileEncryption');
  await expect(page).toHaveURL(/\/remediation\?q=PagefileEncryption$/);
  await expect(keys.first()).toHaveText('PagefileEncryption');
  const entry = page.locator('details').first();
  await expect(entry).toHaveAttribute('open', '');
  await expect(entry).toContainText('Restart needed');
  const block = entry
    .locator('div:has(> pre)')
    .filter({ hasText: 'fsutil behavior set encryptpagingfile 1' });
  await block.getByRole('button', { name: 'Copy' }).click();
  await expect(block.getByRole('button')).toHaveText(/^Copied: \S.*, \d+ lines?$/);
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied).toBe(await block.locator('pre').textContent());

  await entry.locator('summary').press('Enter');
  await expect(block).toBeHidden();
  await entry.locator('summary').press('Enter');
  await expect(block).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Français' }).click();
  await expect(page.getByRole('navigation', { name: 'Pages de remédiation' })).toBeVisible();
  await expect(entry).toContainText('Redémarrage nécessaire');
  // What a script says is French there, and all else of it the same.
  await expect(block.locator('pre')).toContainText("throw 'Échec du chiffrement du fichier de pagination.'");
  const unsaid = (script: string | null) => script?.replaceAll(/throw '.*'/g, 'throw');
  expect(unsaid(await block.locator('pre').textContent())).toBe(unsaid(copied));

  await page.getByRole('searchbox', { name: 'Chercher dans le catalogue' }).fill('no such thing');
  await expect(page.getByText('Aucune entrée')).toBeVisible();
  await expectAccessible(page);
});

test('each entry says whom it concerns and leads there, and is whole on paper', async ({
  page,
  server,
  world,
  signIn,
}) => {
  await addFleet(server.address, world);
  await signIn(await world.operator('viewer'));
  await page.goto('/remediation');
  const counted = page.getByRole('link', { name: /^\d+ (hosts?|at risk) ?\d* ?(VMs?)?$/ });
  await expect(counted.first()).toBeVisible();
  const addresses = await counted.evaluateAll((links) =>
    links.map(
      (link) => [link.getAttribute('href') ?? '', Number.parseInt(link.textContent ?? '', 10)] as const,
    ),
  );
  expect(addresses.map(([address]) => address)).toEqual(
    expect.arrayContaining(['/hosts?cause=BitLocker', '/hosts?state=Silent']),
  );
  for (const [address, count] of addresses) {
    const { total } = await hostsBehind(page, address);
    expect([address, count]).toEqual([address, total]);
  }

  await page.getByRole('radio', { name: /with hosts/ }).press('Space');
  await expect(page).toHaveURL(/\?concerned=true$/);
  await expect(page.getByText('No host', { exact: true })).toHaveCount(0);
  await expect(page.locator('details > summary', { hasText: 'OS volume not encrypted' })).toBeVisible();
  // Who reads may not ask for an exception.
  const entry = page.locator('details', { hasText: 'OS volume not encrypted' });
  await entry.locator('summary').click();
  await expect(entry.locator('pre').first()).toBeVisible();
  await expect(entry.getByRole('link', { name: /exception/ })).toHaveCount(0);
  // The tab opens with what concerns hosts, and the whole is one press away.
  await page.goto('/plans');
  await page
    .getByRole('navigation', { name: 'Remediation pages' })
    .getByRole('link', { name: 'Catalogue' })
    .click();
  await expect(page).toHaveURL(/\/remediation\?concerned=true$/);
  await expect(page.getByRole('radio', { name: /entries/ })).not.toBeChecked();

  await expect(page.locator('details pre')).toHaveCount(0);
  await page.emulateMedia({ media: 'print' });
  await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
  await expect(page.locator('details:not([open])')).toHaveCount(0);
  await expect(page.locator('details pre').first()).toBeVisible();
  // A script that several entries have is printed with the first of them.
  const printed = await page.locator('pre:visible').allTextContents();
  const long = printed.filter((script) => script.split('\n').length > 14);
  expect(long).toHaveLength(new Set(long).size);
  await expect(page.getByText(/^The script is the same as in step \d+ of “/).first()).toBeVisible();
  await expect(page.getByRole('navigation', { name: 'Sections' })).toBeHidden();
  await page.evaluate(() => dispatchEvent(new Event('afterprint')));
  await expect(page.locator('details pre')).toHaveCount(0);

  // What can only be pressed is on no paper.
  await page.goto('/hosts');
  await expect(page.getByRole('table')).toBeVisible();
  await expect(page.getByRole('button')).toHaveCount(0);
  await expect(page.getByRole('checkbox')).toHaveCount(0);
  // Columns that a window has no room for are on paper.
  await page.setViewportSize({ width: 794, height: 1123 });
  await expect(page.getByRole('columnheader', { name: 'Cluster' })).toBeVisible();
});
