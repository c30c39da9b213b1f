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
import { isTowards, pagesBeside, type Towards } from '@/lib/server/request/pages-beside';
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
  const beyond = readCursor(input);
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
    ...cursorsOf(input, {
      beyond,
      numbers: stored.map(({ number }) => number),
      hasMore: ids.length > page.length,
    }),
  };
}

type Beyond = { number: number; isBack: boolean } | null;
type Page = { beyond: Beyond; numbers: readonly number[]; hasMore: boolean };

function cursorsOf(input: ListExceptionsInput, { beyond, numbers, hasMore }: Page) {
  const cursor = (number: number | undefined, towards: Towards) =>
    number === undefined ? null : encodeCursor([digestOf(input), number, towards]);
  const came = beyond && (beyond.isBack ? 'newer' : 'older');
  const { hasOlder, hasNewer } = pagesBeside(came, hasMore);
  return {
    nextCursor: hasOlder ? cursor(numbers.at(-1), 'older') : null,
    previousCursor: hasNewer ? cursor(numbers[0], 'newer') : null,
  };
}

const digestOf = ({ cursor: _cursor, limit: _limit, ...question }: ListExceptionsInput) =>
  questionDigest(JSON.stringify(question));

function readCursor(input: ListExceptionsInput): Beyond {
  if (input.cursor === null) return null;
  // Cursors had no direction once, and led on.
  const [digest, number, towards = 'older', ...others] = decodeCursor(input.cursor) ?? [];
  const isOurs = typeof number === 'number' && number >= 0 && number < 2 ** 31 && others.length === 0;
  if (!isOurs || !Number.isInteger(number) || !isTowards(towards)) throw unknownCursor();
  if (digest !== digestOf(input))
    throw refusedCursor('The cursor belongs to another question. Start again without a cursor.');
  return { number, isBack: towards === 'newer' };
}
