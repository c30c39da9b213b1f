import { expect } from '@playwright/test';
import { DAY_MS } from '@/lib/util/durations';
import { INSECURE, PASSED, send, snapshotOf } from '@/test/support/agent-client';
import { isLongRun } from '@/test/support/runs';
import { expectAccessible } from './support/accessible';
import { addHost } from './support/fleet';
import { holdRequests } from './support/held-requests';
import { stepOfLongRun, test } from './support/test';

test('whatever has a name is found and opened from any page by keyboard alone, and a change is told as in its list', async ({
  page,
  server,
  world,
  signIn,
  faults,
}) => {
  faults.allow(/ERR_FAILED .*search\.find/);
  await signIn(await world.operator('viewer'));
  await page.goto('/explain');
  const dialog = page.getByRole('dialog', { name: /Search and go to|Rechercher/ });

  await test.step('a search that cannot be loaded says so, and is loaded when asked again', () =>
    faults.allowDuring(/ERR_FAILED|ChunkLoadError|Failed to load/, async () => {
      await page.route(/\/_next\/static\/.*\.js/, (route) => route.abort());
      await page.getByRole('button', { name: 'Search', exact: true }).click();
      await expect(dialog.getByRole('alert')).toHaveText(/could not be loaded/);
      await page.unroute(/\/_next\/static\/.*\.js/);
      await page.keyboard.type('fabric');
      await dialog.getByRole('button', { name: 'Try again' }).click();
      await expect(dialog.getByRole('option', { name: 'Fabric', exact: true })).toBeVisible();
    }));

  await test.step('a viewer is offered nothing that only others do', async () => {
    await dialog.getByRole('combobox').fill('acknowledge');
    await expect(dialog.getByText('Nothing found for “acknowledge”.')).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
  });

  const wanted = await addHost(server.address, world, 'HV-WANTED', { hgsClient: INSECURE });
  const other = await addHost(server.address, world, 'HV-WANTED', { hgsClient: PASSED });
  const field = dialog.getByRole('combobox');
  const meant = dialog.locator('[aria-selected="true"]');
  const nth = (option: RegExp) => dialog.getByRole('option', { name: option });

  // What is typed before the results' part of the page has come is not lost, and Enter waits for the best hit.
  const arrive = await holdRequests(page, /search\.find/);
  await page.keyboard.press('Control+k');
  await page.keyboard.type(wanted.hostname.toLowerCase());
  await page.keyboard.press('Enter');
  await expect(field).toHaveValue(wanted.hostname.toLowerCase());
  arrive();
  await expect(page.getByRole('heading', { level: 1, name: wanted.hostname })).toBeFocused();
  await expect(dialog).toBeHidden();

  await page.keyboard.press('Control+k');
  await expect(dialog.getByRole('group', { name: 'Recent' }).getByRole('option')).toHaveText(
    new RegExp(wanted.hostname),
  );
  await expect(meant).toHaveText(new RegExp(wanted.hostname));
  await expectAccessible(page);
  await page.keyboard.type('hv-wanted');
  await expect(dialog.getByRole('group', { name: 'Hosts' }).getByRole('option')).toHaveCount(3);
  await expect(dialog.getByRole('status')).toHaveText('3 results.');
  // The host that fails is the first of equal matches.
  await expect(meant).toHaveText(new RegExp(wanted.hostname));
  await page.keyboard.press('ArrowDown');
  await expect(meant).toHaveText(new RegExp(other.hostname));
  await expect(field).toHaveAttribute('aria-activedescendant', (await meant.getAttribute('id')) ?? '');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowUp');
  await expect(meant).toHaveText(/All hosts with “hv-wanted”/);
  await expectAccessible(page);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/hosts\?q=hv-wanted$/);
  await expect(page.getByRole('table', { name: 'Hosts' }).locator('tbody tr')).toHaveCount(2);

  await page.getByRole('button', { name: 'Search', exact: true }).click();
  await page.keyboard.type('pagefile');
  await expect(nth(/^PagefileEncryption/)).toHaveAttribute('aria-selected', 'true');
  await field.fill('dark');
  await expect(meant).toHaveText('Switch theme');
  await field.fill('français');
  await expect(meant).toHaveText('Switch to French');
  await field.fill('sign out');
  await expect(meant).toHaveText('Sign out');
  await field.fill('expl');
  await expect(meant).toHaveText('Explain');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Explain' })).toBeFocused();

  await page.keyboard.press('Control+k');
  await page.keyboard.type('nothing is called this');
  await expect(dialog.getByText('Nothing found for “nothing is called this”.')).toBeVisible();
  await expectAccessible(page);
  await page.route(/search\.find/, (route) => route.abort());
  await field.fill('changes');
  await expect(dialog.getByRole('alert')).toHaveText(/got no answer/);
  await expect(meant).toHaveText('Changes');
  await page.unroute(/search\.find/);
  await dialog.getByRole('button', { name: 'Try again' }).click();
  await expect(dialog.getByRole('alert')).toHaveCount(0);
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();

  await page.keyboard.press('Control+k');
  await page.keyboard.type(`${wanted.hostname} first snapshot`);
  await expect(dialog.getByRole('group', { name: 'Changes' }).getByRole('option')).toHaveCount(1);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/changes\?kind=firstReport&q=hv-wanted/i);
  await expect(page.getByRole('link', { name: 'Remove filter: Kind Enrolment, in part' })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Change to: Kind is not Enrolment, in part' })).toBeVisible();
  await expect(page.getByRole('listitem').filter({ hasText: wanted.hostname })).toHaveCount(1);

  await test.step('the page is printed without the search that asked for it', async () => {
    const printed = page.evaluate(
      () =>
        new Promise((resolve) => {
          window.print = () => resolve(document.querySelector('dialog[open]') === null);
        }),
    );
    await page.keyboard.press('Control+k');
    await page.keyboard.type('paper');
    await page.keyboard.press('Enter');
    expect(await printed).toBe(true);
  });

  await test.step('a change is told as the list of changes tells it', async () => {
    const failing = (attestationSubstatus: string) => ({
      ...INSECURE,
      ...{ attestationSubstatus, attestationSubstatusCode: null },
    });
    const host = await addHost(server.address, world, 'HV-ALSO', { hgsClient: failing('BitLocker') });
    const also = { hgsClient: failing('BitLocker, SecureBootSettings'), sequence: 2 };
    await send(server.address, host, snapshotOf(host, also));
    await page.goto('/changes');
    const told = {
      en: `${host.hostname} now also fails SecureBootSettings (still InsecureHostConfiguration)`,
      fr: `${host.hostname} échoue aussi à SecureBootSettings`,
    };
    await expect(page.getByRole('listitem').filter({ hasText: told.en })).toHaveCount(1);
    await page.keyboard.press('Control+k');
    await page.keyboard.type(host.hostname);
    const changes = dialog.getByRole('group', { name: /^Chang/ });
    await expect(changes.getByRole('option').first()).toContainText(told.en);
    await expectAccessible(page);
    if (!isLongRun) return;
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Français' }).click();
    await expect(page.getByRole('listitem').filter({ hasText: told.fr })).toHaveCount(1);
    await page.keyboard.press('Control+k');
    await page.keyboard.type(host.hostname);
    await expect(changes.getByRole('option').first()).toContainText(told.fr);
  });
});

