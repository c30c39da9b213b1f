import { expect } from '@playwright/test';
import { ReportContent } from '@/lib/contracts/report-content';
import { COMPLIANCE } from '@/lib/domain/vocabulary';
import { withPdf } from '@/test/support/read-pdf';
import { expectAccessible } from './support/accessible';
import { addGoodAndBad } from './support/fleet';
import { madeReport } from './support/report';
import { test } from './support/test';

test('an auditor reads a report as a page in its own language, and prints every row', async ({
  page,
  server,
  world,
  signIn,
}) => {
  await addGoodAndBad(server.address, world);
  await signIn(await world.operator('auditor'));
  const { id, number } = await madeReport(page, server, {
    kind: 'moment',
    lang: 'fr',
    timeZone: 'Europe/Paris',
    filter: `fabric=${world.fabric.name}`,
  });
  await page.goto(`/reports/${number}`);
  await expect(page.getByText('Signed with the key (kid)')).toBeVisible();
  const opened = page.waitForEvent('popup');
  await page.getByRole('link', { name: 'Read or print' }).click();
  const shown = await opened;
  await expect(shown.locator('html')).toHaveAttribute('lang', 'fr');
  await expect(shown.getByRole('navigation', { name: 'Sommaire' })).toBeVisible();
  await expectAccessible(shown);

  const answer = await page.request.get(`/api/v1/reports/${id}/download?format=json`);
  const { totals, hosts } = ReportContent.parse(await answer.json());
  const all = shown.getByRole('table', { name: 'Synthèse' }).getByRole('row').last();
  const counts = [totals.hosts, ...COMPLIANCE.map((name) => totals[name])].map(String);
  expect((await all.getByRole('cell').allTextContents()).slice(0, counts.length)).toEqual(counts);
  await shown.setViewportSize({ width: 390, height: 800 });
  expect(await shown.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
  await expectAccessible(shown);
  withPdf(await shown.pdf({ preferCSSPageSize: true }), (pdf) => {
    expect(pdf.run('pdfinfo')).toMatch(/^Page size: .*\(A4\)$/m);
    const text = pdf.run('pdftotext', '-layout', '-enc', 'UTF-8');
    for (const { hostname } of hosts) expect(text).toContain(hostname);
    expect(text).not.toContain('Sommaire');
  });
});

test('a report asks who reads it: viewers are told who makes reports, and nobody sees those of other fabrics', async ({
  page,
  server,
  world,
  otherWorld,
  faults,
  signIn,
  forgetSession,
}) => {
  await signIn(await otherWorld.operator('auditor'));
  const { number } = await madeReport(page, server, { kind: 'moment', lang: 'en', timeZone: 'UTC' });
  await forgetSession();
  await page.goto(`/reports/${number}/document`);
  await expect(page).toHaveURL(/\/sign-in/);
  await signIn(await world.operator('viewer'));
  await page.goto(`/reports/${number}/document`);
  await expect(page.getByText('Your role does not make or read reports.')).toBeVisible();
  await page.goto('/hosts');
  await expect(page.getByRole('link', { name: /^Report on/ })).toHaveCount(0);
  await page.getByRole('navigation', { name: 'Sections' }).getByRole('link', { name: 'Reports' }).click();
  await expect(page.getByText('Your role does not make or read reports.')).toBeVisible();
  await page
    .getByRole('navigation', { name: 'Reports and exceptions' })
    .getByRole('link', { name: 'Exceptions' })
    .click();
  await expect(page).toHaveURL(/\/exceptions/);
  await signIn(await world.operator('auditor'));
  faults.allow(/404 \(Not Found\)/);
  await page.goto(`/reports/${number}/document`);
  await expect(page.getByRole('heading', { name: 'There is no such report' })).toBeVisible();
  await page.goto(`/reports/${number}`);
  await expect(page.getByRole('heading', { name: 'There is no such report' })).toBeVisible();
});
