import { expect } from '@playwright/test';
import { expectAccessible } from './support/accessible';
import { inWorldOf } from './support/fleet';
import { test } from './support/test';

test.use({ locale: 'fr-FR' });

test('while the database does not answer a page says so in the reader’s language, and leads back', async ({
  page,
  freshServer,
  faults,
}) => {
  test.setTimeout(120_000);
  // Chromium writes the answer to its console.
  faults.allow(/status of 503/);
  const { address } = freshServer;
  const { email, password } = await inWorldOf(freshServer, (world) => world.operator('viewer'));
  const signedIn = await page.request.post(`${address}/api/auth/sign-in/email`, {
    data: { email, password },
    headers: { origin: address },
  });
  expect(signedIn.status()).toBe(200);
  await freshServer.withoutDatabase(async () => {
    const response = await page.goto(`${address}/hosts?q=hv`);
    expect(response?.status()).toBe(503);
    const seconds = response?.headers()['retry-after'] ?? '';
    await expect(page).toHaveTitle('La base de données est injoignable · Guarded Fabric');
    await expect(page.locator('html')).toHaveAttribute('lang', 'fr');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('La base de données est injoignable');
    await expect(page.getByText(`Réessayez dans ${seconds}\u202fs.`)).toBeVisible();
    await expectAccessible(page);
  });
  await page.getByRole('link', { name: 'Réessayer' }).click();
  await expect(page).toHaveTitle('Hôtes · Guarded Fabric');
  await expect(page).toHaveURL(`${address}/hosts?q=hv`);
  // The server ends before the page does, which would still ask it for what its links lead to.
  await page.goto('about:blank');
});

test('while the database does not answer the form to sign in still stands', async ({ page, freshServer }) => {
  test.setTimeout(120_000);
  const { address } = freshServer;
  await freshServer.withoutDatabase(async () => {
    await page.goto(`${address}/sign-in`);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Connexion');
    await expect(page.getByRole('button', { name: 'Se connecter' })).toBeVisible();
    await expectAccessible(page);
  });
  await page.goto('about:blank');
});
