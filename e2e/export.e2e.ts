import { expect } from '@playwright/test';
import { INSECURE, PASSED } from '@/test/support/agent-client';
import { readXlsx } from '@/test/support/read-xlsx';
import { expectAccessible } from './support/accessible';
import { addHost } from './support/fleet';
import { test } from './support/test';

/** What a spreadsheet would run, a page would render and XML would close. */
const HOSTILE_CLUSTER = '=HYPERLINK("http://x.example","</t><f>1</f>")';

test('exactly what is filtered is exported by keyboard, and hostile text stays text', async ({
  page,
  server,
  world,
  signIn,
}) => {
  const hostile = await addHost(server.address, world, 'HV-HOSTILE', {
    hgsClient: INSECURE,
    host: { cluster: HOSTILE_CLUSTER },
  });
  await addHost(server.address, world, 'HV-PASSED', { hgsClient: PASSED });
  await signIn(await world.operator('viewer'));
  await page.goto('/');
  await expect(page.getByRole('heading', { level: 1 })).toContainText('1 of 2 hosts');
  await page.goto('/hosts?check=BitLocker');
  const menu = page.getByRole('menu', { name: 'Export' });

  await page.keyboard.press('e');
  await expect(menu.getByRole('menuitem', { name: 'CSV' })).toBeFocused();
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await expect(menu).toBeHidden();
  await expect(page.getByRole('button', { name: 'Export' })).toBeFocused();

  await page.keyboard.press('e');
  await page.keyboard.press('ArrowDown');
  await expect(menu.getByRole('menuitem', { name: 'Excel workbook' })).toBeFocused();
  const download = page.waitForEvent('download');
  await page.keyboard.press('Enter');
  const file = await download;
  expect(file.suggestedFilename()).toMatch(/^hosts-all-fabrics-filtered-[\dT-]+Z\.xlsx$/);
  const bytes = Buffer.concat(await (await file.createReadStream()).toArray());
  const [sheet] = readXlsx(bytes);
  const rows = sheet?.rows.slice(1) ?? [];
  expect(rows.map((row) => [row[0], row.at(-1)])).toEqual([[hostile.hostname, hostile.hostId]]);
  expect(rows[0]).toContain(HOSTILE_CLUSTER);
  await expect(menu).toBeHidden();
});
