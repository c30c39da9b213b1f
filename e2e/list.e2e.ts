import { expect, type Page } from '@playwright/test';
import { readCsv } from '@/test/support/read-csv';
import { readXlsx } from '@/test/support/read-xlsx';
import { addFleet, hostsBehind } from './support/fleet';
import { stepOfLongRun, test } from './support/test';

test.beforeEach(async ({ server, world, signIn }) => {
  await addFleet(server.address, world);
  await signIn(await world.operator('viewer'));
});

const tableIn = (page: Page) => page.getByRole('table', { name: 'Hosts' });
/** The first line of each row's cell with the host. */
const hostnamesIn = (page: Page) => tableIn(page).locator('tbody td:nth-child(2) a > bdi:first-child');
const namesIn = (page: Page) => hostnamesIn(page).allTextContents();

test('keys move through the rows, open one, and lead into the filter; from a host its list is gone through', async ({
  page,
}) => {
  await page.goto('/hosts');
  const links = tableIn(page).locator('tbody a');
  await expect(links).toHaveCount(10);
  await page.keyboard.press('j');
  await expect(links.first()).toBeFocused();
  await page.keyboard.press('j');
  await page.keyboard.press('ArrowDown');
  await expect(links.nth(2)).toBeFocused();
  await page.keyboard.press('k');
  await expect(links.nth(1)).toBeFocused();
  const name = (await namesIn(page))[1] ?? '';
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name })).toBeFocused();

  await page.goBack();
  await expect(links).toHaveCount(10);
  await expect(links.nth(1)).toBeFocused();
  await page.keyboard.press('/');
  await expect(page.getByRole('searchbox', { name: 'Filter hosts' })).toBeFocused();
  await page.keyboard.type('hv-c1');
  await expect(links).toHaveCount(1);

  await test.step('from a host its list is gone through, in both directions and back to it', async () => {
    const filtered = '/hosts?state=Passed&sort=shieldedVms&order=desc';
    await page.goto(filtered);
    const { hosts } = await hostsBehind(page, filtered);
    expect(hosts).toHaveLength(3);
    const title = (index: number) =>
      page.getByRole('heading', { level: 1, name: hosts[index]?.hostname ?? 'none', exact: true });
    await hostnamesIn(page).first().click();
    await expect(title(0)).toBeVisible();
    const beside = page.getByRole('navigation', { name: 'Hosts of the list' });
    await expect(beside.getByText('3 hosts in the list')).toBeVisible();
    await expect(beside.getByRole('link')).toHaveCount(1);
    await page.keyboard.press(']');
    await expect(title(1)).toBeVisible();
    await page.getByRole('link', { name: 'Timeline' }).click();
    await expect(page).toHaveURL(/tab=timeline/);
    await beside.getByRole('link', { name: /^Next host, / }).click();
    await expect(title(2)).toBeVisible();
    await expect(page).toHaveURL(/tab=timeline/);
    await expect(beside.getByRole('link', { name: /^Next host, / })).toHaveCount(0);
    // As a French keyboard sends it.
    await page.evaluate(() =>
      document.dispatchEvent(
        new KeyboardEvent('keydown', { key: '[', ctrlKey: true, altKey: true, modifierAltGraph: true }),
      ),
    );
    await expect(title(1)).toBeVisible();
    await page.getByRole('navigation', { name: 'Breadcrumb' }).getByRole('link').click();
    await expect(page).toHaveURL(/\/hosts\?state=Passed&sort=shieldedVms&order=desc$/);
    await page.goto(`/hosts/${hosts[0]?.id}?list=state%3Dnone`);
    await expect(page.getByText(/^“list” cannot be “/)).toBeVisible();
  });
});