test('what is done with hosts, days, pages for others, people and signing out are found by the words that people have for them', async ({
  page,
  server,
  world,
  signIn,
}) => {
  await signIn(await world.operator('operator'));
  await page.goto('/explain');
  const dialog = page.getByRole('dialog', { name: /Search and go to|Rechercher/ });
  const option = (name: RegExp) => dialog.getByRole('option', { name });
  await page.keyboard.press('Control+k');
  const field = dialog.getByRole('combobox');
  for (const [word, found] of [
    ['acknowledge', /^Acknowledge hosts In Hosts, for the hosts that you select/],
    ['owner', /^Set the owner of hosts/],
    ['note', /^Add a note to hosts/],
    ['csv', /^Export hosts As CSV, XLSX or JSON/],
    ['export changes', /^Export changes/],
    ['print', /^Print this page/],
    ['help', /^Show all shortcuts/],
    ['mail', /^Settings, mail Only administrators may open it/],
    ['audit', /^Settings, audit log Only auditors and administrators may open it/],
    ['yesterday', /^Fleet as of /],
  ] as const) {
    await field.fill(word);
    await expect(option(found), word).toBeVisible();
  }
  await expectAccessible(page);
  // The best hit is a page that one may open, and those for others stand below such.
  await field.fill('settings');
  await expect(dialog.locator('[aria-selected="true"]')).toHaveText('Settings, sessions');
  await expect(dialog.getByRole('option', { name: /^Settings, / }).nth(1)).toHaveText('Settings, frameworks');
  await field.fill('nothing is called this');
  await expect(dialog.getByText(/a page such as Changes, or a day such as \d{4}-\d\d-\d\d\./)).toBeVisible();

  await field.fill('2026-01-05');
  await expect(option(/^Fleet as of 5 January 2026 23:59/)).toBeVisible();
  await option(/^Changes of 5 Jan/).click();
  await expect(page).toHaveURL(/\/changes\?since=2026-01-04T23.*until=2026-01-05T23/);

  await page.getByRole('button', { name: 'Français' }).click();
  await expect(page.locator('html')).toHaveAttribute('lang', 'fr');
  await page.keyboard.press('Control+k');
  for (const [word, found] of [
    ['acquitter', /^Prendre en compte des hôtes/],
    ['responsable', /^Définir le responsable des hôtes/],
    ['exporter', /^Exporter les hôtes/],
    ['aide', /^Afficher tous les raccourcis/],
    ['imprimer', /^Imprimer cette page/],
    ['e-mail', /Réservé aux administrateurs/],
    ['hier', /^Changements du /],
    ['secure boot 2023', /^Démarrage sécurisé 2023/],
    ['05/01/2026', /^Les hôtes tels qu’ils étaient le 5 janvier 2026/],
  ] as const) {
    await field.fill(word);
    await expect(option(found), word).toBeVisible();
  }

  await stepOfLongRun('people, the language and signing out are found too', async () => {
    await page.context().clearCookies({ name: 'gf-language' });
    const host = await addHost(server.address, world, 'HV-WORDS', { hgsClient: PASSED });
    const person = await world.operator('viewer');
    await signIn(await world.operator('administrator'));
    await page.goto('/');
    await page.keyboard.press('Control+k');
    // Parts of its name, in any order.
    await page.keyboard.type(host.hostname.split('-').toReversed().join(' '));
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { level: 1, name: host.hostname })).toBeVisible();
    await page.keyboard.press('Control+k');
    await page.keyboard.type(person.email);
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(/\/settings\/operators\?q=/);
    await expect(page.getByRole('table').first().getByText(person.email)).toBeVisible();
    await page.keyboard.press('Control+k');
    await page.keyboard.type('français');
    await page.keyboard.press('Enter');
    await expect(page.locator('html')).toHaveAttribute('lang', 'fr');
    await page.keyboard.press('Control+k');
    await expect(dialog).toBeVisible();
    await page.keyboard.type('se déconnecter');
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(/\/sign-in/);
  });
});

