import { expect } from '@playwright/test';
import { INSECURE, PASSED } from '@/test/support/agent-client';
import { expectAccessible } from './support/accessible';
import { addHost } from './support/fleet';
import { loseAnswer } from './support/held-requests';
import { test } from './support/test';

test('an operator sets the owner of a host and notes something about it; a viewer reads both', async ({
  page,
  server,
  world,
  signIn,
  faults,
}) => {
  const host = await addHost(server.address, world, 'HV-PASSED', { hgsClient: PASSED });
  await signIn(await world.operator('operator'));
  await page.goto(`/hosts/${host.hostId}`);
  const who = page.getByRole('region', { name: 'Owner' });
  const notes = page.getByRole('region', { name: 'Notes' });
  // The form has the keys at once, which would be shortcuts elsewhere, and gives them back.
  const change = who.getByRole('button', { name: 'Change' });
  await change.press('Enter');
  const owner = who.getByLabel('Who is responsible for this host');
  await expect(owner).toBeFocused();
  await who.getByRole('button', { name: 'Cancel' }).press('Enter');
  await expect(change).toBeFocused();
  await change.press('Enter');
  await owner.fill('Claire');
  await expect(notes).toContainText('Nothing has been noted about this host.');
  const add = notes.getByRole('button', { name: 'Add note' });
  await add.press('Enter');
  await expect(notes.getByLabel('New note')).toBeFocused();
  await notes.getByRole('button', { name: 'Cancel' }).press('Enter');
  await expect(add).toBeFocused();
  await add.press('Enter');
  await notes.getByLabel('New note').fill('Firmware on Monday.\nTicket 4711');
  await expectAccessible(page);
  await who.getByRole('button', { name: 'Save' }).click();
  await expect(who).toContainText('Claire');
  await notes.getByRole('button', { name: 'Add note' }).click();
  await expect(notes.getByRole('article')).toContainText('Ticket 4711');
  await expect(notes.getByLabel('New note')).toHaveValue('');
  await expect(notes.getByLabel('New note')).toBeFocused();
  await notes.getByLabel('New note').fill('A slip');
  // It is written, and the answer is lost: whoever sends it again does not write a second one.
  await loseAnswer(page, /note\.write/);
  await faults.allowDuring(/ERR_FAILED/, async () => {
    await notes.getByRole('button', { name: 'Add note' }).click();
    await expect(notes.getByRole('alert')).toHaveText(
      /^No answer arrived\. Your request may have been carried out\./,
    );
  });
  await notes.getByRole('button', { name: 'Add note' }).click();
  await expect(notes.getByLabel('New note')).toHaveValue('');
  const slip = notes.getByRole('article').filter({ hasText: 'A slip' });
  await expect(slip).toHaveCount(1);
  await slip.getByRole('button', { name: 'Withdraw' }).click();
  await slip.getByRole('button', { name: 'Withdraw note' }).click();
  await expect(slip).toHaveCount(0);

  await signIn(await world.operator('viewer'));
  await page.goto('/hosts?owner=Claire');
  await page.getByRole('link', { name: host.hostname }).click();
  await expect(who).toContainText('Claire');
  await expect(who.getByRole('button')).toHaveCount(0);
  await expect(notes.getByRole('article')).toHaveCount(1);
  await expect(notes.getByRole('button')).toHaveCount(0);
  await expectAccessible(page);
});

test('what is said of a host that fails is asked for once it can be, counts what others said meanwhile, and leaves the focus in place', async ({
  page,
  server,
  world,
  signIn,
  faults,
}) => {
  const host = await addHost(server.address, world, 'HV-FAILS', { hgsClient: INSECURE });
  await signIn(await world.operator('operator'));
  await page.goto('/hosts');
  await page.getByRole('row').filter({ hasText: host.hostname }).getByRole('checkbox').check();
  const bar = page.getByRole('region', { name: 'Selected hosts' });
  await bar.getByRole('button', { name: 'Acknowledge' }).click();
  await expect(bar).toContainText('This host can be acknowledged.');
  const acknowledged = await page.request.post(`${server.address}/api/v1/hosts/acknowledge`, {
    headers: { origin: server.address },
    data: { hosts: [host.hostId], reason: 'In another page' },
  });
  expect(acknowledged.status()).toBe(200);
  await expect(bar).toContainText('1 is already acknowledged: what you enter replaces that.');

  await page.goto(`/hosts/${host.hostId}`);
  const panel = page.getByRole('region', { name: 'Acknowledgement' });
  await panel.getByRole('button', { name: 'End it' }).click();
  await panel.getByRole('button', { name: 'End acknowledgement' }).click();
  // What is done about a host stands at the head of its page.
  const main = page.getByRole('main');
  const acknowledge = main.getByRole('button', { name: 'Acknowledge' });
  expect(await main.getByRole('link', { name: 'Make a plan' }).count()).toBe(1);
  await expect(acknowledge).toBeVisible();
  await expect(page.locator('body')).not.toBeFocused();

  await faults.allowDuring(/ERR_FAILED|ChunkLoadError|Failed to load/, async () => {
    await page.route(/\/_next\/static\/.*\.js/, (route) => route.abort());
    await acknowledge.click();
    await expect(main.getByRole('alert')).toHaveText(/could not be loaded/);
    await page.unroute(/\/_next\/static\/.*\.js/);
    await expect(main.getByRole('button', { name: 'Try again' })).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(main.getByLabel('What is being done about this host')).toBeFocused();
  });
});
