import { readFileSync } from 'node:fs';
import { expect, type Page } from '@playwright/test';
import { readCsv } from '@/test/support/read-csv';
import { expectAccessible } from './support/accessible';
import { addFleet, addHost, hostsBehind } from './support/fleet';
import { beyondTheEdge, chooseLanguage, PHONE } from './support/narrow';
import { stepOfLongRun, test } from './support/test';

const tableIn = (page: Page) => page.getByRole('table', { name: 'Hosts' });
const barIn = (page: Page) => page.getByRole('region', { name: 'Selected hosts' });
const boxOf = (page: Page, index: number) => tableIn(page).locator('tbody').getByRole('checkbox').nth(index);

const heightOfBar = (page: Page) =>
  barIn(page)
    .getByRole('button', { name: 'Clear selection' })
    .evaluate((button) => button.parentElement?.offsetHeight ?? 0);
/** Where the head of the table stays when the list is scrolled. */
const topOfHead = (page: Page) =>
  tableIn(page)
    .getByRole('columnheader')
    .first()
    .evaluate((head) => Number.parseFloat(getComputedStyle(head).top));
const [PAGE_BAR, ONE_LINE] = [48, 44];

test.beforeEach(async ({ server, world }) => addFleet(server.address, world));

test('hosts are selected by mouse and keyboard, across pages, until others are asked for; their names are copied and filed', async ({
  page,
  context,
  server,
  world,
  signIn,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await signIn(await world.operator('viewer'));
  await page.goto('/hosts?limit=4');
  const bar = barIn(page);
  await expect(bar).toHaveCount(0);
  await boxOf(page, 0).check();
  await expect(bar).toContainText('1 host on this page selected');
  await boxOf(page, 2).click({ modifiers: ['Shift'] });
  await expect(bar).toContainText('3 hosts on this page selected');
  await expect(bar).toContainText(/18 of \d+ blocked VMs, 2 causes, 2 clusters\./);
  // As from the keyboard: the row that has focus.
  await page.keyboard.press('j');
  await page.keyboard.press('x');
  await expect(bar).toContainText('4 hosts on this page selected');
  const head = tableIn(page).getByRole('checkbox', { name: 'Select all hosts on this page' });
  await expect(head).toBeChecked();
  await expectAccessible(page);
  // A viewer takes names, and changes nothing.
  await expect(bar.getByRole('button', { name: 'Owner' })).toHaveCount(0);

  await page.getByRole('link', { name: 'Next page' }).click();
  await expect(page).toHaveURL(/cursor=/);
  await expect(bar).toContainText('4 hosts selected, 4 not on this page');
  await expect(head).not.toBeChecked();
  await boxOf(page, 1).check();
  await expect(bar).toContainText('5 hosts selected, 4 not on this page');
  await bar.getByRole('button', { name: 'Select all 10 that match' }).click();
  await expect(bar).toContainText('All 10 hosts that match are selected');
  await boxOf(page, 0).uncheck();
  await expect(bar).toContainText('3 hosts on this page selected');
  await bar.getByRole('button', { name: 'Clear selection' }).click();
  await expect(bar).toHaveCount(0);

  await head.check();
  await expect(bar).toBeVisible();
  await page.getByRole('navigation', { name: 'Views' }).getByRole('link', { name: 'Failing' }).click();
  await expect(bar).toHaveCount(0);

  await test.step('names are copied as PowerShell reads them, and the file has no other host', async () => {
    await page.goto('/hosts?limit=4&check=BitLocker');
    const { hosts } = await hostsBehind(page, '/hosts?check=BitLocker');
    await tableIn(page).getByRole('checkbox', { name: 'Select all hosts on this page' }).check();
    const copied = () => page.evaluate(() => navigator.clipboard.readText());
    const names = hosts.map(({ hostname }) => hostname);
    const copy = async (form: string) => {
      await barIn(page).getByRole('button', { name: 'Copy names' }).click();
      await page.getByRole('menuitem', { name: form }).click();
      await expect(barIn(page)).toContainText('3 names copied');
    };
    await copy('PowerShell array');
    expect(await copied()).toBe(`@(${names.map((name) => `'${name}'`).join(', ')})`);

    const download = page.waitForEvent('download');
    // The key takes what is chosen, of which there is one host fewer than in the list.
    await boxOf(page, 2).uncheck();
    await page.keyboard.press('e');
    await expect(page.getByRole('menu', { name: 'Export 2' })).toBeVisible();
    await page.keyboard.press('Enter');
    const [header, ...records] = readCsv(readFileSync(await (await download).path(), 'utf8'));
    expect([header?.[0], header?.[2], header?.at(-1)]).toEqual(['hostname', 'state', 'id']);
    expect(records.map(([name]) => name)).toEqual(names.slice(0, 2));
  });

  await test.step('what is selected stays so while the list takes its time to be sorted', async () => {
    const holding = { timeout: 300_000 };
    await server.db.$transaction(async (tx) => {
      // Somebody else holds the table that the rows come from, until the answer has begun without them.
      await tx.$executeRaw`LOCK TABLE host_profile IN ACCESS EXCLUSIVE MODE`;
      const begun = page.waitForResponse(/_rsc=/);
      await tableIn(page).getByRole('columnheader', { name: 'Host', exact: true }).getByRole('link').click();
      await begun;
    }, holding);
    await expect(tableIn(page).locator('th[aria-sort="ascending"]')).toHaveText('Host');
    await expect(bar).toContainText('2 hosts on this page selected');
  });
});

test('an operator acknowledges and assigns what is selected, and is told when other hosts match by now', async ({
  page,
  context,
  server,
  world,
  signIn,
  faults,
}) => {
  // The browser says so of an answer that the page expects.
  faults.allow(/409 \(Conflict\)/);
  await signIn(await world.operator('operator'));
  await page.goto('/hosts?limit=4');
  const bar = barIn(page);
  await boxOf(page, 0).check();
  await bar.getByRole('button', { name: 'Select all 10 that match' }).click();
  // The bar stands above both, on one line, and the table's head stays below it.
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.keyboard.press('j');
  await page.keyboard.press(' ');
  await expect(page.getByRole('complementary', { name: /beside the list$/ })).toBeVisible();
  await expect.poll(() => heightOfBar(page)).toBe(ONE_LINE);
  await expect.poll(async () => (await topOfHead(page)) - (await heightOfBar(page))).toBe(PAGE_BAR);
  await page.keyboard.press('Escape');
  const acknowledge = bar.getByRole('button', { name: 'Acknowledge' });
  await acknowledge.click();
  await expect(bar.getByLabel('What is being done about these hosts')).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(bar.getByLabel('What is being done about these hosts')).toHaveCount(0);
  await expect(acknowledge).toBeFocused();
  await acknowledge.click();
  await bar.getByLabel('What is being done about these hosts').fill('Ticket 4711');
  await expect(bar).toContainText('7 of these 10 hosts can be acknowledged. 3 can run shielded VMs');
  await expectAccessible(page);
  await bar.getByRole('button', { name: 'Acknowledge' }).last().click();
  await expect(bar).toContainText('7 hosts were acknowledged.');
  const able = bar.getByRole('group').filter({ hasText: '3 can run shielded VMs' });
  await expect(able.getByRole('listitem').first()).toBeHidden();
  await able.getByText('3 can run shielded VMs').click();
  const { hosts: passing } = await hostsBehind(page, '/hosts?state=Passed');
  await expect(able.getByRole('listitem')).toHaveText(passing.map(({ hostname }) => hostname).toSorted());
  await expect(
    tableIn(page)
      .getByRole('img', { name: /^Acknowledged by .+ until / })
      .first(),
  ).toBeVisible();

  // Another host comes, and the selection is no longer all that match.
  await addHost(server.address, world, 'HV-D1');
  await expect(bar).toContainText('All 10 hosts that matched are selected');
  await expect(bar).not.toContainText('blocked VMs');
  const listAnew = page
    .waitForResponse(/host\.previewAcknowledgement/)
    .then(() => page.waitForResponse(/host\.list/));
  await acknowledge.click();
  await listAnew;
  await expect(bar.getByRole('alert')).toHaveText(/^You selected 10 hosts; 11 match now\./);
  // Its line stays, so that nothing below it has moved.
  await expect(bar.locator('p:empty')).toHaveCount(1);
  await bar.getByRole('button', { name: 'Owner' }).click();
  await bar.getByLabel('Who is responsible for these 10 hosts').press('Enter');
  await expect(bar.getByText('Fill this in.')).toBeVisible();
  await bar.getByLabel('Who is responsible for these 10 hosts').fill('Night shift');
  await bar.getByRole('button', { name: 'Set owner' }).click();
  await expect(bar.getByRole('alert')).toContainText('Nothing was done: different hosts match now.');
  await bar.getByRole('button', { name: 'Select what matches now' }).click();
  await expect(bar).toContainText('All 11 hosts that match are selected');
  await bar.getByRole('button', { name: 'Set owner' }).click();
  await expect(bar).toContainText('Owner set for 11 hosts.');
  await bar.getByRole('button', { name: 'Note' }).click();
  await bar.getByLabel('Note about each of these 11 hosts').fill('Booked for Monday');
  // Offline it fails at once, and nothing is written later by what nobody wants any more.
  faults.allow(/ERR_INTERNET_DISCONNECTED/);
  await context.setOffline(true);
  await bar.getByRole('button', { name: 'Add note' }).click();
  await expect(bar.getByRole('alert')).toContainText('offline, so nothing was sent');
  await context.setOffline(false);
  await expect(page.getByRole('banner').getByText('Live', { exact: true })).toBeVisible();
  await expect(bar.getByRole('alert')).toBeVisible();
  await bar.getByRole('button', { name: 'Add note' }).click();
  await expect(bar).toContainText('Note added to 11 hosts.');

  // A plan is for exactly the hosts that were chosen, and for none where others match by now.
  await bar.getByRole('button', { name: 'Clear selection' }).click();
  await boxOf(page, 0).check();
  await boxOf(page, 1).check();
  await bar.getByRole('link', { name: 'Plan the repair' }).click();
  await expect(page.getByText('For 2 hosts.')).toBeVisible();
  // More than an address has room for are kept by the tab, and known to no other.
  const picked = new URL(page.url()).searchParams.getAll('host');
  await page.evaluate(
    (ids) => sessionStorage.setItem('guarded-fabric.picked-hosts', ids),
    JSON.stringify(picked),
  );
  await page.goto('/plans/new?picked=2');
  await expect(page.getByText('For 2 hosts.')).toBeVisible();
  await expect(page.getByRole('region', { name: 'Make the plan' })).toBeVisible();
  await page.evaluate(() => sessionStorage.clear());
  await page.reload();
  await expect(page.getByText('exists only in the tab where it was made')).toBeVisible();
  await page.getByRole('link', { name: 'Check the list' }).click();
  await expect(page).toHaveURL(/\/hosts$/);
  await page.goto('/plans/new?count=10&digest=of-ten-others');
  await expect(page.getByText('Different hosts match now than you selected')).toBeVisible();
  await page.getByRole('link', { name: 'Plan for those that match now' }).click();
  await expect(page.getByText('For 11 hosts.')).toBeVisible();

  await page.goto('/hosts?owner=Night+shift&exception=acknowledged&state=-Silent');
  await tableIn(page).locator('tbody a').first().click();
  const panel = page.getByRole('region', { name: 'Acknowledgement' });
  await page.getByRole('link', { name: 'Acknowledged', exact: true }).click();
  await expect(panel.locator(':focus')).toContainText('Ticket 4711');
  await expect(page.getByRole('region', { name: 'Notes' })).toContainText('Booked for Monday');
  await expectAccessible(page);
  await panel.getByRole('button', { name: 'End it' }).click();
  await panel.getByRole('button', { name: 'End acknowledgement' }).click();
  await expect(panel).toContainText('Nobody has acknowledged this host.');
  const again = page.getByRole('button', { name: 'Acknowledge' });
  await again.click();
  await expect(page.getByLabel('What is being done about this host')).toBeFocused();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect(again).toBeFocused();
});

test('a view is saved, shared, opened by somebody else, renamed and deleted, and carries the columns that were chosen', async ({
  page,
  world,
  signIn,
  faults,
}) => {
  const maker = await world.operator('operator');
  const name = `Blocked ${maker.email}`;
  const menu = page.getByRole('dialog', { name: 'Saved views' });
  const open = () => page.getByRole('button', { name: 'Saved views' }).click();
  await signIn(maker);
  await page.goto('/hosts?check=BitLocker&sort=shieldedVms&order=desc');
  await open();
  await menu.getByLabel('Name').fill(name);
  await menu.getByLabel('Share with everybody who sees these hosts').check();
  await expectAccessible(page);
  await menu.getByRole('button', { name: 'Save view' }).click();
  await expect(menu).toHaveCount(0);
  await expect(page.getByRole('status').filter({ hasText: 'View saved' })).toBeVisible();

  await test.step('the view that is open is marked and named, and opening the menu again leaves it so', async () => {
    await expect(page.getByRole('button', { name: `Saved views: ${name}` })).toBeVisible();
    await open();
    await expect(menu.getByRole('link', { name })).toHaveAttribute('aria-current', 'true');
    await expect(menu.getByRole('textbox', { name: 'Name' })).toBeFocused();
    await page.keyboard.press('Escape');
    // The page arrives with the name: a button that got it later would grow under the pointer.
    const arrived = await page.request.get(page.url());
    expect(await arrived.text()).toContain(`>Saved views: ${name}<`);
    await page.setViewportSize(PHONE);
    await expect.poll(() => beyondTheEdge(page)).toEqual([]);
    await chooseLanguage(page, 'Français', 'fr');
    await expect.poll(() => beyondTheEdge(page)).toEqual([]);
    await chooseLanguage(page, 'English', 'en');
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.goto('/hosts?check=BitLocker');
    await expect(page.getByRole('button', { name: 'Saved views', exact: true })).toBeVisible();
  });

  await test.step('a second one of its name is refused at the field, and replaces the first on demand', async () => {
    await page.goto('/hosts?check=SecureBootSettings');
    await open();
    const field = menu.getByRole('textbox', { name: 'Name' });
    await field.fill(name.toUpperCase());
    faults.allow(/409 \(Conflict\)/);
    await menu.getByRole('button', { name: 'Save view' }).click();
    await expect(field).toHaveAccessibleDescription(/^You have a view of this name already/);
    await expectAccessible(page);
    await field.fill(`${name} too`);
    await expect(field).toHaveAccessibleDescription('');
    await field.fill(name);
    await menu.getByRole('button', { name: 'Save view' }).click();
    await menu.getByRole('button', { name: 'Replace it' }).click();
    await expect(menu).toHaveCount(0);
    await open();
    await expect(menu.getByRole('link', { name })).toHaveAttribute('href', /check=SecureBootSettings/);
    await page.goto('/hosts?check=BitLocker&sort=shieldedVms&order=desc');
    await open();
    await menu.getByRole('button', { name: `Change ${name}` }).click();
    await menu.getByRole('button', { name: 'Use what the list shows' }).click();
    await expect(menu.getByRole('link', { name })).toHaveAttribute('href', /check=BitLocker/);
  });

  await stepOfLongRun('what replaces one’s own is shared, unless somebody shares its name', async () => {
    const [night, taken] = [`Night ${maker.email}`, `Taken ${maker.email}`];
    for (const kept of [night, taken]) {
      await menu.getByLabel('Name').last().fill(kept);
      await menu.getByRole('button', { name: 'Save view' }).click();
      await expect(menu).toHaveCount(0);
      await open();
    }
    const share = menu.getByLabel('Share with everybody who sees these hosts');
    const replace = menu.getByRole('button', { name: 'Replace it' });
    await menu.getByLabel('Name').last().fill(night);
    await menu.getByRole('button', { name: 'Save view' }).click();
    await expect(replace).toBeVisible();
    await share.check();
    await replace.click();
    await expect(menu).toHaveCount(0);
    await open();
    await expect(menu.getByRole('listitem').filter({ hasText: night })).toContainText('shared');

    await signIn(await world.operator('operator'));
    await page.goto('/hosts');
    await open();
    await menu.getByLabel('Name').fill(taken);
    await share.check();
    await menu.getByRole('button', { name: 'Save view' }).click();
    await expect(menu).toHaveCount(0);

    await signIn(maker);
    await page.goto('/hosts?check=SecureBootSettings');
    await open();
    await menu.getByLabel('Name').fill(taken);
    await share.check();
    await menu.getByRole('button', { name: 'Save view' }).click();
    await replace.click();
    await expect(menu.getByRole('textbox', { name: 'Name' })).toHaveAccessibleDescription(
      /^Somebody shares a view of this name/,
    );
    await expect(replace).toHaveCount(0);
    await expectAccessible(page);
    await share.uncheck();
    await menu.getByRole('button', { name: 'Save view' }).click();
    await replace.click();
    await expect(menu).toHaveCount(0);
  });

  await signIn(await world.operator('viewer'));
  await page.goto('/hosts');
  await open();
  await expect(menu).toContainText('Operators save views.');
  await menu.getByRole('link', { name }).click();
  await expect(page).toHaveURL(/\/hosts\?check=BitLocker&sort=shieldedVms&order=desc$/);
  await expect(tableIn(page).locator('tbody tr')).toHaveCount(3);
  await signIn(maker);
  await page.goto('/hosts');
  await open();
  await menu.getByRole('button', { name: `Change ${name}` }).click();
  await menu.getByLabel('Name').first().fill(`${name} again`);
  await menu.getByRole('button', { name: 'Rename' }).click();
  await expect(menu.getByRole('link', { name: `${name} again` })).toBeVisible();
  await menu.getByRole('button', { name: `Change ${name} again` }).click();
  await menu.getByRole('button', { name: 'Delete' }).click();
  await menu.getByRole('button', { name: 'Cancel' }).press('Escape');
  await menu.getByRole('button', { name: 'Delete' }).click();
  await menu.getByRole('button', { name: 'Delete view' }).click();
  await expect(menu.getByRole('link', { name: `${name} again` })).toHaveCount(0);

  await test.step('columns are chosen, ordered and kept, and a view carries them', async () => {
    await page.keyboard.press('Escape');
    await expect(menu).toHaveCount(0);
    const headers = () => tableIn(page).getByRole('columnheader').allInnerTexts();
    const columns = page.getByRole('dialog', { name: /of 16/ });
    const openColumns = () => page.getByRole('button', { name: 'Columns' }).click();
    await openColumns();
    // What is chosen and not there is said, as it was measured.
    const noRoom = columns.getByRole('listitem').filter({ hasText: 'No room in this window' });
    await page.setViewportSize({ width: 1200, height: 900 });
    await expect(noRoom.filter({ hasText: 'Cluster' })).toHaveCount(1);
    await page.setViewportSize({ width: 1440, height: 900 });
    await expect(noRoom).toHaveCount(0);
    await columns.getByRole('checkbox', { name: 'Cluster' }).uncheck();
    for (const added of ['Owner', 'Model']) await columns.getByRole('checkbox', { name: added }).check();
    await columns.getByRole('checkbox', { name: 'Owner' }).press('Alt+ArrowUp');
    await columns.getByRole('radio', { name: 'Compact' }).check();
    await expectAccessible(page);
    const wanted = 'State, Failing checks, Since, Last seen, Owner, VMs, Model'.split(', ');
    await expect.poll(async () => (await headers()).slice(2)).toEqual(wanted);
    await page.reload();
    await expect.poll(async () => (await headers()).slice(2)).toEqual(wanted);

    await open();
    const named = `Models ${world.fabric.name}`;
    await menu.getByLabel('Name').fill(named);
    await menu.getByRole('button', { name: 'Save view' }).click();
    await expect(menu).toHaveCount(0);
    await openColumns();
    await columns.getByRole('button', { name: 'Reset to default' }).click();
    await page.keyboard.press('Escape');
    await expect.poll(headers).toContain('Cluster');
    await open();
    await menu.getByRole('link', { name: named }).click();
    await expect.poll(async () => (await headers()).slice(2)).toEqual(wanted);
  });
});