test('a day is looked up whatever time the page shows, and none before history begins', async ({
  page,
  server,
  world,
  signIn,
}) => {
  const host = await addHost(server.address, world, 'HV-DAY', { hgsClient: PASSED });
  const enrolledAt = new Date(Date.now() - 30 * DAY_MS);
  await server.db.host.update({ where: { id: host.hostId }, data: { enrolledAt } });
  await signIn(await world.operator('viewer'));
  const daysAgo = (days: number) => new Date(Date.now() - days * DAY_MS).toISOString();
  const dialog = page.getByRole('dialog', { name: 'Search and go to' });
  const option = (name: RegExp) => dialog.getByRole('option', { name });

  // It sent its first snapshot today, which no page of an earlier time shows.
  await page.goto(`/changes?at=${daysAgo(5)}`);
  const change = page.getByRole('listitem').filter({ hasText: host.hostname });
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(change).toHaveCount(0);
  await page.keyboard.press('Control+k');
  await page.keyboard.type('today');
  await option(/^Changes of /).click();
  await expect(page).toHaveURL(/\/changes\?since=[^&]+&until=[^&]+$/);
  await expect(change).not.toHaveCount(0);

  await page.goto(`/?at=${daysAgo(5)}`);
  await page.keyboard.press('Control+k');
  await page.keyboard.type('yesterday');
  await option(/^Changes of /).click();
  await expect(page).toHaveURL(/\/changes\?/);
  const words = new URL(page.url()).searchParams;
  expect(words.get('at')).toBe(words.get('until'));
  expect(words.get('at')).not.toBeNull();

  await page.keyboard.press('Control+k');
  await page.keyboard.type(daysAgo(10).slice(0, 10));
  await expect(option(/^Fleet as of /)).toBeVisible();
  await dialog.getByRole('combobox').fill('1970-01-01');
  await expect(dialog.getByText(/^History begins on /)).toBeVisible();
  await expect(dialog.getByRole('option')).toHaveCount(0);
  await expectAccessible(page);
});
