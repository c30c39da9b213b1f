import { beforeAll, describe, expect, it } from 'vitest';
import type { Ctx } from '@/lib/server/context';
import type { DbRoot } from '@/lib/server/db/client';
import type { Env } from '@/lib/server/process/env';
import { createFabric } from '@/lib/server/services/fabric';
import { ensureInstallation, listAudit } from '@/lib/server/services/system';
import { makeOperator, systemCtx, tokenCtx } from '@/test/support/callers';
import { personCtx } from '@/test/support/exceptions';
import { usesDatabase } from '@/test/support/uses-database';
import { uniqueName } from '@/test/support/world';
import { changeSettings, followSettings, getSendingInterval, getSettings } from '.';

let db: DbRoot;
usesDatabase((given) => {
  db = given;
});
beforeAll(() => ensureInstallation(db, new Date()));

const NOTHING = { given: {} } as Env;

async function administrator(): Promise<Ctx> {
  const { id } = await makeOperator(db, 'administrator');
  return personCtx(db, { id, role: 'administrator', fabrics: 'all' });
}

const versionNow = async () => (await getSettings({ ctx: systemCtx(db), env: NOTHING })).version;

describe('the settings', () => {
  it('are what they are as they come, until an administrator sets them, with who and when, and an entry', async () => {
    const ctx = await administrator();
    const { version } = await getSettings({ ctx, env: NOTHING });
    const input = { version, reportIntervalSeconds: 300, retentionDays: 400 };
    const changed = await changeSettings({ ctx, input, env: NOTHING });
    expect(changed).toMatchObject({
      version: version + 1,
      reportIntervalSeconds: { value: 300, origin: 'stored', least: 60, most: 86_400, usual: 900 },
      retentionDays: { value: 400, origin: 'stored', least: 10 },
      changed: { at: ctx.now.toISOString(), by: { id: ctx.actor.kind === 'operator' && ctx.actor.id } },
    });
    const back = { version: version + 1, reportIntervalSeconds: null, retentionDays: null };
    expect(await changeSettings({ ctx, input: back, env: NOTHING })).toMatchObject({
      reportIntervalSeconds: { value: 900, origin: 'default' },
      retentionDays: { value: 800, origin: 'default' },
    });
    const { entries } = await listAudit({ ctx: systemCtx(db), input: { action: 'setting.changed' } });
    expect(entries[0]?.detail).toEqual({
      reportIntervalSeconds: { from: 300, to: null },
      retentionDays: { from: 400, to: null },
    });
  });

  it('are written by one of two who read the same, and the other is shown what stands now', async () => {
    const ctx = await administrator();
    const version = await versionNow();
    const change = (retentionDays: number) =>
      changeSettings({ ctx, input: { version, retentionDays }, env: NOTHING });
    const outcomes = await Promise.allSettled([change(500), change(600)]);
    const [kept] = outcomes.filter((outcome) => outcome.status === 'fulfilled');
    const [lost] = outcomes.filter((outcome) => outcome.status === 'rejected');
    expect(lost?.reason).toMatchObject({
      code: 'version_conflict',
      more: { present: { version: version + 1, retentionDays: kept?.value.retentionDays } },
    });
  });

  it('leave no entry where nothing changes', async () => {
    const ctx = await administrator();
    const version = await versionNow();
    await changeSettings({ ctx, input: { version, retentionDays: 444 }, env: NOTHING });
    const again = { version: version + 1, retentionDays: 444 };
    expect(await changeSettings({ ctx, input: again, env: NOTHING })).toMatchObject({ version: version + 1 });
  });

  it.each([
    { reportIntervalSeconds: 59 },
    { reportIntervalSeconds: 86_401 },
    { retentionDays: 9 },
    { retentionDays: 36_501 },
    { retentionDays: 30.5 },
  ])('have the limits of their variables: %j', async (wrong) => {
    const input = { version: await versionNow(), ...wrong };
    await expect(changeSettings({ ctx: await administrator(), input, env: NOTHING })).rejects.toMatchObject({
      code: 'invalid_value',
      pointer: `/${Object.keys(wrong)[0]}`,
    });
  });

  it('refuse a change of what a variable holds, and still take one of the other', async () => {
    const ctx = await administrator();
    const env = { given: { retentionDays: 30 } } as Env;
    const { version, retentionDays } = await getSettings({ ctx, env });
    expect(retentionDays).toMatchObject({ value: 30, origin: 'environment', variable: 'GF_RETENTION_DAYS' });
    const refused = changeSettings({ ctx, input: { version, retentionDays: 60 }, env });
    await expect(refused).rejects.toMatchObject({
      code: 'conflict',
      pointer: '/retentionDays',
      message: expect.stringContaining('GF_RETENTION_DAYS'),
    });
    const changed = await changeSettings({ ctx, input: { version, reportIntervalSeconds: 120 }, env });
    expect(changed.reportIntervalSeconds).toMatchObject({ value: 120, origin: 'stored' });
  });

  it('are an administrator’s of all fabrics alone', async () => {
    const { id } = await createFabric({ ctx: systemCtx(db), input: { name: uniqueName('f') } });
    for (const ctx of [
      tokenCtx(db, { fabrics: 'all', role: 'operator' }),
      tokenCtx(db, { fabrics: 'all', role: 'auditor' }),
      tokenCtx(db, { fabrics: [id] }),
    ]) {
      await expect(getSettings({ ctx, env: NOTHING })).rejects.toMatchObject({ code: 'forbidden' });
      const input = { version: await versionNow(), retentionDays: 100 };
      await expect(changeSettings({ ctx, input, env: NOTHING })).rejects.toMatchObject({ code: 'forbidden' });
    }
  });

  it('are known to another server of the database once it reads them anew', async () => {
    const other = await followSettings(db, { reportIntervalSeconds: 90 });
    const input = { version: await versionNow(), retentionDays: 77, reportIntervalSeconds: 240 };
    await changeSettings({ ctx: await administrator(), input, env: NOTHING });
    await other.refresh();
    expect(other).toMatchObject({ retentionDays: 77, reportIntervalSeconds: 90 });
    const ctx = tokenCtx(db, { fabrics: [], role: 'viewer' });
    expect(await getSendingInterval({ ctx, settings: other })).toEqual({
      intervalSeconds: 90,
      silentAfterSeconds: 360,
    });
  });

  it('name no password of the mail server', async () => {
    const mail = {
      url: 'smtp://fabric%40x:s3cret@mail.example',
      from: { name: 'Guarded Fabric', address: 'fabric@mail.example' },
      domains: ['fab.example'],
      files: true,
    };
    const settings = await getSettings({ ctx: systemCtx(db), env: { given: {}, mail } as unknown as Env });
    expect(settings.mail).toMatchObject({
      isConfigured: true,
      domains: ['fab.example'],
      server: {
        host: 'mail.example',
        port: 587,
        protection: 'startTls',
        user: 'fabric@x',
        hasPassword: true,
      },
    });
    expect(JSON.stringify(settings)).not.toContain('s3cret');
  });
});
