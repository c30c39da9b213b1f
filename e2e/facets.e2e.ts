import { expect, type Page } from '@playwright/test';
import { formatFilterValue } from '@/lib/contracts/words/host-query';
import { INSECURE } from '@/test/support/agent-client';
import { addFleet, addHost, hostsBehind, inWorldOf } from './support/fleet';
import { holdRequests } from './support/held-requests';
import { cutTexts } from './support/narrow';
import { stepOfLongRun, test } from './support/test';

const WORDS = {
  State: 'state',
  'Failing check': 'check',
  Cluster: 'cluster',
  OS: 'os',
  'Attestation mode': 'mode',
  Snapshots: 'reporting',
  Model: 'model',
  Firmware: 'firmware',
  TPM: 'tpm',
} as const;

type Counted = { title: string; value: string; count: number };

/** What the column tells: every value of every facet with its count. */
function countsIn(page: Page): Promise<Counted[]> {
  return page.locator('#filters fieldset label').evaluateAll((labels) =>
    labels.map((label) => ({
      title: label.closest('fieldset')?.querySelector('h3')?.firstChild?.textContent ?? '',
      value: label.querySelector('input')?.getAttribute('data-rove') ?? '',
      count: Number(label.querySelector('bdi + span')?.textContent),
    })),
  );
}

const isKnown = (title: string): title is keyof typeof WORDS => title in WORDS;

