import { expect } from '@playwright/test';
import { INSECURE, PASSED, send, snapshotOf } from '@/test/support/agent-client';
import { expectAccessible } from './support/accessible';
import { answerWithErrors } from './support/failing-server';
import { addHost } from './support/fleet';
import { holdRequests } from './support/held-requests';
import { edgesOf } from './support/narrow';
import { holdClock, test } from './support/test';

test('a host is shown beside the list, follows the keys, and stays with the address', async ({
  page,
  server,
  world,
  signIn,
  faults,
}) => {
  // That a host is not there is an answer which browsers write down.
  faults.allow(/404 \(Not Found\).*host\.get/);
  const made = [
    await addHost(server.address, world, 'HV-A', { hgsClient: INSECURE }),
    await addHost(server.address, world, 'HV-B', { hgsClient: PASSED }),
  ];
  const [failing, passing] = made as [(typeof made)[0], (typeof made)[0]];
  await signIn(await world.operator('operator'));
  await page.goto('/hosts?sort=hostname');
  const rows = page.getByRole('table', { name: 'Hosts' }).locator('tbody tr');
  const linkTo = (host: { hostname: string }) => rows.getByRole('link', { name: host.hostname });
  const panelOf = (host: { hostname: string }) =>
    page.getByRole('complementary', { name: `${host.hostname}, beside the list` });

  await page.keyboard.press('j');
  await expect(linkTo(failing)).toBeFocused();
  await page.keyboard.press(' ');
  await expect(panelOf(failing)).toContainText('SecureBootSettings');
  await expect(
    panelOf(failing)
      .getByRole('link', { name: /^How to fix/ })
      .first(),
  ).toHaveAttribute('href', /^\/remediation\?q=/);
  await expect(linkTo(failing)).toBeFocused();
  const partOf = (host: { hostname: string }, name: string) =>
    panelOf(host).getByRole('region', { name, exact: true });
  await expect(partOf(failing, 'To fix, in this order').getByRole('listitem')).toHaveCount(2);
  await expect(partOf(failing, 'What changed').getByRole('listitem').first()).toBeVisible();
  await expect(partOf(failing, 'What changed').getByRole('link', { name: 'Timeline' })).toHaveAttribute(
    'href',
    /tab=timeline&list=/,
  );
  await expect(partOf(failing, 'Last 90 days')).toContainText('of 1 day Passed throughout');
  // A form takes the keyboard's focus when it opens, and gives it back.
  const notes = partOf(failing, 'Notes');
  const addNote = notes.getByRole('button', { name: 'Add note' });
  await addNote.click();
  await expect(notes.getByRole('textbox', { name: 'New note' })).toBeFocused();
  await notes.getByRole('button', { name: 'Cancel' }).click();
  await expect(addNote).toBeFocused();
  await addNote.click();
  await notes.getByRole('textbox', { name: 'New note' }).fill('Waits for its baseline');
  await addNote.click();
  await expect(notes.getByText('Waits for its baseline')).toBeVisible();
  // The list may have it before the form hears of it, and the form's own button has the focus until then.
  await expect(notes.getByRole('textbox', { name: 'New note' })).toHaveCount(0);
  await expect(addNote).toBeFocused();
  const acknowledge = panelOf(failing).getByRole('button', { name: 'Acknowledge' });
  await acknowledge.click();
  await panelOf(failing).getByRole('button', { name: 'Cancel' }).click();
  await expect(acknowledge).toBeFocused();
  await acknowledge.click();
  await panelOf(failing)
    .getByRole('textbox', { name: /^What is being done/ })
    .fill('Ticket 4711');
  await acknowledge.click();
  await expect(panelOf(failing)).toContainText('Ticket 4711');
  await expect(panelOf(failing).getByRole('link', { name: 'Open host' })).toBeFocused();
  await expectAccessible(page);
  await panelOf(failing).getByRole('button', { name: 'Next host' }).click();
  await expect(panelOf(passing).getByRole('button', { name: 'Next host' })).toBeFocused();
  await panelOf(passing).getByRole('button', { name: 'Previous host' }).click();
  // Pressed for as long as people do: the button has the focus before it is let go.
  const show = (host: { hostname: string }) =>
    page.getByRole('button', { name: `Show ${host.hostname} beside the list` }).click({ delay: 150 });
  await show(passing);
  await expect(panelOf(passing)).toBeVisible();
  await show(failing);
  await expect(panelOf(failing)).toBeVisible();

  // A page that is not wide gives the host the room of the filters, which a button shows over the list.
  const filters = page.getByRole('complementary', { name: 'Filters' });
  await expect(filters).toBeVisible();
  await page.setViewportSize({ width: 1280, height: 800 });
  await expect(filters).toBeHidden();
  await page.getByRole('button', { name: 'Filters' }).click();
  await expect(filters).toBeFocused();
  await filters.getByRole('checkbox', { name: /^InsecureHostConfiguration/ }).click();
  await expect(page).toHaveURL(/state=.*peek=/);
  await expect(panelOf(failing)).toBeVisible();
  await filters.getByRole('link', { name: 'Clear' }).click();
  await expect(page).not.toHaveURL(/state=/);
  await expect(panelOf(failing)).toBeVisible();
  await expect(filters).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(filters).toBeHidden();
  await expect(page.getByRole('button', { name: 'Filters' })).toBeFocused();
  await page.setViewportSize({ width: 1440, height: 900 });
  await linkTo(failing).focus();
  await page.keyboard.press('ArrowDown');
  await expect(panelOf(passing)).toContainText('This host can run its 6 shielded VMs.');
  await expect(panelOf(failing)).toHaveCount(0);
  await page.keyboard.press('k');
  await expect(panelOf(failing)).toBeVisible();

  // What the host sends is there without being asked for.
  await send(server.address, failing, snapshotOf(failing, { hgsClient: PASSED, sequence: 2 }));
  await expect(panelOf(failing).getByText('Passed', { exact: true })).toBeVisible();
  await page.reload();
  await expect(panelOf(failing)).toBeVisible();
  await panelOf(failing).getByRole('link', { name: 'Open host' }).click();
  await expect(page.getByRole('heading', { level: 1, name: failing.hostname })).toBeVisible();
  await page.goBack();
  await expect(panelOf(failing)).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(panelOf(failing)).toHaveCount(0);
  await expect(linkTo(failing)).toBeFocused();
  await expect(page).toHaveURL(`${server.address}/hosts?sort=hostname`);

  await page.setViewportSize({ width: 390, height: 844 });
  await page.getByRole('button', { name: `Show ${passing.hostname} beside the list` }).click();
  const sheet = page.getByRole('dialog', { name: `${passing.hostname}, beside the list` });
  await expect(sheet).toContainText('This host can run its 6 shielded VMs.');
  const { left, top, right, bottom } = await edgesOf(sheet);
  expect([left, top, right, bottom].map(Math.round)).toEqual([0, 0, 390, 844]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
  await expectAccessible(page);
  await sheet.getByRole('button', { name: 'Close the host beside the list' }).click();
  await expect(sheet).toHaveCount(0);
  await page.goto('/hosts?peek=0198f0c2-6d0e-7b1a-9a53-2f1f0c9d7e11');
  await expect(page.getByRole('dialog')).toContainText('This host was not in the fleet');
});

test('while the server does not answer the panel has what the list knows, and says so', async ({
  page,
  server,
  world,
  signIn,
  faults,
}) => {
  faults.allow(/ERR_FAILED|ERR_ABORTED/);
  const host = await addHost(server.address, world, 'HV-A', { hgsClient: INSECURE });
  await signIn(await world.operator('operator'));
  await holdClock(page);
  await page.goto('/hosts');
  // The first request is never answered, and the second one when it is let go.
  const letGo = await holdRequests(page, /host\.get/);
  await page.route(/host\.get/, () => {}, { times: 1 });
  await page.getByRole('button', { name: `Show ${host.hostname} beside the list` }).click();
  const panel = page.getByRole('complementary', { name: `${host.hostname}, beside the list` });
  await expect(panel).toContainText('InsecureHostConfiguration');
  await expect(panel).toContainText(/since Today/i);
  await expect(panel.getByRole('region', { name: 'Facts' })).toContainText(world.fabric.name);
  await expect(panel.getByText('Loading the host')).toBeVisible();
  await page.clock.runFor(10_000);
  await expect(panel.getByRole('alert')).toHaveText('The server is not responding.');
  await expectAccessible(page);
  const second = page.waitForRequest(/host\.get/);
  await panel.getByRole('button', { name: 'Retry' }).click();
  await second;
  await expect(panel.getByRole('alert')).toHaveCount(0);
  await expect(panel.getByText('Loading the host')).toBeVisible();
  await expect(panel.getByRole('button', { name: 'Close the host beside the list' })).toBeFocused();
  await page.clock.runFor(10_000);
  await expect(panel.getByRole('alert')).toHaveText('The server is not responding.');
  letGo();
  await expect(panel.getByRole('link', { name: /^How to fix/ }).first()).toBeVisible();
});

test('whatever keeps answers away is told beside the list in the words of the notice', async ({
  page,
  server,
  world,
  signIn,
  faults,
}) => {
  faults.allow(/ERR_CONNECTION_REFUSED|status of 500/);
  const hosts = [
    await addHost(server.address, world, 'HV-A', { hgsClient: INSECURE }),
    await addHost(server.address, world, 'HV-B', { hgsClient: PASSED }),
  ];
  await signIn(await world.operator('operator'));
  await page.goto('/hosts');
  const say = async (host: (typeof hosts)[0], words: string) => {
    await page.getByRole('button', { name: `Show ${host.hostname} beside the list` }).click();
    const panel = page.getByRole('complementary', { name: `${host.hostname}, beside the list` });
    await expect(panel.getByRole('alert')).toHaveText(words);
    await expect(panel.getByRole('button', { name: 'Retry' })).toBeVisible();
    await expect(page.getByRole('status').filter({ hasText: words })).toBeVisible();
  };
  const [one, other] = hosts as [(typeof hosts)[0], (typeof hosts)[0]];
  await page.route('**/api/trpc/**', (route) => route.abort('connectionrefused'));
  await say(one, 'The server is not responding.');
  // Nothing is answered in between: the hosts beside the one that is shown are asked for as well.
  await answerWithErrors(page);
  await say(other, 'The server answered with an error.');
  await page.unrouteAll();
  await page.getByRole('complementary').getByRole('button', { name: 'Retry' }).click();
  await expect(page.getByRole('complementary').getByRole('alert')).toHaveCount(0);
});

test('what the list knows of a host is text, whatever the host says', async ({
  page,
  server,
  world,
  signIn,
}) => {
  const host = await addHost(server.address, world, 'HV-A', {
    hgsClient: { ...INSECURE, attestationSubstatus: ['BitLocker', 'Turned\u202eRound'] },
  });
  await signIn(await world.operator('viewer'));
  await page.goto('/hosts');
  await holdRequests(page, /host\.get/);
  await page.getByRole('button', { name: `Show ${host.hostname} beside the list` }).click();
  const panel = page.getByRole('complementary', { name: `${host.hostname}, beside the list` });
  const checks = panel.getByRole('region', { name: 'Facts' }).getByRole('definition').first();
  await expect(checks.locator('bdi')).toHaveText(['BitLocker', /^Turned.+Round$/]);
  await expect(checks).not.toContainText('\u202e');
});
