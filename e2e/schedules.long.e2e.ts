import { expect } from '@playwright/test';
import { PASSED } from '@/test/support/agent-client';
import { expectAccessible } from './support/accessible';
import { addHost } from './support/fleet';
import { withMailedServer } from './support/mailed-server';
import { scheduleRow } from './support/report';
import { test } from './support/test';

// What is mailed, and to whom, is tested on every push in lib/server/services/report/mails.test.ts.
test('a date that nobody met is made late, once, and mailed to those whom the mail server takes', async ({
  page,
}) => {
  test.setTimeout(180_000);
  const refused = { code: 550, text: 'No such user here' };
  const onRecipient = (address: string) => (address.startsWith('nobody') ? refused : null);
  await withMailedServer(page, { onRecipient }, async ({ address, world, db, mail }) => {
    await addHost(address, world, 'HV-M', { hgsClient: PASSED });
    const { email, password } = await world.operator('auditor');
    const headers = { origin: address };
    const data = { email, password };
    await page.request.post(`${address}/api/auth/sign-in/email`, { data, headers });
    await page.goto(`${address}/reports/schedules/new?kind=moment&fabric=${world.fabric.name}`);
    await page.getByLabel('Name of the schedule').fill('Daily for two');
    await page.getByRole('radio', { name: 'Daily' }).check();
    await page.getByLabel('Recipients').fill('claire@mail.example\nnobody');
    await expect(page.getByText('This is not an email address: nobody')).toBeVisible();
    await page.getByLabel('Recipients').fill('claire@mail.example\nnobody@mail.example');
    await page.getByRole('button', { name: 'Save schedule' }).click();
    const row = scheduleRow(page, 'Daily for two');
    await expect(row).toContainText('To 2 people');

    await db.reportSchedule.updateMany({ data: { nextAt: new Date(Date.now() - 3 * 86_400_000) } });
    await expect(async () => {
      await page.reload();
      await expect(row).toContainText('Mailed to 1 person', { timeout: 1_000 });
      await expect(row).toContainText('The mail server refuses this recipient', { timeout: 1_000 });
    }).toPass({ timeout: 90_000 });
    await expect(row).toContainText('before it were missed');
    expect(await db.report.count()).toBe(1);
    expect(mail.taken.map(({ to }) => to)).toEqual([['claire@mail.example']]);
    await row.getByRole('link', { name: /^R-/ }).click();
    await expect(page.getByRole('table', { name: 'Mail' })).toContainText('No such user here');
    await expectAccessible(page);
  });
});
