import { Password } from '@/lib/contracts/administration';
import type { Settings } from '@/lib/contracts/settings';
import { ofEachSetting, presentSetting, SETTINGS, type StoredSettings } from '@/lib/domain/settings';
import { SESSION_ABSOLUTE_SECONDS, SESSION_IDLE_SECONDS } from '@/lib/server/auth/better-auth';
import type { Ctx } from '@/lib/server/context';
import type { Db } from '@/lib/server/db/client';
import { mailSettingOf } from '@/lib/server/mail/mail-facts';
import type { Env } from '@/lib/server/process/env';
import { doersOf } from '@/lib/server/services/operator';

/** The part of the environment that settings depend on. */
export type SettingsEnv = Pick<Env, 'given' | 'mail'>;

const NOTHING_STORED: StoredSettings = ofEachSetting(() => null);

/** A database on which no server has started yet stores nothing. */
export async function storedSettings(db: Db) {
  const row = await db.installation.findUnique({ where: { id: 1 } });
  if (row === null) return { stored: NOTHING_STORED, version: null, changedAt: null, changedBy: null };
  const { settingsVersion: version, settingsChangedAt: changedAt, settingsChangedBy: changedBy } = row;
  return { stored: ofEachSetting((name) => row[name]), version, changedAt, changedBy };
}

export async function describeSettings({ db }: Ctx, env: SettingsEnv): Promise<Settings> {
  const { stored, version, changedAt, changedBy } = await storedSettings(db);
  const doer = await doersOf(db, [changedBy]);
  return {
    version: version ?? 1,
    ...ofEachSetting((name) => {
      const { least, most, usual, variable } = SETTINGS[name];
      return { ...presentSetting(name, env.given, stored), variable, least, most, usual };
    }),
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
