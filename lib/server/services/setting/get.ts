import type { Settings } from '@/lib/contracts/settings';
import { authorize, requireEveryFabric } from '@/lib/server/auth/authorize';
import type { Ctx } from '@/lib/server/context';
import { describeSettings, type SettingsEnv } from './internal';

/** What holds for the whole installation, where each value comes from, and what it may be. */
export async function getSettings({ ctx, env }: { ctx: Ctx; env: SettingsEnv }): Promise<Settings> {
  authorize(ctx, 'setting.manage');
  requireEveryFabric(ctx);
  return describeSettings(ctx, env);
}
