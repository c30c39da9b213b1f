import { expect } from '@playwright/test';
import { ATTESTATION_STATUSES, KNOWN_CHECKS } from '@/lib/domain/vocabulary';
import { expectAccessible, test } from './support/test';

test('the catalogue is browsed, searched, read in both languages and copied from', async ({
  page,
  context,
  world,
  signIn,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await signIn(await world.operator('viewer'));
  await page.goto('/remediation');
  const keys = page.locator('details.entry > summary b');
  const shown = new Set(await keys.allTextContents());
  for (const name of [...ATTESTATION_STATUSES, ...KNOWN_CHECKS]) expect(shown).toContain(name);

  await page.getByRole('searchbox', { name: 'Search the catalogue' }).fill('PagefileEncryption');
  await expect(page).toHaveURL(/\/remediation\?q=PagefileEncryption$/);
  await expect(keys.first()).toHaveText('PagefileEncryption');
  const entry = page.locator('details.entry').first();
  await expect(entry).toHaveAttribute('open', '');
  await expect(entry).toContainText('Restart needed');
  const block = entry
    .locator('div:has(> pre)')
    .filter({ hasText: 'fsutil behavior set encryptpagingfile 1' });
  await block.getByRole('button', { name: 'Copy' }).click();
  await expect(block.getByRole('button')).toHaveText('Copied');
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied).toBe(await block.locator('pre').textContent());

  await entry.locator('summary').press('Enter');
  await expect(block).toBeHidden();
  await entry.locator('summary').press('Enter');
  await expect(block).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Français' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Remédiation');
  await expect(entry).toContainText('Redémarrage nécessaire');
  await expect(block.locator('pre')).toHaveText(copied);

  await page.getByRole('searchbox', { name: 'Chercher dans le catalogue' }).fill('no such thing');
  await expect(page.getByText('Aucune entrée')).toBeVisible();
  await expectAccessible(page);
});
