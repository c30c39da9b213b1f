import { expect, type Page } from '@playwright/test';
import { PASSED } from '@/test/support/agent-client';
import { expectAccessible } from './support/accessible';
import { addHost } from './support/fleet';
import { madeReport } from './support/report';
import { test, type World } from './support/test';

type Given = { page: Page; server: { address: string }; world: World };

/** A report that the server made and signed, in one format. */
async function signedReport({ page, server, world }: Given, format: 'zip' | 'pdf'): Promise<Buffer> {
  const filter = `fabric=${world.fabric.name}`;
  const { id } = await madeReport(page, server, { kind: 'moment', timeZone: 'UTC', lang: 'en', filter });
  return (await page.request.get(`/api/v1/reports/${id}/download?format=${format}`)).body();
}

const choose = (page: Page, name: string, buffer: Buffer) =>
  page
    .getByLabel('Report', { exact: true })
    .setInputFiles({ name, mimeType: 'application/octet-stream', buffer });

const verify = (page: Page) => page.getByRole('button', { name: 'Verify' }).click();

test('an auditor proves a pack and a PDF without a connection, and is told what was changed', async ({
  page,
  server,
  world,
  signIn,
  faults,
}) => {
  // What the console asks for by the way; nothing of what is tried here needs it.
  faults.allow(/ERR_INTERNET_DISCONNECTED/);
  await addHost(server.address, world, 'HV-OK', { hgsClient: PASSED });
  await signIn(await world.operator('auditor'));
  const pack = await signedReport({ page, server, world }, 'zip');
  const pdf = await signedReport({ page, server, world }, 'pdf');
  await page.goto('/reports');
  const served = page.waitForResponse('**/.well-known/report-keys.json');
  await page.getByRole('link', { name: 'Verify a report' }).click();
  const keys = await (await served).body();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Verify a report');
  await page.getByRole('button', { name: 'Verify' }).click();
  await expect(page.getByText('Choose a file.')).toBeVisible();
  await expectAccessible(page);
  await page.context().setOffline(true);

  const found = page.getByRole('status');
  await choose(page, 'report.zip', pack);
  await verify(page);
  await expect(found.getByRole('heading')).toHaveText('Signed by this server, unchanged');
  await expect(page.getByText(/^1 host: 1 compliant/)).toBeVisible();
  await expectAccessible(page);
  await choose(page, 'report.pdf', pdf);
  await verify(page);
  await expect(found.getByRole('heading')).toHaveText('Signed by this server, unchanged');

  await page.getByText('None', { exact: true }).click();
  await verify(page);
  await expect(found.getByRole('heading')).toHaveText('Origin not proven');
  await expect(found.getByText(/^[\w-]{43}$/)).toBeVisible();
  await expectAccessible(page);

  await page.getByText('A file that I was given').click();
  await page
    .getByLabel('Key file')
    .setInputFiles({ name: 'report-keys.json', mimeType: 'application/json', buffer: keys });
  await verify(page);
  await expect(found.getByRole('heading')).toHaveText('Origin and integrity proven');

  const changed = Buffer.from(pdf);
  changed[changed.length - 20] = (changed[changed.length - 20] ?? 0) ^ 1;
  await choose(page, 'changed.pdf', changed);
  await verify(page);
  await expect(found.getByRole('heading')).toHaveText('Refused');
  await expect(found.getByText('The PDF was changed.')).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Files' })).toHaveCount(0);
  await expectAccessible(page);

  await page
    .getByLabel('Key file')
    .setInputFiles({ name: 'key.txt', mimeType: 'text/plain', buffer: Buffer.from('no key') });
  await verify(page);
  await expect(page.getByText('This file holds no public key for ES256.')).toBeVisible();
  await page.context().setOffline(false);
});
