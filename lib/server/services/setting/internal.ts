import { Password } from '@/lib/contracts/administration';
import type { OneSetting, Settings } from '@/lib/contracts/settings';
import { presentSetting, SETTINGS, type SettingName, type StoredSettings } from '@/lib/domain/settings';
import { SESSION_ABSOLUTE_SECONDS, SESSION_IDLE_SECONDS } from '@/lib/server/auth/better-auth';
import type { Ctx } from '@/lib/server/context';
import type { Db } from '@/lib/server/db/client';
import { mailSettingOf } from '@/lib/server/mail/mail-facts';
import type { Env } from '@/lib/server/process/env';
import { doersOf } from '@/lib/server/services/operator';

/** What of the environment the settings are made of. */
export type SettingsEnv = Pick<Env, 'given' | 'mail'>;

export const NOTHING_STORED: StoredSettings = { reportIntervalSeconds: null, retentionDays: null };

/** A database that no server has started on yet has nothing stored. */
export async function storedSettings(db: Db) {
  const row = await db.installation.findUnique({ where: { id: 1 } });
  if (row === null) return { stored: NOTHING_STORED, version: null, changedAt: null, changedBy: null };
  const { reportIntervalSeconds, retentionDays, settingsVersion: version } = row;
  const { settingsChangedAt: changedAt, settingsChangedBy: changedBy } = row;
  return { stored: { reportIntervalSeconds, retentionDays }, version, changedAt, changedBy };
}

export async function describeSettings({ db }: Ctx, env: SettingsEnv): Promise<Settings> {
  const { stored, version, changedAt, changedBy } = await storedSettings(db);
  const one = (name: SettingName): OneSetting => {
    const { least, most, usual, variable } = SETTINGS[name];
    return { ...presentSetting(name, env.given, stored), variable, least, most, usual };
  };
  const doer = await doersOf(db, [changedBy]);
  return {
    version: version ?? 1,
    reportIntervalSeconds: one('reportIntervalSeconds'),
    retentionDays: one('retentionDays'),
    mail: mailSettingOf(env),
    signIn: {
      origin: 'fixed',
      idleSeconds: SESSION_IDLE_SECONDS,
      longestSeconds: SESSION_ABSOLUTE_SECONDS,
      passwordCharacters: Password.minLength ?? 0,
    },
    changed:
      changedAt === null || changedBy === null ? null : { at: changedAt.toISOString(), by: doer(changedBy) },
  };
}
