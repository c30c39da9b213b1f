import type { HitOf } from '@/lib/contracts/search';
import { bestMatch } from '@/lib/domain/search';
import { listOperators } from '@/lib/server/services/operator';
import { type Asked, may } from './internal';

/** People with an account, by name and e-mail address, for who manages them. */
export async function findOperators({ ctx, words }: Asked): Promise<HitOf<'operator'>[]> {
  if (!may(ctx, 'operator.manage')) return [];
  const operators = await listOperators({ ctx });
  return operators.flatMap(({ id, name, email, role, disabledAt }): HitOf<'operator'>[] => {
    const match = bestMatch([name, email], words.q);
    return match === null ? [] : [{ kind: 'operator', match, id, name, email, role, disabledAt }];
  });
}
