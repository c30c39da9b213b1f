import { exceptionName } from '@/lib/domain/exception';
import { numberIn } from '@/lib/domain/search';
import { fabricScope } from '@/lib/server/auth/authorize';
import type { Ctx } from '@/lib/server/context';
import { rowsOf } from '@/lib/server/db/checked-rows';
import { isWithin } from '@/lib/server/db/fleet/answers/within-fabrics';

const named = rowsOf('exceptions by number or words', {
  id: 'text',
  number: 'number',
  control: 'text',
  owner: 'text',
  hosts: 'number',
});

/**
 * Exceptions that the caller sees and whose number, control, owner or reason contains the text. Matches in
 * number or control come first, then the newest.
 */
export async function findNamedExceptions(ctx: Ctx, text: string, limit: number) {
  const number = numberIn(text, 'EX');
  const found = await named(ctx.db)`
    SELECT id::text AS id, number, control, owner, cardinality(host_ids) AS hosts FROM exception
    CROSS JOIN LATERAL (SELECT lower(concat_ws(' ', 'EX-' || lpad(number::text, greatest(4, length(number::text)), '0'), control)) AS own) AS called
    WHERE ${isWithin(fabricScope(ctx))}
      AND (number = ${number}::int OR strpos(concat_ws(' ', own, lower(owner), lower(reason)), lower(${text}::text)) > 0)
    ORDER BY number = ${number}::int DESC NULLS LAST, strpos(own, lower(${text}::text)) > 0 DESC, exception.number DESC
    LIMIT ${limit}::int`;
  return found.map(({ number: own, ...one }) => ({
    ...one,
    name: exceptionName(own),
    isNumber: own === number,
  }));
}
