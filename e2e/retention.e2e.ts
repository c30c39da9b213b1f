import { expect } from '@playwright/test';
import { PASSED, send, snapshotOf } from '@/test/support/agent-client';
import { isLongRun } from '@/test/support/runs';
import { expectAccessible } from './support/accessible';
import { addHost } from './support/fleet';
import { test } from './support/test';

test('where days were dropped, pages and API say where history begins', async ({
  page,
  server,
  world,
  signIn,
}) => {
  const host = await addHost(server.address, world, 'HV-KEPT', { hgsClient: PASSED });
  await signIn(await world.operator('viewer'));
  await server.db.$executeRaw`INSERT INTO history_horizon (from_day) VALUES ('2001-01-01')`;
  try {
    const ofHost = `/hosts/${host.hostId}`;
    const forgotten = 'at=2000-06-01T00:00:00Z';
    for (const path of isLongRun ? ['/', '/hosts', ofHost, '/changes'] : ['/', ofHost]) {
      await page.goto(`${path}?${forgotten}`);
      await expect(page.getByRole('main')).toContainText('before the first day of history');
      await expect(page.getByRole('main')).toContainText('History begins on 1 January 2001');
      await expectAccessible(page);
    }
    const refusal = await page.request.get(`/api/v1/summary?${forgotten}`);
    expect(refusal.status()).toBe(400);
    expect(await refusal.json()).toMatchObject({ code: 'before_history', pointer: 'at' });
    await page.goto(`/hosts/${host.hostId}?tab=timeline`);
    await expect(page.getByText('History begins')).toContainText('2001');
    await page.goto(`/changes/compare?from=2000-06-01T00:00:00Z`);
    await expect(page.getByRole('main')).toContainText('before the first day of history');
    await expectAccessible(page);
  } finally {
    await server.db.$executeRaw`DELETE FROM history_horizon`;
  }
});

test('hosts that nobody could hear are not accused of silence: the server says that it was away', async ({
  page,
  server,
  world,
  signIn,
}) => {
  const host = await addHost(server.address, world, 'HV-UNHEARD', { hgsClient: PASSED });
  await signIn(await world.operator('viewer'));
  const end = new Date();
  const begin = new Date(end.getTime() - 2 * 3_600_000);
  // It was last heard right before the server went away, so that its next snapshot has been due since.
  await server.db.$executeRaw`
    UPDATE host_live SET last_observed_at = ${begin}, late_after = ${begin}::timestamptz + interval '15 min',
      silent_after = ${begin}::timestamptz + interval '1 h' WHERE host_id = ${host.hostId}::uuid`;
  await server.db.$executeRaw`INSERT INTO server_absence (from_at, to_at) VALUES (${begin}, ${end})`;
  try {
    await page.goto('/');
    const headline = page.getByRole('status').filter({ hasText: 'This server was unavailable' });
    await expect(headline).toContainText('1 host has not sent a snapshot yet');
    await expectAccessible(page);
    await send(server.address, host, snapshotOf(host, { hgsClient: PASSED, sequence: 2 }));
    await page.reload();
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await expect(headline).toHaveCount(0);
  } finally {
    await server.db.$executeRaw`DELETE FROM server_absence WHERE from_at = ${begin}`;
  }
});
