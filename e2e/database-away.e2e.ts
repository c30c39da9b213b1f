import { expect } from '@playwright/test';
import { expectAccessible } from './support/accessible';
import { test } from './support/test';

test.use({ locale: 'fr-FR' });

test('while the database does not answer a page says so in the reader’s language and leads back, and the form to sign in still stands', async ({
  page,
  context,
  server,
  world,
  signIn,
  faults,
}) => {
  test.setTimeout(120_000);
  // Chromium writes the answer to its console.
  faults.allow(/status of 503/);
  await signIn(await world.operator('viewer'));
  const ofSession = await context.cookies();
  await server.withoutDatabase(async () => {
    await context.clearCookies();
    await page.goto('/sign-in');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Connexion');
    await expect(page.getByRole('button', { name: 'Se connecter' })).toBeVisible();
    await expectAccessible(page);

    await context.addCookies(ofSession);
    const response = await page.goto('/hosts?q=hv');
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
  await expect(page).toHaveURL(`${server.address}/hosts?q=hv`);
});
