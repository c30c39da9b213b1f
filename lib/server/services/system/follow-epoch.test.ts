import { expect, it } from 'vitest';
import type { Ctx } from '@/lib/server/context';
import { withClient } from '@/lib/server/db/connection';
import { openPools } from '@/lib/server/db/pools';
import { systemCtx } from '@/test/support/callers';
import { testDatabase } from '@/test/support/database';
import { ensureInstallation } from './ensure-installation';
import { followEpoch } from './follow-epoch';

/** An installation on a database of its own, of which the superuser can say what the servers may ask for. */
async function withInstallation(work: (ctx: Ctx, mayAsk: (may: boolean) => Promise<void>) => Promise<void>) {
  const database = await testDatabase();
  const pools = openPools({ url: database.runtimeUrl });
  const mayAsk = (may: boolean) =>
    withClient(database.adminUrl, async (client) => {
      const [change, preposition] = may ? ['GRANT', 'TO'] : ['REVOKE', 'FROM'];
      await client.query(`${change} EXECUTE ON FUNCTION pg_control_system() ${preposition} PUBLIC`);
    });
  try {
    const ctx = systemCtx(pools.jobs);
    await ensureInstallation(ctx.db, ctx.now);
    await work(ctx, mayAsk);
  } finally {
    await pools.close();
    await database.drop();
  }
}

it('stays the same where the system is hidden from the servers, and where it is shown again', async () => {
  await withInstallation(async (ctx, mayAsk) => {
    const epoch = await followEpoch({ ctx });
    const { current } = epoch;
    for (const may of [false, true]) {
      await mayAsk(may);
      await epoch.refresh();
      expect(epoch.current).toBe(current);
    }
  });
});

it('stays the same where the system was hidden from the first', async () => {
  await withInstallation(async (ctx, mayAsk) => {
    await mayAsk(false);
    const epoch = await followEpoch({ ctx });
    const { current } = epoch;
    await mayAsk(true);
    await epoch.refresh();
    expect(epoch.current).toBe(current);
  });
});

it('changes where another system is shown than was known before it was hidden', async () => {
  await withInstallation(async (ctx, mayAsk) => {
    const epoch = await followEpoch({ ctx });
    const { current } = epoch;
    await ctx.db.installation.updateMany({ data: { databaseSystem: 'another' } });
    await mayAsk(false);
    await epoch.refresh();
    expect(epoch.current).toBe(current);
    await mayAsk(true);
    await epoch.refresh();
    expect(epoch.current).not.toBe(current);
  });
});
