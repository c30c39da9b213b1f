import { expect } from '@playwright/test';
import { DAY_MS } from '@/lib/util/durations';
import { INSECURE, PASSED, send, snapshotOf } from '@/test/support/agent-client';
import { expectAccessible } from './support/accessible';
import { addHost } from './support/fleet';
import { test } from './support/test';

test('the days behind lead to what was then, and what changed since the last look is told until it is seen', async ({
  page,
  server,
  world,
  signIn,
}) => {
  const enrolledAt = new Date(Date.now() - 4 * DAY_MS);
  for (const name of ['HV-D1', 'HV-D2', 'HV-D3']) {
    const host = await addHost(server.address, world, name, { hgsClient: PASSED });
    await server.db.host.update({ where: { id: host.hostId }, data: { enrolledAt } });
    await send(server.address, host, snapshotOf(host, { hgsClient: INSECURE, sequence: 2 }));
  }
  const person = await world.operator('viewer');
  const lookedAt = new Date(Date.now() - 2 * 3_600_000);
  await server.db.operator.update({ where: { email: person.email }, data: { lookedAt } });
  await signIn(person);
  const since = page.getByRole('region', { name: 'Since you last looked' });
  // Reading it among the changes is no look, so that the Fabric page tells it still.
  await page.goto('/changes');
  await expect(since).toContainText('3 hosts failed, none fell silent, none recovered');
  await expect(since.getByRole('link', { name: 'Show' })).toHaveAttribute('href', /since=/i);
  await page.goto('/');

  await expect(since).toContainText('3 hosts failed, none fell silent, none recovered');
  await expect(
    since.getByRole('link', { name: /^3 hosts in .* changed to InsecureHostConfiguration/ }),
  ).toBeVisible();
  const days = page.getByRole('region', { name: 'Hosts not passing, last 30 days' });
  const list = days.getByRole('list', { name: /^Hosts not passing by day/ });
  await expect(list.getByRole('link')).toHaveCount(5);
  await expect(list.getByRole('link').last()).toHaveAccessibleName(
    /: 3 of 3 hosts not passing\. InsecureHostConfiguration 3\. 3 hosts in /,
  );
  await expectAccessible(page);
  await days.getByRole('button', { name: 'View as table' }).click();
  await expect(days.getByRole('table').locator('tbody tr')).toHaveCount(5);
  await expect(days.getByRole('table').locator('tbody tr').first()).toContainText('3 hosts in');
  await expectAccessible(page);
  await days.getByRole('button', { name: 'View as chart' }).click();

  // One tab stop: the arrows lead from day to day.
  await list.getByRole('link').first().focus();
  await page.keyboard.press('End');
  await page.keyboard.press('ArrowLeft');
  await expect(list.getByRole('link').nth(3)).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\?at=/);
  await expect(page.getByText('Looking at')).toBeVisible();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(
    /^0 of 3 hosts can run shielded VMs\. 3 are silent/,
  );
  await expect(since).toBeHidden();
  await page.goBack();

  await since.getByRole('button', { name: 'Mark as seen' }).click();
  await expect(since).toBeHidden();
  await expect(page.getByRole('main')).toBeFocused();
  await page.reload();
  await expect(list).toBeVisible();
  await expect(since).toBeHidden();
});
