import { ChangeSettingsInput, Settings } from '@/lib/contracts/settings';
import { SETTING_NAMES, SETTINGS, type SettingName, type StoredSettings } from '@/lib/domain/settings';
import { audit } from '@/lib/server/audit/record';
import { requireEveryFabric } from '@/lib/server/auth/authorize';
import { type Ctx, recordedBy } from '@/lib/server/context';
import { transact } from '@/lib/server/db/client';
import { ServiceError } from '@/lib/server/errors';
import { verb } from '@/lib/server/verbs/verb';
import { describeSettings, type SettingsEnv, storedSettings } from './internal';

/** Sets what holds for the whole installation. Refused if the caller has not seen the last change. */
export const changeSettings = verb({
  procedure: 'setting.change',
  route: { at: 'PATCH /api/v1/settings' },
  summary: 'Changes what holds for the whole installation.',
  right: 'setting.manage',
  demands: requireEveryFabric,
  kind: 'command',
  input: ChangeSettingsInput,
  output: Settings,
  needs: ['env'],
  afterwards: ({ settings }) => settings.refreshSoon(),
  work: async ({ ctx, input: { version, ...asked }, env }) => {
    refuseGiven(asked, env);
    const isDone = await transact(ctx.db, async (tx) => {
      const { stored, version: present } = await storedSettings(tx);
      if (present === null)
        throw new ServiceError(
          'conflict',
          'This database was never served: start the server once, then set it',
        );
      if (present !== version) return false;
      const changes = changesOf(stored, asked);
      return changes.length === 0 || write({ ...ctx, db: tx }, version, changes);
    });
    const present = await describeSettings(ctx, env);
    if (isDone) return present;
    throw new ServiceError(
      'version_conflict',
      'The settings have been changed since: look at them again first',
      {
        more: { present },
      },
    );
  },
});

type Asked = Omit<ChangeSettingsInput, 'version'>;
type Change = { name: SettingName; from: number | null; to: number | null };

function refuseGiven(asked: Asked, { given }: SettingsEnv): void {
  for (const name of SETTING_NAMES) {
    if (asked[name] === undefined || given[name] === undefined) continue;
    const { variable } = SETTINGS[name];
    throw new ServiceError(
      'conflict',
      `${name}: ${variable} holds it at ${given[name]}. Change that variable, or remove it, and restart the server`,
      { pointer: `/${name}` },
    );
  }
}

const changesOf = (stored: StoredSettings, asked: Asked): Change[] =>
  SETTING_NAMES.flatMap((name) => {
    const { [name]: to } = asked;
    const from = stored[name];
    return to === undefined || to === from ? [] : [{ name, from, to }];
  });

/** Returns false if another change came first. */
async function write(ctx: Ctx, version: number, changes: readonly Change[]): Promise<boolean> {
  const { count } = await ctx.db.installation.updateMany({
    where: { settingsVersion: version },
    data: {
      ...Object.fromEntries(changes.map(({ name, to }) => [name, to])),
      settingsVersion: { increment: 1 },
      settingsChangedAt: ctx.now,
      settingsChangedBy: recordedBy(ctx.actor),
    },
  });
  if (count === 0) return false;
  // Null is the value of a setting that nobody sets.
  const detail = Object.fromEntries(changes.map(({ name, from, to }) => [name, { from, to }]));
  await audit(ctx.db, ctx, { action: 'setting.changed', detail });
  return true;
}
