import { expect } from '@playwright/test';
import { runAgentOnce } from './support/agent';
import { expectAccessible, test } from './support/test';

// The main job, as on the first day: one link, one operator, one token, and the very module that runs on hosts.
test('from the set-up link to what a real host says', async ({ page, freshServer, faults }) => {
  test.setTimeout(180_000);
  // Chromium writes the answer to the used-up link to its console.
  faults.allow(/status of 404/);
  const { address } = freshServer;
  const setUpLink = await freshServer.setUpLink();

  await page.goto(setUpLink);
  await expectAccessible(page);
  await page.getByLabel('Name').fill('Ada Lovelace');
  await page.getByLabel('Email').fill('ada@fab.example');
  await page.getByLabel('Password', { exact: true }).fill('a sentence long enough');
  await page.getByLabel('Repeat the password').fill('a sentence long enough');
  await page.getByRole('button', { name: 'Create administrator' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('No hosts report yet');
  await expectAccessible(page);

  const usedUp = await page.context().newPage();
  expect((await usedUp.goto(setUpLink))?.status()).toBe(404);
  await usedUp.close();

  await page.getByLabel('Name of the fabric').fill('PAR-Prod');
  await page.getByRole('button', { name: 'Create token' }).click();
  const token = await page.getByText(/^gfe_\w+$/).innerText();

  const answer = await runAgentOnce({ address, token, sample: 'insecure' });
  expect(answer.results).toEqual([expect.objectContaining({ outcome: 'stored' })]);

  await expect(page.getByRole('heading', { level: 1 })).toContainText('0 of 1 host can run shielded VMs.');
  await expectAccessible(page);
  await page.goto(`${address}/hosts`);
  await page.getByRole('table', { name: 'Hosts' }).getByRole('row').nth(1).getByRole('link').first().click();
  await expect(page).toHaveURL(/\/hosts\/[0-9a-f-]{36}/);
  await expect(page.getByText('InsecureHostConfiguration').first()).toBeVisible();
  await expect(page.getByText('The way out').first()).toBeVisible();
  await expectAccessible(page);

  const hostId = new URL(page.url()).pathname.split('/').at(-1);
  const host = await (await page.request.get(`${address}/api/v1/hosts/${hostId}`)).json();
  expect(host).toMatchObject({ state: 'InsecureHostConfiguration', reporting: 'onTime', fabric: 'PAR-Prod' });
  const failing = host.checks.filter(({ result }: { result: string }) => result === 'failing');
  expect(failing.map(({ check }: { check: string }) => check)).toEqual(host.failingChecks);
  for (const check of host.failingChecks) await expect(page.getByText(check).first()).toBeVisible();

  await page.getByRole('button', { name: 'Français' }).click();
  await expect(page.locator('html')).toHaveAttribute('lang', 'fr');
  await expect(page.getByText('InsecureHostConfiguration').first()).toBeVisible();
  await expectAccessible(page);
});
