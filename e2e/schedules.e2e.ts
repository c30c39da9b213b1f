import { expect } from '@playwright/test';
import { PASSED } from '@/test/support/agent-client';
import { expectAccessible } from './support/accessible';
import { addHost } from './support/fleet';
import { scheduleRow } from './support/report';
import { test } from './support/test';

test('an auditor makes a schedule from the form of a report, pauses, changes and deletes it', async ({
  page,
  server,
  world,
  signIn,
}) => {
  await addHost(server.address, world, 'HV-S', { hgsClient: PASSED });
  await signIn(await world.operator('auditor'));
  await page.goto(`/reports/new?kind=period&fabric=${world.fabric.name}&cluster=nope`);
  await expect(page.getByText('No host is in a cluster called “nope” at this time.')).toBeVisible();
  await page.getByRole('link', { name: 'On a schedule' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('New schedule');
  await expect(page.getByText('No host is in a cluster called “nope” at this time.')).toBeVisible();
  await page.getByRole('button', { name: 'Remove filter: Cluster nope' }).click();
  await expect(page.getByLabel('Fabric', { exact: true })).toHaveValue(`=${world.fabric.name}`);
  await expect(page.getByText('This server sends no mail.')).toBeVisible();
  const save = page.getByRole('button', { name: 'Save schedule' });
  await save.click();
  await expect(page.getByLabel('Name of the schedule')).toHaveAccessibleDescription(/Fill this in\.$/);
  await page.getByLabel('Name of the schedule').fill('Monthly for the auditor');
  await page.getByRole('radio', { name: 'Monthly' }).check();
  await page.getByLabel('Day of the month').selectOption('31');
  await expect(page.getByText('A shorter month has its last day instead.')).toBeVisible();
  const dates = page.getByRole('complementary', { name: 'Next dates' }).getByRole('listitem');
  await expect(dates).toHaveCount(5);
  await expect(page.getByRole('radio', { name: 'The month before' })).toBeChecked();
  const preview = page.getByRole('complementary', { name: 'Before it is made' });
  await expect(preview).toContainText('No host matches at that time.');
  await page.getByRole('radio', { name: 'The moment' }).check();
  await expect(preview).toContainText('1 host');
  await page.getByRole('radio', { name: 'The month before' }).check();
  await expectAccessible(page);
  await save.click();

  const row = scheduleRow(page, 'Monthly for the auditor');
  await expect(row).toContainText('Day 31 of the month, 07:00, Europe/Paris');
  await expect(row).toContainText('then');
  await expectAccessible(page);
  await row.getByRole('button', { name: /^Pause/ }).click();
  await expect(row).toContainText('Paused');
  await row.getByRole('button', { name: /^Resume/ }).click();
  await expect(row).toContainText('then');
  await row.getByRole('link', { name: /^Edit/ }).click();
  await expect(page.getByLabel('Day of the month')).toHaveValue('31');
  await page.getByRole('radio', { name: 'Weekly' }).check();
  await page.getByLabel('Day of the week').selectOption({ label: 'Friday' });
  await page.getByLabel('The newest reports').fill('0');
  await expect(page.getByText('From 1 to 1,000')).toBeVisible();
  await expect(save).toHaveAccessibleDescription('Correct the field marked above.');
  await page.getByLabel('The newest reports').fill('3');
  await save.click();
  await expect(row).toContainText('Friday 07:00, Europe/Paris');

  await expect(page.getByText('Next scheduled report').locator('..')).toContainText('Fri ');
  await page.keyboard.press('j');
  await expect(row.getByRole('link', { name: 'Monthly for the auditor', exact: true })).toBeFocused();

  await row.getByRole('button', { name: /^Delete/ }).click();
  await expect(row).toContainText('Those that it made stay');
  await row.getByRole('button', { name: 'Cancel' }).click();
  await row.getByRole('button', { name: /^Delete/ }).click();
  await row.getByRole('button', { name: 'Delete schedule' }).click();
  await expect(page.getByText('No report is made automatically yet.')).toBeVisible();
});

test('a colleague sees a schedule and does not change it; who left is said in its row', async ({
  page,
  server,
  world,
  signIn,
}) => {
  const owner = await world.operator('auditor');
  await signIn(owner);
  const data = {
    name: 'Daily for the owner',
    report: { kind: 'moment', lang: 'fr', filter: `fabric=${world.fabric.name}` },
    every: 'day',
    at: '06:00',
    timeZone: 'Europe/Paris',
  };
  const headers = { origin: server.address };
  const made = await page.request.post(`${server.address}/api/v1/report-schedules`, { data, headers });
  expect(made.status(), await made.text()).toBe(201);
  const { id } = await made.json();
  await server.db.operator.update({ where: { email: owner.email }, data: { disabledAt: new Date() } });
  await server.db.reportSchedule.update({
    where: { id },
    data: { nextAt: new Date(Date.now() - 60_000) },
  });
  await signIn(await world.operator('auditor'));
  await page.goto('/reports');
  const row = scheduleRow(page, 'Daily for the owner');
  await expect(row).toContainText('Every day 06:00, Europe/Paris');
  await expect(row.getByRole('button')).toHaveCount(0);
  const pausedAt = async () =>
    (await (await page.request.get(`/api/v1/report-schedules/${id}`)).json()).pausedAt;
  await expect.poll(pausedAt, { timeout: 30_000 }).not.toBeNull();
  await page.reload();
  await expect(row).toContainText('Its owner has left');
  await expect(row).toContainText('Paused');
  await expectAccessible(page);
});
