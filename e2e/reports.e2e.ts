import { randomUUID } from 'node:crypto';
import { expect } from '@playwright/test';
import { formatsOfKind } from '@/lib/contracts/words/reports';
import { PASSED } from '@/test/support/agent-client';
import { expectAccessible } from './support/accessible';
import { addGoodAndBad, addHost } from './support/fleet';
import { newestReport, untilMade } from './support/report';
import { test } from './support/test';

test('an auditor reports on the hosts of a list, sees it made, and downloads what was made', async ({
  page,
  server,
  world,
  signIn,
}) => {
  await addGoodAndBad(server.address, world);
  await signIn(await world.operator('auditor'));
  await page.goto('/reports');
  await expect(page.getByText('There is no report yet.')).toBeVisible();
  await expect(page.getByText('Compliant now').locator('..')).toContainText('1 of 2 hosts, 50.0%');
  await expect(page.getByText('Next scheduled report').locator('..')).toContainText('no schedule is on');
  await expectAccessible(page);

  await page.goto(`/hosts?fabric=${world.fabric.name}`);
  await page.getByRole('link', { name: 'Report on these 2 hosts' }).click();
  const headline = page.getByRole('heading', { level: 1 });
  await expect(headline).toHaveText('The report will state that 1 of 2 hosts is compliant');
  const preview = page.getByRole('complementary', { name: 'Before it is made' });
  await expect(preview).toContainText('not compliant1');
  // Hosts, compliant, excepted, not compliant, unverified, rate: of the fabric and of all.
  const byFabric = preview.getByRole('table', { name: 'Hosts by fabric' });
  await expect(byFabric.getByRole('row', { name: world.fabric.name })).toContainText('2101050.0%');
  await expect(byFabric.getByRole('row', { name: 'All' })).toContainText('2101050.0%');
  await expect(page.getByLabel('Fabric', { exact: true })).toHaveValue(`=${world.fabric.name}`);
  await expectAccessible(page);
  await page.getByRole('radio', { name: 'Français' }).check();
  await page.getByLabel('Title of the report').fill('Before the audit');
  await page.getByRole('button', { name: 'Make report' }).click();

  const row = page.getByRole('row').filter({ hasText: 'Before the audit' });
  await expect(row).toBeVisible();
  await untilMade(page, (await newestReport(page)).number);
  await expect(row).toContainText('1 of 2');
  await expect(row).toContainText('French');
  await expect(row).toContainText('Signed');
  await expectAccessible(page);
  const download = page.waitForEvent('download');
  await row.getByRole('link', { name: /^PDF of R-/ }).click();
  expect((await download).suggestedFilename()).toMatch(/^R-\d{4}-\d\d-\d\d-\d\d\.pdf$/);
  await row.getByRole('button', { name: /formats of R-/ }).click();
  await expect(page.getByRole('menuitem', { name: /^JSON/ })).toHaveAttribute('href', /format=json$/);
  await expect(page.getByRole('menuitem').first()).toHaveText(/^PDF/);
  await expect(page.getByRole('menuitem').last()).toHaveText(/^Evidence pack/);
  await page.keyboard.press('Escape');
  // A menu that is closing still takes keys for itself.
  await expect(page.getByRole('menu')).toHaveCount(0);

  await test.step('of a maker whom nobody knows it says so, and who has made one', async () => {
    const maker = (await newestReport(page)).createdBy;
    await page.goto('/reports?by=7f6b0e5e-6f7c-4d52-9a3c-0f1f2a3b4c5d');
    await expect(page.getByText('No report was made by “7f6b0e5e-')).toContainText(
      `Reports were made by ${maker}.`,
    );
    await page.goto(`/reports?${new URLSearchParams({ by: maker.toUpperCase() })}`);
    await expect(page.getByText('No report was made by')).toContainText(`Did you mean “${maker}”?`);
    await expectAccessible(page);
    await page.goto(`/reports?${new URLSearchParams({ by: maker, kind: 'period' })}`);
    await expect(page.getByText('No report matches.')).toBeVisible();
    await expect(page.getByText('No report was made by')).toHaveCount(0);
    await page.goto('/reports');
    await expect(row).toBeVisible();
  });

  // Pressed from within its row they would lead on to the next one.
  await headline.focus();
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await expect(headline).toHaveText('Before the audit');
  // What it is about is long ago or not: it says nothing of how fresh this page is.
  await expect(page.getByText('The server is not responding')).toHaveCount(0);
  await expect(page.getByText(/^[0-9a-f]{64}$/)).toHaveCount(formatsOfKind('moment').length);
  await expect(page.getByRole('link', { name: /^Download / }).first()).toHaveAccessibleName(
    /^Download PDF of/,
  );
  await expectAccessible(page);
  // Every figure is found again on screen: its hosts at its time.
  await page.getByRole('link', { name: world.fabric.name, exact: true }).last().click();
  await expect(page).toHaveURL(/\/hosts\?fabric=.*&at=/);
  await page.goBack();
  await page.getByText('Not compliant').locator('..').getByRole('link', { name: '1', exact: true }).click();
  const listed = page.getByRole('table', { name: 'Hosts' }).getByRole('link', { name: /^hv-/i });
  await expect(listed).toHaveText([/^hv-bad/i]);
});

