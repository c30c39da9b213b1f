import { Me, SetPreferencesInput } from '@/lib/contracts/procedures';
import { authorize, requireOperator } from '@/lib/server/auth/authorize';
import type { Ctx, Verb } from '@/lib/server/context';
import { parseInput } from '@/lib/server/request/parse-input';

/** What the console knows of the person signed in. */
export async function me({ ctx }: { ctx: Ctx }): Promise<Me> {
  authorize(ctx, 'operator.self');
  const { id } = requireOperator(ctx);
  return Me.parse(await ctx.db.operator.findUniqueOrThrow({ where: { id } }));
}

/** A person's own language, theme and shortcuts: no decision about the fleet, so no audit entry. */
export async function setPreferences({ ctx, input }: Verb<SetPreferencesInput>): Promise<Me> {
  authorize(ctx, 'operator.self');
  const { id } = requireOperator(ctx);
  const data = parseInput(SetPreferencesInput, input);
  return Me.parse(await ctx.db.operator.update({ where: { id }, data: { ...data, updatedAt: ctx.now } }));
}
