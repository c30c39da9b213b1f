import { expect, type Page } from '@playwright/test';
import { PASSED, type SnapshotWords, send, snapshotOf } from '@/test/support/agent-client';
import { readCsv } from '@/test/support/read-csv';
import { readXlsx } from '@/test/support/read-xlsx';
import { isLongRun } from '@/test/support/runs';
import { expectAccessible } from './support/accessible';
import { addHost, hostsBehind } from './support/fleet';
import { censusOf, HARMLESS_WORDS, HOSTILE_WORDS, wordsOf } from './support/hostile';
import { test, type World } from './support/test';

/** What turns text round or hides in it, and what a terminal would obey. */
const UNSEEN = /(?![\n\t])[\p{Cc}\p{Cf}]/u;

type Visit = { name: string; address: string; open?: (page: Page) => Promise<void> };

/** What shows the words of a host: on a push each part once, in the long run all pages, which show them by the same parts. */
function visitsOf(hostId: string, cluster: string, before: Date): Visit[] {
  const expandAll = async (page: Page) => {
    await page.getByRole('button', { name: 'Expand all' }).click();
    await expect(page.getByRole('button', { name: 'Collapse all' })).toBeVisible();
    const folds = page.getByRole('main').getByRole('heading').getByRole('button', { expanded: false });
    for (let left = await folds.count(); left > 0; left -= 1) {
      await folds.first().click();
      await expect(folds).toHaveCount(left - 1);
    }
  };
  const search = async (page: Page) => {
    await page.getByRole('button', { name: 'Search', exact: true }).click();
    // The word is put in whole: what "h" alone finds has the same hosts, and much beside them.
    await page.keyboard.insertText('hv-');
    const hosts = page.getByRole('dialog').getByRole('group', { name: 'Hosts' });
    await expect(hosts.getByRole('option')).toHaveCount(2);
  };
  const compare = async (page: Page) => {
    await page.getByRole('button', { name: 'The one before' }).click();
    await expect(page.getByRole('region', { name: 'Differences' })).toBeVisible();
  };
  // Loaded behind the page.
  const actions = async (page: Page) => {
    await expect(page.getByRole('button', { name: /^Export/ })).toBeVisible();
  };
  const cause = { cause: 'BitLocker' };
  const onPush: Visit[] = [
    { name: 'Fabric', address: '/', open: search },
    { name: 'Changes', address: '/changes' },
    { name: 'chips', address: `/hosts?${new URLSearchParams({ cluster, ...cause })}` },
    { name: 'Host', address: `/hosts/${hostId}`, open: expandAll },
    { name: 'Raw snapshot', address: `/hosts/${hostId}?tab=raw`, open: compare },
    { name: 'Timeline', address: `/hosts/${hostId}?tab=timeline` },
    { name: 'Compare', address: `/changes/compare?from=${before.toISOString()}`, open: actions },
  ];
  if (!isLongRun) return onPush;
  return [...onPush, { name: 'Hosts', address: '/hosts' }, { name: 'Add hosts', address: '/enroll' }];
}

/** A host of this name that passes at first, so that there is a change to tell. */
async function addChanging(address: string, world: World, words: SnapshotWords, name: string) {
  const names = { hostname: `HV-${name}` };
  // Enrolment takes no name like this; its snapshots say what they like.
  const host = await addHost(address, world, 'HV-');
  await send(address, host, snapshotOf(host, { hgsClient: PASSED, host: names }));
  const changed = { ...words, host: { ...words.host, ...names }, sequence: 2 };
  await send(address, host, snapshotOf(host, changed));
  return host;
}

async function visit(page: Page, { address, open }: Visit): Promise<void> {
  await page.goto(address);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  // What stands in for a part that is still to come.
  const toCome = page.locator('[aria-busy="true"], template');
  await expect(toCome).toHaveCount(0);
  await open?.(page);
  await expect(toCome).toHaveCount(0);
}

test('a host that is hostile in every field is but text on every page', async ({
  page,
  server,
  world,
  otherWorld,
  signIn,
  forgetSession,
}) => {
  test.setTimeout(180_000);
  page.on('dialog', (dialog) => {
    throw new Error(`A dialog: ${dialog.message()}`);
  });
  const before = new Date();
  const harmless = await addChanging(server.address, otherWorld, HARMLESS_WORDS, 'plain');
  const hostile = await addChanging(server.address, world, HOSTILE_WORDS, `<b>\u202e\u001b[0m=1+1"'`);
  await signIn(await otherWorld.operator('administrator'));
  const { hosts: plain } = await hostsBehind(page, `${server.address}/hosts`);
  const census: Record<string, unknown> = {};
  for (const one of visitsOf(harmless.hostId, plain[0]?.cluster ?? '', before)) {
    await visit(page, one);
    census[one.name] = await censusOf(page);
  }
  await forgetSession();
  await signIn(await world.operator('administrator'));
  const { hosts } = await hostsBehind(page, `${server.address}/hosts`);
  expect(hosts[0]?.cluster).toContain('<script>');
  for (const one of visitsOf(hostile.hostId, hosts[0]?.cluster ?? '', before)) {
    await visit(page, one);
    expect.soft(await censusOf(page), one.name).toEqual(census[one.name]);
    expect.soft(await wordsOf(page), one.name).not.toMatch(UNSEEN);
    await expectAccessible(page);
  }
  expect(await page.evaluate(() => Reflect.get(window, '__x'))).toBeUndefined();
});

test('a host that is hostile in every field is but text in every file', async ({
  page,
  server,
  world,
  signIn,
}) => {
  await addHost(server.address, world, 'HV-HOSTILE', HOSTILE_WORDS);
  await signIn(await world.operator('viewer'));
  const { hosts } = await hostsBehind(page, `${server.address}/hosts`);
  const file = async (format: string) =>
    (await page.request.get(`${server.address}/api/v1/hosts/export?format=${format}`)).body();
  const json = JSON.parse((await file('json')).toString());
  expect(json.hosts).toEqual(hosts);

  const [header = [], ...records] = readCsv((await file('csv')).toString());
  expect(records).toHaveLength(1);
  expect(records[0]).toHaveLength(header.length);
  const texts = (records[0] ?? []).filter((cell) => !/^-?\d+(\.\d+)?$/.test(cell));
  for (const text of texts) expect(text).not.toMatch(/^[=+\-@\t\r\n]/);
  expect(records[0]?.[header.indexOf('model')]).toContain(`=HYPERLINK(""http`.replaceAll('""', '"'));
  const [sheet] = readXlsx(await file('xlsx'));
  expect(sheet?.rows).toHaveLength(2);
  expect(sheet?.rows[1]?.[sheet.rows[0]?.indexOf('cluster') ?? -1]).toContain('<script>');
});
