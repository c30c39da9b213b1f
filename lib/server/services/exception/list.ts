import type { ExceptionList, ListExceptionsInput } from '@/lib/contracts/exception';
import { authorize, fabricScope } from '@/lib/server/auth/authorize';
import type { Verb } from '@/lib/server/context';
import { pageOfExceptions } from '@/lib/server/db/fleet/answers/exceptions';
import { momentOf } from '@/lib/server/db/fleet/point-in-time';
import { fabricsIn } from '@/lib/server/request/fabrics-in';
import {
  decodeCursor,
  encodeCursor,
  questionDigest,
  refusedCursor,
  unknownCursor,
} from '@/lib/server/request/opaque-cursor';
import { refuseForgotten, whenOf } from '@/lib/server/request/resolve-time';
import { toRows } from './internal';

/** One page, the newest request first, and how many there are in all. */
export async function listExceptions({ ctx, input }: Verb<ListExceptionsInput>): Promise<ExceptionList> {
  authorize(ctx, 'exception.read');
  await refuseForgotten(ctx, input.at);
  const when = whenOf(ctx, input.at);
  const fabric = fabricsIn(input.fabric);
  const question = { ...input, fabric, fabrics: fabricScope(ctx), at: momentOf(when) };
  // One more than asked for tells whether another page follows.
  const place = { after: readCursor(input), limit: input.limit + 1 };
  const { ids, total } = await pageOfExceptions(ctx.db, question, place);
  const page = ids.slice(0, input.limit);
  const stored = await ctx.db.exception.findMany({
    where: { id: { in: page } },
    orderBy: { number: 'desc' },
  });
  const { rows } = await toRows(ctx, stored, when);
  const last = stored.at(-1);
  return {
    asOf: momentOf(when).toISOString(),
    total,
    exceptions: rows,
    nextCursor: ids.length > page.length && last ? encodeCursor([digestOf(input), last.number]) : null,
  };
}

const digestOf = ({ cursor: _cursor, limit: _limit, ...question }: ListExceptionsInput) =>
  questionDigest(JSON.stringify(question));

function readCursor(input: ListExceptionsInput): number | null {
  if (input.cursor === null) return null;
  const [digest, number, ...others] = decodeCursor(input.cursor) ?? [];
  const isOurs = typeof number === 'number' && number >= 0 && number < 2 ** 31 && others.length === 0;
  if (!isOurs || !Number.isInteger(number)) throw unknownCursor();
  if (digest !== digestOf(input))
    throw refusedCursor('The cursor belongs to another question. Start again without a cursor.');
  return number;
}