test('facets filter in two clicks, each by the rows that it counts, and their chips and the address carry it', async ({
  page,
  server,
  world,
  signIn,
}) => {
  await addFleet(server.address, world);
  await signIn(await world.operator('viewer'));
  const rows = page.getByRole('table', { name: /^H(ost|ôte)s$/ }).locator('tbody tr');
  const chip = page.locator('main span:has(> a[aria-label])');

  await test.step('two clicks filter, and chips take it back', async () => {
    await page.goto('/hosts');
    const box = (name: string) => page.getByRole('checkbox', { name });
    await expect(rows).toHaveCount(10);

    await box('InsecureHostConfiguration 4').check();
    await expect(rows).toHaveCount(4);
    await expect(chip).toHaveText(['State is InsecureHostConfiguration']);
    const letGo = await holdRequests(page, /_rsc=/);
    await box('BitLocker 3').check();
    await expect(page.locator('[aria-busy=true]').getByRole('table', { name: 'Hosts' })).toBeVisible();
    await expect(rows).toHaveCount(4);
    letGo();
    await expect(rows).toHaveCount(3);
    await expect(page).toHaveURL(/\/hosts\?state=InsecureHostConfiguration&check=BitLocker$/);
    await expect(chip).toHaveText(['State is InsecureHostConfiguration', 'Failing check is BitLocker']);
    const ticked = await countsIn(page);
    await page.reload();
    await expect(rows).toHaveCount(3);
    await expect(box('BitLocker 3')).toBeChecked();
    expect(await countsIn(page)).toEqual(ticked);

    await page.goBack();
    await expect(rows).toHaveCount(4);
    await page.getByRole('link', { name: 'Remove filter: State InsecureHostConfiguration' }).click();
    await expect(rows).toHaveCount(10);
    await expect(chip).toHaveCount(0);
  });

  await test.step('hosts are asked for by their TPM, in English and in French', async () => {
    await page.getByRole('group', { name: 'TPM' }).getByRole('checkbox', { name: 'IFX 7.85 6' }).check();
    await expect(rows).toHaveCount(6);
    await expect(chip).toHaveText(['TPM is IFX 7.85']);
    await expect(page).toHaveURL(/\/hosts\?tpm=IFX\+7\.85$/);
    await page.getByRole('button', { name: 'Français' }).click();
    await expect(chip).toHaveText(['TPM est IFX 7.85']);
    await expect(
      page.getByRole('group', { name: 'TPM' }).getByRole('checkbox', { name: 'IFX 7.85 6' }),
    ).toBeChecked();
    await expect(rows).toHaveCount(6);
    // Names of hosts may be cut, those of states and checks may not.
    expect(await cutTexts(page.locator('#filters'))).toEqual([]);
  });

  await page.getByRole('button', { name: 'English' }).click();
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await test.step('"is not" is made of a value by the keyboard, and taken back by the mouse', async () => {
    const box = page.getByRole('checkbox', { name: 'BitLocker 3' });
    await box.focus();
    await page.keyboard.press('Shift+Enter');
    await expect(chip).toHaveText(['Failing check is not BitLocker', 'TPM is IFX 7.85']);
    await expect(box).toBeFocused();
    await expect(box).toHaveAccessibleName('BitLocker 3 excluded');
    const isNot = page.getByRole('button', { name: 'Is not BitLocker' });
    await expect(isNot).toHaveAttribute('aria-pressed', 'true');
    await expect(isNot).toHaveAttribute('title', 'Is not BitLocker (Shift + Enter)');
    await expect(box).toHaveAttribute('aria-keyshortcuts', 'Shift+Enter');
    await isNot.click();
    await expect(chip).toHaveText(['TPM is IFX 7.85']);
    await expect(box).toHaveAccessibleName('BitLocker 3');
  });

  await stepOfLongRun(
    '"is not" of one of two states leaves the other, and is taken back by the same',
    async () => {
      await page.goto('/hosts?state=Passed&state=TpmError');
      await expect(rows).toHaveCount(4);
      const isNot = page.getByRole('button', { name: 'Is not Passed' });
      await isNot.click();
      await expect(chip).toHaveText(['State is TpmError', 'State is not Passed']);
      await expect(rows).toHaveCount(1);
      await isNot.click();
      await expect(chip).toHaveText(['State is TpmError']);
    },
  );

  await stepOfLongRun('each count is the number of rows that its value would show', async () => {
    await page.goto('/hosts?state=-Passed');
    const counted = await countsIn(page);
    expect(counted.map(({ title }) => title)).toEqual(expect.arrayContaining(Object.keys(WORDS)));
    for (const { title, value, count } of counted.filter((one) => isKnown(one.title))) {
      const word = WORDS[title as keyof typeof WORDS];
      const parameters = new URLSearchParams(word === 'state' ? {} : { state: '-Passed' });
      parameters.append(word, formatFilterValue(value));
      const { total } = await hostsBehind(page, `/hosts?${parameters}`);
      expect([title, value, count]).toEqual([title, value, total]);
    }
  });

  await test.step('"is not" is a chip as well, and a name that begins with a dash is no "is not"', async () => {
    await page.goto('/hosts?state=-Passed');
    await expect(rows).toHaveCount(7);
    await expect(chip).toHaveText(['State is not Passed']);
    await page.getByRole('checkbox', { name: 'TpmError 1' }).uncheck();
    await expect(rows).toHaveCount(6);
    await expect(chip).toHaveText(['State is not Passed, TpmError']);
    await expect(page).toHaveURL(/\/hosts\?state=-Passed&state=-TpmError$/);

    await page.getByRole('checkbox', { name: '-CL-B 3' }).check();
    await expect(rows).toHaveCount(3);
    await expect(chip).toHaveText(['Cluster is -CL-B', 'State is not Passed, TpmError']);
    const { hosts } = await hostsBehind(page, page.url());
    expect(new Set(hosts.map(({ cluster }) => cluster))).toEqual(new Set(['-CL-B']));

    const failing = page.getByRole('navigation', { name: 'Views' }).getByRole('link', { name: 'Failing' });
    const counted = Number(/\d+/.exec((await failing.textContent()) ?? ''));
    await failing.click();
    await expect(chip).toHaveText(['Cluster is -CL-B', 'State is Failing']);
    await expect(rows).toHaveCount(counted);
    await expect(failing).toHaveAttribute('aria-current', 'true');
  });

  await test.step('a value that becomes the most frequent stays where it is until the page is opened anew', async () => {
    await page.goto('/hosts');
    const boxes = page.getByRole('group', { name: 'Failing check' }).getByRole('checkbox');
    await expect(boxes).toHaveCount(2);
    const order = () => boxes.evaluateAll((values) => values.map((value) => value.getAttribute('data-rove')));
    expect(await order()).toEqual(['BitLocker', 'SecureBootSettings']);
    const hgsClient = { ...INSECURE, attestationSubstatus: 'SecureBootSettings' };
    for (const prefix of ['HV-D1', 'HV-D2']) await addHost(server.address, world, prefix, { hgsClient });
    await expect(page.getByRole('checkbox', { name: 'SecureBootSettings 4' })).toBeVisible();
    expect(await order()).toEqual(['BitLocker', 'SecureBootSettings']);
    await page.reload();
    await expect.poll(order).toEqual(['SecureBootSettings', 'BitLocker']);
  });

  await test.step('a fabric that is ticked moves no value of another facet that it has, and brings its own', async () => {
    const CHECKS = ['SecureBoot', 'Iommu', 'PagefileEncryption', 'DumpsEnabled', 'DumpEncryption'];
    const other = await inWorldOf(server, async (theirs) => {
      for (const [prefix, checks] of [
        ['HV-E1', []],
        ['HV-E2', CHECKS],
      ] as const)
        await addHost(server.address, theirs, prefix, {
          hgsClient: { ...INSECURE, attestationSubstatus: ['BitLocker', ...checks].join(', ') },
        });
      await signIn(await world.operator('viewer', [theirs]));
      return theirs.fabric.name;
    });
    await page.goto('/hosts');
    const boxes = page.getByRole('group', { name: 'Failing check' }).getByRole('checkbox');
    const order = () => boxes.evaluateAll((values) => values.map((value) => value.getAttribute('data-rove')));
    const first = await order();
    expect(first.slice(0, 2)).toEqual(['BitLocker', 'SecureBootSettings']);
    expect(first).toHaveLength(6);
    await page.getByRole('checkbox', { name: `${world.fabric.name} 12` }).check();
    await expect(page).toHaveURL(/fabric=/);
    await expect(rows).toHaveCount(12);
    expect(await order()).toEqual(first);
    await page.getByRole('checkbox', { name: `${other} 2` }).check();
    await page.getByRole('checkbox', { name: `${world.fabric.name} 12` }).uncheck();
    await expect(rows).toHaveCount(2);
    const sixth = CHECKS.find((check) => !first.includes(check));
    expect(await order()).toEqual(first.map((check) => (check === 'SecureBootSettings' ? sixth : check)));
    await page.goto(`/hosts?fabric=${encodeURIComponent(world.fabric.name)}`);
    await expect.poll(order).toEqual(['SecureBootSettings', 'BitLocker']);
  });
});
