import { planName } from '@/lib/domain/plan/progress';
import { numberIn } from '@/lib/domain/search';
import { fabricScope } from '@/lib/server/auth/authorize';
import type { Ctx } from '@/lib/server/context';
import { rowsOf } from '@/lib/server/db/checked-rows';
import { isWithin } from '@/lib/server/db/fleet/answers/within-fabrics';

const named = rowsOf('plans by number or name', {
  id: 'text',
  number: 'number',
  name: 'text',
  createdAt: 'time',
  closedAt: 'time?',
});

/** Plans that the caller sees and whose number or name contains the text in any case, newest first. */
export async function findNamedPlans(ctx: Ctx, text: string, limit: number) {
  const number = numberIn(text, 'RP');
  const found = await named(ctx.db)`
    SELECT id::text AS id, number, name, created_at AS "createdAt", closed_at AS "closedAt" FROM plan
    WHERE ${isWithin(fabricScope(ctx))} AND (number = ${number}::int OR strpos(
      lower(concat_ws(' ', 'RP-' || lpad(number::text, greatest(4, length(number::text)), '0'), name)), lower(${text}::text)) > 0)
    ORDER BY number = ${number}::int DESC NULLS LAST, plan.number DESC LIMIT ${limit}::int`;
  return found.map((plan) => ({ ...plan, number: planName(plan.number), isNumber: plan.number === number }));
}
