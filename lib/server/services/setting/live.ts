import { presentSetting } from '@/lib/domain/settings';
import type { Db } from '@/lib/server/db/client';
import type { Env } from '@/lib/server/process/env';
import type { LiveSettings } from '@/lib/server/verbs/facilities';
import { NOTHING_STORED, storedSettings } from './internal';

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
