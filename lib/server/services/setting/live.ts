import { presentSetting, type SettingValues } from '@/lib/domain/settings';
import type { Db } from '@/lib/server/db/client';
import type { Env } from '@/lib/server/process/env';
import { NOTHING_STORED, storedSettings } from './internal';

/** The settings as this process knows them: each is read anew wherever it is used. */
export type LiveSettings = Readonly<SettingValues> & {
  readonly given: Env['given'];
  /** Reads what an administrator has set meanwhile, here or at another server of this database. */
  refresh: () => Promise<void>;
  /** The same, for who has answered already: what fails is tried again by the job that follows them. */
  refreshSoon: () => Promise<void>;
};

export async function followSettings(db: Db, given: Env['given']): Promise<LiveSettings> {
  let stored = NOTHING_STORED;
  const refresh = async () => {
    ({ stored } = await storedSettings(db));
  };
  await refresh();
  return {
    given,
    refresh,
    refreshSoon: () => refresh().catch(() => undefined),
    get reportIntervalSeconds() {
      return presentSetting('reportIntervalSeconds', given, stored).value;
    },
    get retentionDays() {
      return presentSetting('retentionDays', given, stored).value;
    },
  };
}
