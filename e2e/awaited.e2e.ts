import { expect } from '@playwright/test';
import { PASSED } from '@/test/support/agent-client';
import { addHost } from './support/fleet';
import { holdRequests } from './support/held-requests';
import { holdClock, test } from './support/test';

const OPENS_LATER = /^Pages that you ask for open once/;

test('from the press on a line says that the server is waited for, and after ten seconds a notice that it does not answer', async ({
  page,
  server,
  world,
  signIn,
}) => {
  await addHost(server.address, world, 'HV-PASSED', { hgsClient: PASSED });
  await signIn(await world.operator('viewer'));
  await holdClock(page);
  await page.goto('/hosts');
  const line = page.getByRole('progressbar', { name: 'Waiting for the server' });
  const silent = page.getByText('The server is not responding.');
  const unanswered = page.getByText('The server has not answered yet.');
  const section = (name: string) =>
    page.getByRole('navigation', { name: 'Sections' }).getByRole('link', { name });

  for (const [way, go] of [
    ['a link', () => section('Remediation').click()],
    ['a key', () => page.keyboard.type('gh')],
  ] as const)
    await test.step(way, async () => {
      const letGo = await holdRequests(page, /_rsc=/);
      await go();
      await page.clock.runFor(100);
      await expect(line).toBeVisible();
      await expect(silent).toHaveCount(0);
      await page.clock.runFor(10_000);
      await expect(silent).toBeVisible();
      await expect(page.getByText(OPENS_LATER)).toBeVisible();
      letGo();
      await expect(line.or(silent)).toHaveCount(0);
    });

  await test.step('a page whose answer has begun and does not end', async () => {
    const holding = { timeout: 300_000 };
    await server.db.$transaction(async (tx) => {
      await tx.$executeRaw`LOCK TABLE host_profile IN ACCESS EXCLUSIVE MODE`;
      const begun = page.waitForResponse(/_rsc=/);
      await section('Fabric').click();
      await begun;
      await page.clock.runFor(100);
      await expect(line).toBeVisible();
      await page.clock.runFor(10_000);
      await expect(silent).toBeVisible();
    }, holding);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('The only host can run shielded VMs.');
    await expect(line).toHaveCount(0);
  });

  await test.step('a button, of which no page is to come', async () => {
    const letGo = await holdRequests(page, /setPreferences/);
    await page.getByRole('button', { name: 'Switch theme' }).click();
    await page.clock.runFor(100);
    await expect(line).toBeVisible();
    await page.clock.runFor(10_000);
    await expect(unanswered).toBeVisible();
    await expect(page.getByText(OPENS_LATER)).toHaveCount(0);
    letGo();
    await expect(line.or(unanswered)).toHaveCount(0);
  });

  await test.step('but nothing says so of what the console asks by itself', async () => {
    const letGo = await holdRequests(page, /operator\.look/);
    const asked = page.waitForRequest(/operator\.look/);
    await page.goto('/explain');
    await section('Fabric').click();
    await asked;
    await expect(page.getByRole('region', { name: 'Fix these first' })).toBeVisible();
    await page.clock.runFor(11_000);
    await expect(line.or(unanswered)).toHaveCount(0);
    letGo();
  });
});
