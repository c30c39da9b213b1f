import { expect } from '@playwright/test';
import { PASSED } from '@/test/support/agent-client';
import { expectAccessible } from './support/accessible';
import { addHost } from './support/fleet';
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
  const about = page.getByRole('region', { name: 'About this host' });
  const notes = page.getByRole('region', { name: 'Notes' });
  await about.getByRole('button', { name: 'Change' }).click();
  await about.getByLabel('Who is responsible for this host').fill('Claire');
  await expect(notes).toContainText('Nothing has been noted about this host.');
  await notes.getByLabel('New note').fill('Firmware on Monday.\nTicket 4711');
  await expectAccessible(page);
  await about.getByRole('button', { name: 'Save' }).click();
  await expect(about).toContainText('Claire');
  await notes.getByRole('button', { name: 'Add note' }).click();
  await expect(notes.getByRole('article')).toContainText('Ticket 4711');
  await expect(notes.getByLabel('New note')).toHaveValue('');
  await notes.getByLabel('New note').fill('A slip');
  // It is written, and the answer is lost: nobody is told to write it once more.
  await page.route('**/api/trpc/note.write*', async (route) => {
    await route.fetch();
    await route.abort();
  });
  await faults.allowDuring(/ERR_FAILED/, async () => {
    await notes.getByRole('button', { name: 'Add note' }).click();
    await expect(notes.getByRole('alert')).toHaveText(
      /^No answer arrived\. Your request may have been carried out:/,
    );
  });
  const slip = notes.getByRole('article').filter({ hasText: 'A slip' });
  await slip.getByRole('button', { name: 'Withdraw' }).click();
  await slip.getByRole('button', { name: 'Withdraw note' }).click();
  await expect(slip).toHaveCount(0);

  await signIn(await world.operator('viewer'));
  await page.goto('/hosts?owner=Claire');
  await page.getByRole('link', { name: host.hostname }).click();
  await expect(about).toContainText('Claire');
  await expect(about.getByRole('button')).toHaveCount(0);
  await expect(notes.getByRole('article')).toHaveCount(1);
  await expect(notes.getByRole('button')).toHaveCount(0);
  await expectAccessible(page);
});
