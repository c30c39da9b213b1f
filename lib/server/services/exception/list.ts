import { ExceptionList, ListExceptionsInput } from '@/lib/contracts/exception';
import { fabricScope } from '@/lib/server/auth/authorize';
import { pageOfExceptions } from '@/lib/server/db/fleet/answers/exceptions';
import { momentOf } from '@/lib/server/db/fleet/point-in-time';
import { fabricsIn } from '@/lib/server/request/fabrics-in';
import { listCursor, textOfQuestion } from '@/lib/server/request/opaque-cursor';
import { isTowards } from '@/lib/server/request/pages-beside';
import { refuseForgotten, whenOf } from '@/lib/server/request/resolve-time';
import { verb } from '@/lib/server/verbs/verb';
import { toRows } from './internal';

/** One page, newest request first, and the total number. */
export const listExceptions = verb({
  procedure: 'exception.list',
  route: { at: 'GET /api/v1/exceptions' },
  summary: 'Lists exceptions by state, fabric, host or the time at which they end.',
  right: 'exception.read',
  kind: 'query',
  input: ListExceptionsInput,
  output: ExceptionList,
  work: async ({ ctx, input }) => {
    await refuseForgotten(ctx, input.at);
    const when = whenOf(ctx, input.at);
    const fabric = fabricsIn(input.fabric);
    const question = { ...input, fabric, fabrics: fabricScope(ctx), at: momentOf(when) };
    const cursor = listCursor({ cursor: input.cursor, digestOf: textOfQuestion(input) });
    const beyond = cursor.read(placeOf);
    // One more than asked for shows whether another page follows.
    const place = { beyond, limit: input.limit + 1 };
    const { ids, total } = await pageOfExceptions(ctx.db, question, place);
    const page = ids.slice(0, input.limit);
    const stored = await ctx.db.exception.findMany({
      where: { id: { in: page } },
      orderBy: { number: 'desc' },
    });
    const { rows } = await toRows(ctx, stored, when);
    return {
      asOf: momentOf(when).toISOString(),
      total,
      exceptions: rows,
      ...cursor.beside({
        towards: beyond && (beyond.isBack ? 'newer' : 'older'),
        hasMore: ids.length > page.length,
        first: entryOf(stored[0]),
        last: entryOf(stored.at(-1)),
      }),
    };
  },
});

const entryOf = (stored: { number: number } | undefined) => stored && [stored.number];

/** A cursor without a direction comes from an earlier release and leads to older exceptions. */
function placeOf([number, towards = 'older', ...others]: readonly unknown[]) {
  const isOurs = typeof number === 'number' && number >= 0 && number < 2 ** 31 && others.length === 0;
  if (!isOurs || !Number.isInteger(number) || !isTowards(towards)) return null;
  return { number, isBack: towards === 'newer' };
}