test('the form refuses what the server would, and says where its figures could not be read', async ({
  page,
  context,
  server,
  world,
  faults,
  signIn,
}) => {
  faults.allow(/ERR_INTERNET_DISCONNECTED/);
  await addHost(server.address, world, 'HV-P', { hgsClient: PASSED });
  await signIn(await world.operator('auditor'));
  await page.goto(`/reports/new?kind=period&fabric=${world.fabric.name}`);
  const preview = page.getByRole('complementary', { name: 'Before it is made' });
  await test.step('figures that could not be read are read once the server is there again', async () => {
    // Last month nothing was there yet.
    await expect(preview).toContainText('No host matches at that time.');
    await context.setOffline(true);
    await page.getByRole('radio', { name: 'Last 7 days' }).check();
    await expect(preview.getByRole('alert')).toContainText('The figures could not be read.');
    await expect(preview.getByRole('button', { name: 'Try again' })).toBeEnabled();
    await expectAccessible(page);
    await context.setOffline(false);
    // It comes without being asked again: the button is for everything else that may have been in the way.
    await expect(preview.getByRole('table', { name: 'Hosts by fabric' })).toBeVisible();
  });

  const make = page.getByRole('button', { name: 'Make report' });
  await expect(make).toBeEnabled();
  const headline = page.getByRole('heading', { level: 1 });
  await expect(headline).toHaveText('The report will state that 100.0% of verified time was compliant');
  await expect(preview).toContainText('100.0%of verified time compliant');
  await expect(preview.getByRole('columnheader', { name: 'At the end' })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('textbox', { name: 'First day' }).fill('2024-01-01');
  await expect(page.getByRole('radio', { name: 'Own dates' })).toBeChecked();
  await expect(make).toBeDisabled();
  await expect(make).toHaveAccessibleDescription('A report covers 367 days at most');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('A report covers 367 days at most');
  await page.goto(`/reports/new?fabric=${world.fabric.name}&cause=BitLocker`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(
    'No host matches: there is nothing to report',
  );
  await expect(make).toBeDisabled();
  const scope = page.getByRole('group', { name: 'Scope' });
  await expect(scope).toContainText('No host is failing because of “BitLocker” at this time.');
  await page.getByRole('button', { name: 'Remove filter: Cause BitLocker' }).click();
  await expect(make).toBeEnabled();
  await expect(scope).not.toContainText('at this time');
});

test('one that failed says why and leads back to the form, and one that is being made can be cancelled', async ({
  page,
  server,
  world,
  signIn,
}) => {
  const auditor = await world.operator('auditor');
  const day = (text: string) => new Date(`${text}T23:00:00.000Z`);
  const asked = {
    lang: 'en',
    kind: 'period',
    filter: `fabric=${world.fabric.name}`,
    frameworks: [],
    allFabrics: false,
    fabricIds: [world.fabric.id],
    timeZone: 'Europe/Paris',
    fromAt: day('2025-11-30'),
    asOf: day('2025-12-31'),
    createdAt: new Date(),
    createdKind: 'operator',
    createdBy: auditor.email,
    createdName: 'Anne Roux',
  };
  const failure = { code: 'before_history', detail: 'History begins later' };
  const [failed, running] = [randomUUID(), randomUUID()];
  await server.db.report.createMany({
    data: [
      {
        ...asked,
        id: failed,
        number: `R-${failed}`,
        title: 'Policy year',
        state: 'failed',
        failure,
        createdAt: day('2022-11-30'),
      },
      {
        ...asked,
        id: running,
        number: `R-${running}`,
        title: 'In the works',
        state: 'running',
        progress: 62,
      },
    ],
  });
  await signIn(auditor);
  await page.goto('/reports');
  const row = (title: string) => page.getByRole('row').filter({ hasText: title });
  await expect(row('Policy year')).toContainText('History no longer reaches back that far.');
  await expect(row('In the works').getByRole('progressbar')).toHaveAttribute('value', '62');
  await expectAccessible(page);
  const kinds = page.getByRole('navigation', { name: 'Which reports' });
  await expect(kinds.getByRole('link', { name: 'Period 2' })).toBeVisible();
  await page.getByLabel('State').selectOption('Failed');
  await expect(row('In the works')).toHaveCount(0);
  await expect(page).toHaveURL(/state=failed/);
  await kinds.getByRole('link', { name: 'Moment 0' }).click();
  await expect(page.getByText('No report matches.')).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('link', { name: 'Show all reports' }).click();
  await expect(row('Policy year')).toBeVisible();
  await page.getByRole('searchbox', { name: 'Search reports' }).fill('works');
  await expect(row('Policy year')).toHaveCount(0);
  await expect(page).toHaveURL(/search=works/);
  await page.getByRole('searchbox', { name: 'Search reports' }).fill('');
  await expect(row('Policy year')).toBeVisible();
  await row('In the works')
    .getByRole('button', { name: /^Cancel/ })
    .click();
  await expect(row('In the works')).toContainText('Cancelled');
  await row('Policy year')
    .getByRole('link', { name: /^Change period/ })
    .click();
  await expect(page.getByRole('textbox', { name: 'First day' })).toHaveValue('2025-12-01');
  await expect(page.getByRole('textbox', { name: 'Last day' })).toHaveValue('2025-12-31');
  await expect(page.getByLabel('Time zone')).toHaveValue('Europe/Paris');

  // It is older than history is kept.
  await page.goto(`/reports/R-${failed}`);
  await expect(page.getByText('Then an administrator may remove it.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Remove report' })).toHaveCount(0);
  await signIn(await world.operator('administrator'));
  await page.goto(`/reports/R-${running}`);
  await expect(page.getByRole('button', { name: 'Remove report' })).toHaveCount(0);
  await page.goto(`/reports/R-${failed}`);
  await page.getByRole('button', { name: 'Remove report' }).click();
  await expect(page.getByText('The audit log keeps its number and digest.')).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Remove it for good' }).click();
  await expect(page).toHaveURL(/\/reports$/);
  await expect(row('In the works')).toBeVisible();
  await expect(row('Policy year')).toHaveCount(0);
});
