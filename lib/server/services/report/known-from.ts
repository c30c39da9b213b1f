import type { Ctx } from '@/lib/server/context';
import { historyBegins } from '@/lib/server/services/history';

/** When the first host enrolled, if that is later than `begin`: nothing is known before. Otherwise null. */
export async function knownFromAfter(ctx: Ctx, begin: Date): Promise<string | null> {
  const { firstHostAt } = await historyBegins({ ctx });
  return firstHostAt !== null && new Date(firstHostAt) > begin ? firstHostAt : null;
}
