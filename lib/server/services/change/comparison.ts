import type { ChangeGroupsInput, ChangelogInput } from '@/lib/contracts/compare';
import { fabricScope } from '@/lib/server/auth/authorize';
import type { Ctx } from '@/lib/server/context';
import type { Narrowed, Sides } from '@/lib/server/db/fleet/answers/compare';
import { momentOf } from '@/lib/server/db/fleet/point-in-time';
import { questionCursor, textOfQuestion } from '@/lib/server/request/opaque-cursor';
import { refuseForgotten, whenOf } from '@/lib/server/request/resolve-time';

type Asked = Omit<ChangelogInput, 'limit' | 'cursor'>;

export type Comparison = { from: Date; to: Date; sides: Sides; narrowed: Narrowed };

/** The two times that the question names, and the fleet at each. */
export async function readComparison(ctx: Ctx, input: Asked): Promise<Comparison> {
  const question = { fabrics: fabricScope(ctx), filter: input.fabric ? { fabric: input.fabric } : {} };
  await refuseForgotten(ctx, input.from, 'from');
  await refuseForgotten(ctx, input.to, 'to');
  const [from, to] = [momentOf(whenOf(ctx, input.from, 'from')), momentOf(whenOf(ctx, input.to, 'to'))];
  // Both sides are read from history, so that a host that is late by the clock alone does not differ.
  const sides = [
    { ...question, when: { at: from } },
    { ...question, when: { at: to } },
  ] as const;
  const { q, cluster, fact } = input;
  return { from, to, sides, narrowed: { q, cluster, fact } };
}

/** The words have a fixed order here. Earlier versions took the order of the address. */
export function comparisonCursor(input: ChangelogInput & Partial<Pick<ChangeGroupsInput, 'isGrouped'>>) {
  const { from, to, fabric, q, cluster, fact, isGrouped, cursor } = input;
  const digestOf = JSON.stringify({ from, to, fabric, q, cluster, fact, isGrouped });
  return questionCursor({ cursor, digestOf, digestWasOf: textOfQuestion(input) });
}
