import { expect } from '@playwright/test';
import { INSECURE, PASSED, send, snapshotOf } from '@/test/support/agent-client';
import { expectAccessible } from './support/accessible';
import { addHost } from './support/fleet';
import { holdRequests } from './support/held-requests';
import { test } from './support/test';

const AT = /[?&]at=/;

/** What answers with a page. */
const OF_PAGES = /[?&]_rsc=/;

test('an earlier time is chosen from the bar, kept from page to page, and left again', async ({
  page,
  server,
  world,
  signIn,
}) => {
  const host = await addHost(server.address, world, 'HV-THEN', { hgsClient: PASSED });
  const leaving = await addHost(server.address, world, 'HV-LEAVING', { hgsClient: PASSED });
  const at = new Date().toISOString();
  await send(server.address, host, snapshotOf(host, { hgsClient: INSECURE, sequence: 2 }));
  await world.retire(leaving);
  await signIn(await world.operator('viewer'));
  const sections = page.getByRole('navigation', { name: 'Sections' });
  const fabrics = page.getByRole('navigation', { name: 'Fabrics' });

  await page.goto(`/?at=${at}`);
  await expect(page.getByText('Looking at')).toBeVisible();
  await expect(fabrics.getByRole('link', { name: 'All fabrics 2' })).toBeVisible();
  for (const [section, path] of [
    ['Hosts', '/hosts?'],
    ['Changes', '/changes?within=24h&'],
    ['Fabric', '/?'],
  ] as const) {
    await sections.getByRole('link', { name: section, exact: true }).click();
    await expect(page).toHaveURL(`${server.address}${path}at=${encodeURIComponent(at)}`);
  }
  await page.keyboard.press('g');
  await page.keyboard.press('h');
  const then = encodeURIComponent(at);
  // The Fabric page has a link to this host as well: a click that begins there and ends on the list is on neither.
  await expect(page).toHaveURL(`${server.address}/hosts?at=${then}`);
  await page.getByRole('table', { name: 'Hosts' }).getByRole('link', { name: host.hostname }).click();
  await expect(page).toHaveURL(`${server.address}/hosts/${host.hostId}?at=${then}&list=`);
  await fabrics.getByRole('link', { name: world.fabric.name }).click();
  await expect(page).toHaveURL(new RegExp(`/\\?fabric=${world.fabric.name}&at=`));
  await sections.getByRole('link', { name: 'Changes', exact: true }).click();
  await page.getByRole('link', { name: 'Compare', exact: true }).click();
  const fabric = `fabric=${world.fabric.name}`;
  await expect(page).toHaveURL(`${server.address}/changes/compare?from=${then}&${fabric}&at=${then}`);
  const row = page.getByRole('row').filter({ hasText: leaving.hostname });
  await row.getByRole('link', { name: leaving.hostname }).click();
  await expect(page).toHaveURL(`${server.address}/hosts/${leaving.hostId}?at=${then}&${fabric}`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(leaving.hostname);
  await page.getByRole('group', { name: 'Time' }).getByRole('link', { name: 'Live' }).click();
  await expect(page).not.toHaveURL(AT);
  await expect(page.getByText('Looking at')).toBeHidden();
  await expect(fabrics.getByRole('link', { name: 'All fabrics 1' })).toBeVisible();
});

test('the bar offers times that have passed and no other', async ({ page, server, world, signIn }) => {
  const host = await addHost(server.address, world, 'HV-OLD', { hgsClient: PASSED });
  const monthAgo = new Date(Date.now() - 30 * 86_400_000);
  await server.db.host.update({ where: { id: host.hostId }, data: { enrolledAt: monthAgo } });
  await signIn(await world.operator('viewer'));
  await page.goto('/hosts?state=Passed');
  const time = page.getByRole('group', { name: 'Time' });
  await expect(time.getByRole('link', { name: 'Live' })).toHaveAttribute('aria-current', 'true');
  await time.getByRole('button', { name: 'As of…' }).click();
  const choice = page.getByRole('dialog', { name: 'View another time' });
  await expect(choice.getByRole('link', { name: 'A week ago' })).toBeVisible();
  await expectAccessible(page);

  const field = choice.getByRole('textbox', { name: 'Date and time' });
  await field.fill('2999-01-01T10:00');
  await field.press('Tab');
  await expect(choice.getByRole('alert')).toHaveText('Choose a time in the past.');
  await choice.getByRole('button', { name: 'Show' }).click();
  await expect(field).toBeFocused();
  for (const [typed, mistake] of [
    ['11/27/2026 02:05 PM', 'Write the date and the time like 20'],
    ['2026-03-29 02:30', 'The clocks were put forward that day'],
  ] as const) {
    await field.fill(typed);
    await field.press('Enter');
    await expect(field).toHaveAccessibleDescription(new RegExp(mistake));
  }
  await field.fill('');
  await field.press('Enter');
  await expect(choice.getByText('Enter a date and a time.')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(choice).toBeHidden();
  await expect(page).not.toHaveURL(AT);

  // The bar has its room from the click on, and says that what is shown is not yet of that time.
  const letGo = await holdRequests(page, OF_PAGES);
  await page.keyboard.press('t');
  // Another tab leaves this one alone.
  const otherTab = page.context().waitForEvent('page');
  const yesterday = choice.getByRole('link', { name: 'Yesterday at this time' });
  await yesterday.click({ modifiers: ['ControlOrMeta'] });
  await (await otherTab).close();
  await expect(page.getByRole('status').filter({ hasText: 'Loading the state at' })).toHaveCount(0);
  await expect(choice).toBeHidden();
  await page.keyboard.press('t');
  await yesterday.click();
  await expect(page.getByRole('status').filter({ hasText: 'Loading the state at' })).toBeVisible();
  await expect(page).not.toHaveURL(AT);
  letGo();
  await expect(page).toHaveURL(/\?state=Passed&at=.*00\.000Z$/);
  await expect(choice).toBeHidden();
  await time.getByRole('button').click();
  await field.fill('2026-02-30 10:30');
  await field.press('Enter');
  await expect(choice.getByText('There is no 2026-02-30 in the calendar.')).toBeVisible();
  await expect(choice).toContainText('A date without a time means the end of that day, 23:59');
  await field.fill(await page.evaluate(() => new Date().toLocaleDateString('sv')));
  await field.press('Enter');
  await expect(choice).toBeHidden();
  await time.getByRole('button').click();
  await field.fill('2026-01-02');
  await field.press('Enter');
  await expect(page).toHaveURL(/at=2026-01-02T22%3A59%3A00\.000Z$/);
  await time.getByRole('button').click();
  await field.fill('2026-01-01T10:30');
  await field.press('Enter');
  // The time is one of the zone that this browser is in.
  await expect(page).toHaveURL(/at=2026-01-01T09%3A30%3A00\.000Z$/);
  await expect(time.getByRole('button')).toContainText('1 Jan');
  await expect(page.getByRole('main')).toContainText('Nothing is known about that time.');
  await expect(page.getByRole('link', { name: 'Show it as history begins' })).toHaveAttribute(
    'href',
    /^\/hosts\?state=Passed&at=/,
  );
  await expectAccessible(page);
  await time.getByRole('button').click();
  // The room of the bar is gone with the click as well, and what is still shown is said to be of then.
  const letGoBack = await holdRequests(page, OF_PAGES);
  await choice.getByRole('link', { name: 'Back to live' }).click();
  await expect(page.getByText('Going back to live. Until then you see the state at')).toHaveCSS(
    'position',
    'fixed',
  );
  await expect(page).toHaveURL(AT);
  letGoBack();
  await expect(page).toHaveURL(`${server.address}/hosts?state=Passed`);

  // A page that does not depend on the time keeps it, and is itself of now: it shows one time alone.
  await page.goto('/explain?at=2026-01-01T09:30:00Z');
  await expect(page.getByText('The other pages show 1 January 2026 10:30')).toBeVisible();
  await expect(time.getByRole('button')).toHaveText('As of…');
  await expect(time.getByRole('link')).toHaveAttribute('aria-current', 'true');
  await time.getByRole('link').click();
  await expect(page).toHaveURL(`${server.address}/explain`);
  await expect(time.getByRole('link', { name: 'Live' })).toHaveAttribute('aria-current', 'true');
});
