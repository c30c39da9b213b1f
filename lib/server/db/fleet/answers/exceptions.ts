import { validate as isUuid } from 'uuid';
import { ENDED_LATELY_DAYS, ENDING_SOON_DAYS, type ExceptionState } from '@/lib/domain/exception';
import type { FilterValues } from '@/lib/domain/host-filter';
import type { FabricScope } from '@/lib/server/context';
import { type RowOf, rowsOf } from '@/lib/server/db/checked-rows';
import { type Db, Prisma } from '@/lib/server/db/client';
import { isWithin } from '@/lib/server/db/fleet/answers/within-fabrics';
import { all, chosen } from '@/lib/server/db/fleet/filter/filter-sql';
import { timestamp } from '@/lib/server/db/fleet/point-in-time';
import { isInForce } from '@/lib/server/db/fleet/relation/decisions';
import { DAY_MS } from '@/lib/util/durations';

export type ExceptionQuestion = {
  fabrics: FabricScope;
  at: Date;
  state: readonly ExceptionState[];
  endingBefore: Date | null;
  /** Only exceptions that another one in force follows, or only the others. */
  renewed?: boolean | undefined;
  /** Exceptions of these fabrics, by id or name, and of one host. */
  fabric: FilterValues;
  host: string | null;
};

/** exceptionStateAt of domain/exception.ts in SQL, for exceptions requested by then. */
const stateAt = (at: Prisma.Sql) => Prisma.sql`CASE WHEN withdrawn_at <= ${at} THEN 'withdrawn'
  WHEN ends_at <= ${at} THEN 'ended' WHEN approved_at <= ${at} THEN 'inForce' ELSE 'requested' END`;

/** isFollowedOn of domain/exception.ts in SQL. */
const isRenewed = (at: Prisma.Sql) => Prisma.sql`EXISTS (SELECT FROM exception later
  WHERE later.follows_id = exception.id AND later.ends_at > exception.ends_at AND ${isInForce(at)})`;

function matches(question: ExceptionQuestion): Prisma.Sql {
  const { fabrics, state, endingBefore, renewed, fabric, host } = question;
  const at = timestamp(question.at);
  return all([
    isWithin(fabrics),
    Prisma.sql`requested_at <= ${at}`,
    ...(state.length === 0 ? [] : [Prisma.sql`${stateAt(at)} = ANY(${[...state]}::text[])`]),
    ...(endingBefore === null ? [] : [Prisma.sql`ends_at < ${timestamp(endingBefore)}`]),
    ...(renewed === undefined ? [] : [Prisma.sql`${isRenewed(at)} = ${renewed}`]),
    ...(fabric.include.length + fabric.exclude.length === 0 ? [] : [isOver(fabric)]),
    ...(host === null
      ? []
      : [isUuid(host) ? Prisma.sql`host_ids @> ARRAY[${host}::uuid]` : Prisma.sql`FALSE`]),
  ]);
}

/** The condition that at least one of its fabrics is included and not excluded. */
const isOver = (fabric: FilterValues) => {
  const conditions = chosen(fabric, (values) => {
    const asked = Prisma.sql`${values.filter((one) => !one.includes('\0'))}::text[]`;
    return Prisma.sql`name = ANY(${asked}) OR id::text = ANY(${asked})`;
  });
  return Prisma.sql`fabric_ids && ARRAY(SELECT id FROM fabric WHERE ${all(conditions)})`;
};

const pages = rowsOf('page of exceptions', { id: 'text', total: 'number' });
const totals = rowsOf('number of exceptions', { total: 'number' });

/** Exceptions beyond a number, towards lower or higher ones. Null starts with the newest. */
type Place = { beyond: { number: number; isBack: boolean } | null; limit: number };

function isBeyond(beyond: Place['beyond']): Prisma.Sql {
  if (beyond === null) return Prisma.sql`TRUE`;
  const { number, isBack } = beyond;
  return isBack ? Prisma.sql`number > ${number}::int` : Prisma.sql`number < ${number}::int`;
}

/** The ids, nearest to the place first, and the total number of matches. */
export async function pageOfExceptions(
  db: Db,
  question: ExceptionQuestion,
  { beyond, limit }: Place,
): Promise<{ ids: string[]; total: number }> {
  const order = beyond?.isBack ? Prisma.sql`number` : Prisma.sql`number DESC`;
  const found = await pages(db)`
    SELECT id::text AS id, total FROM (SELECT id, number, (count(*) OVER ())::int AS total FROM exception
      WHERE ${matches(question)}) matching
    WHERE ${isBeyond(beyond)} ORDER BY ${order} LIMIT ${limit}::int`;
  const [first] = found;
  if (first !== undefined) return { ids: found.map(({ id }) => id), total: first.total };
  const [counted] = await totals(db)`SELECT count(*)::int AS total FROM exception WHERE ${matches(question)}`;
  return { ids: [], total: counted?.total ?? 0 };
}

const seen = rowsOf('exception', { id: 'text' });

/** Whether a caller with these fabrics sees this exception. */
export async function isSeenException(db: Db, fabrics: FabricScope, id: string): Promise<boolean> {
  if (!isUuid(id)) return false;
  const rows = await seen(
    db,
  )`SELECT id::text AS id FROM exception WHERE id = ${id}::uuid AND ${isWithin(fabrics)}`;
  return rows.length > 0;
}

const counted = rowsOf('exceptions by state', {
  requested: 'number',
  inForce: 'number',
  endingSoon: 'number',
  endedLately: 'number',
});
export type ExceptionCounts = RowOf<typeof counted>;

export async function countExceptions(
  db: Db,
  question: Pick<ExceptionQuestion, 'fabrics' | 'at' | 'fabric'>,
): Promise<ExceptionCounts> {
  const at = timestamp(question.at);
  const soon = timestamp(new Date(question.at.getTime() + ENDING_SOON_DAYS * DAY_MS));
  const lately = timestamp(new Date(question.at.getTime() - ENDED_LATELY_DAYS * DAY_MS));
  const where = matches({ ...question, state: [], endingBefore: null, host: null });
  const [counts] = await counted(db)`
    SELECT (count(*) FILTER (WHERE state = 'requested'))::int AS requested,
      (count(*) FILTER (WHERE state = 'inForce'))::int AS "inForce",
      (count(*) FILTER (WHERE state = 'inForce' AND ends_at <= ${soon} AND NOT renewed))::int AS "endingSoon",
      (count(*) FILTER (WHERE state = 'ended' AND ends_at > ${lately}
        OR state = 'withdrawn' AND withdrawn_at > ${lately}))::int AS "endedLately"
    FROM (SELECT ${stateAt(at)} AS state, ${isRenewed(at)} AS renewed, ends_at, withdrawn_at FROM exception WHERE ${where}) e`;
  return counts ?? { requested: 0, inForce: 0, endingSoon: 0, endedLately: 0 };
}