test('columns sort both ways, pages hold every host once, and each file has exactly what is filtered', async ({
  page,
}) => {
  await page.goto('/hosts?limit=4');
  // Paper says what it has, and of which hosts; what can only be pressed is left out.
  await page.emulateMedia({ media: 'print' });
  const printed = page.getByText(
    /Only the hosts shown are printed\. To print more, use “All \d+ on one page” below the list\./,
  );
  await expect(printed).toBeVisible();
  await expect(page.getByText(/^All fabrics ·/)).toBeVisible();
  await expect(page.getByRole('link', { name: 'Next page' })).toBeHidden();
  await page.emulateMedia({ media: null });
  await page.getByRole('link', { name: /^All \d+ on one page$/ }).click();
  await expect(page).toHaveURL(/limit=500/);
  await expect(printed).toHaveCount(0);
  await page.goBack();
  const header = (name: string) => tableIn(page).getByRole('columnheader', { name });
  // What needs work comes first, with the most machines on top.
  await expect(header('State')).toHaveAttribute('aria-sort', 'ascending');
  const worst = (await hostsBehind(page, '/hosts')).hosts.slice(0, 4);
  expect(worst.map(({ state }) => state)).toEqual(Array(4).fill('InsecureHostConfiguration'));
  expect(await namesIn(page)).toEqual(worst.map(({ hostname }) => hostname));
  await header('VMs').getByRole('link').click();
  await expect(page).toHaveURL(/\/hosts\?sort=shieldedVms&order=desc&limit=4$/);
  await expect(header('VMs')).toHaveAttribute('aria-sort', 'descending');
  await header('VMs').getByRole('link').click();
  await expect(header('VMs')).toHaveAttribute('aria-sort', 'ascending');
  await header('VMs').getByRole('link').click();

  const wanted = (await hostsBehind(page, '/hosts?sort=shieldedVms&order=desc')).hosts;
  await expect(hostnamesIn(page).first()).toHaveText(wanted[0]?.hostname ?? '');
  const seen: string[] = [];
  for (const [rows, range] of [
    [4, '1–4'],
    [4, '5–8'],
    [2, '9–10'],
  ] as const) {
    await expect(tableIn(page).locator('tbody tr')).toHaveCount(rows);
    await expect(page.getByText(`${range} of 10 hosts`)).toBeVisible();
    seen.push(...(await namesIn(page)));
    const next = page.getByRole('link', { name: 'Next page' });
    if (seen.length === 10) await expect(next).toHaveCount(0);
    else await next.click();
    await expect(hostnamesIn(page).filter({ hasText: wanted[seen.length]?.hostname })).toHaveCount(
      seen.length === 10 ? 2 : 1,
    );
  }
  expect(seen).toEqual(wanted.map(({ hostname }) => hostname));
  await page.getByRole('link', { name: 'Previous page' }).click();
  await expect(hostnamesIn(page).first()).toHaveText(seen[4] ?? '');
  await expect(page.getByText('5–8 of 10 hosts')).toBeVisible();
  expect(await namesIn(page)).toEqual(seen.slice(4, 8));
  await page.getByRole('link', { name: 'First page' }).click();
  await expect(hostnamesIn(page).first()).toHaveText(seen[0] ?? '');
  expect(await namesIn(page)).toEqual(seen.slice(0, 4));

  await stepOfLongRun('each file has exactly what is filtered, in the order of the list', async () => {
    await page.goto('/hosts?state=-Passed&check=BitLocker&sort=shieldedVms&order=desc&limit=2');
    const { hosts } = await hostsBehind(page, page.url());
    expect(hosts).toHaveLength(3);
    const menu = page.getByRole('menu', { name: 'Export' });
    await page.keyboard.press('e');
    await expect(menu).toBeVisible();
    const addressOf = async (format: string) =>
      (await menu.locator(`a[href*="format=${format}"]`).getAttribute('href')) ?? '';
    const file = async (format: string) => (await page.request.get(await addressOf(format))).body();

    const wanted = hosts.map(({ id, hostname }) => [hostname, id]);
    const ends = (row: readonly unknown[]) => [row[0], row.at(-1)];
    const [header, ...records] = readCsv((await file('csv')).toString());
    expect(ends(header ?? [])).toEqual(['hostname', 'id']);
    expect(records.map(ends)).toEqual(wanted);
    const [sheet] = readXlsx(await file('xlsx'));
    expect(sheet?.rows.slice(1).map(ends)).toEqual(wanted);
    const json = JSON.parse((await file('json')).toString());
    expect(json).toMatchObject({ total: 3, nextCursor: null, hosts: hosts.map(({ id }) => ({ id })) });
  });
});

test('a later page stays live and its address never grows old; where its hosts have gone, or another list is asked for, it leads to the first', async ({
  page,
  world,
}) => {
  await page.goto('/hosts?limit=4');
  await page.getByRole('link', { name: 'Next page' }).click();
  await expect(page).toHaveURL(/cursor=/);
  const cursor = new URL(page.url()).searchParams.get('cursor') ?? '';

  await test.step('its address never grows old', async () => {
    const [, ...place] = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as unknown[];
    // As if its first page had been opened an hour ago.
    const hourAgo = [Date.now() - 3_600_000, ...place];
    const old = Buffer.from(JSON.stringify(hourAgo)).toString('base64url');
    await page.goto(`/hosts?${new URLSearchParams({ limit: '4', cursor: old })}`);
    await expect(tableIn(page).locator('tbody tr')).toHaveCount(4);
    const time = page.getByRole('group', { name: 'Time' });
    await expect(time.getByRole('link', { name: 'Live', exact: true })).toBeVisible();
    const answer = await page.request.get(
      `/api/v1/hosts?${new URLSearchParams({ limit: '4', cursor: old })}`,
    );
    // A program that reads page by page is told instead, since its first page is that old.
    expect(answer.status()).toBe(400);
  });

  await test.step('a place in another list leads to the first page of the list that is asked for', async () => {
    await page.goto(`/hosts?${new URLSearchParams({ state: 'Passed', cursor })}`);
    await expect(page).toHaveURL(/\/hosts\?state=Passed$/);
    await expect(tableIn(page).locator('tbody tr')).toHaveCount(3);
  });

  await test.step('a later page whose hosts have gone says so, and leads to the first', async () => {
    await page.goto('/hosts?limit=8');
    await page.getByRole('link', { name: 'Next page' }).click();
    await expect(hostnamesIn(page)).toHaveCount(2);
    const left = await namesIn(page);
    const { hosts } = await hostsBehind(page, '/hosts');
    const gone = hosts.filter(({ hostname }) => left.includes(hostname));
    expect(gone).toHaveLength(2);
    for (const { id } of gone) await world.retire({ hostId: id });
    await page.reload();
    await expect(page.getByText('No host is left on this page')).toBeVisible();
    await page.getByRole('link', { name: 'Go to the first page' }).click();
    await expect(hostnamesIn(page)).toHaveCount(8);
  });
});
