import { ofEachSetting, presentSetting, type SettingValues } from '@/lib/domain/settings';
import type { Db } from '@/lib/server/db/client';
import type { Env } from '@/lib/server/process/env';
import type { LiveSettings } from '@/lib/server/verbs/facilities';
import { storedSettings } from './internal';

export async function followSettings(db: Db, given: Env['given']): Promise<LiveSettings> {
  const present = async (): Promise<SettingValues> => {
    const { stored } = await storedSettings(db);
    return ofEachSetting((name) => presentSetting(name, given, stored).value);
  };
  const refresh = async () => {
    Object.assign(live, await present());
  };
  const refreshSoon = () => refresh().catch(() => undefined);
  const live = { given, refresh, refreshSoon, ...(await present()) };
  return live;
}
