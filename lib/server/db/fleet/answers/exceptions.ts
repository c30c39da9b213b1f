import { validate as isUuid } from 'uuid';
import { ENDED_LATELY_DAYS, ENDING_SOON_DAYS, type ExceptionState } from '@/lib/domain/exception';
import { DAY_MS } from '@/lib/domain/history';
import type { FilterValues } from '@/lib/domain/host-filter';
import type { FabricScope } from '@/lib/server/context';
import { rowsOf } from '@/lib/server/db/checked-rows';
import { type Db, Prisma } from '@/lib/server/db/client';
import { all, chosen } from '@/lib/server/db/fleet/filter/filter-sql';
import { timestamp } from '@/lib/server/db/fleet/point-in-time';

export type ExceptionQuestion = {
  fabrics: FabricScope;
  at: Date;
  state: readonly ExceptionState[];
  endingBefore: Date | null;
  /** Of fabrics by id or name, and over one host. */
  fabric: FilterValues;
  host: string | null;
};

/** An exception over several fabrics is visible only to who sees them all. */
const isSeen = (fabrics: FabricScope) =>
  fabrics === 'all' ? Prisma.sql`TRUE` : Prisma.sql`fabric_ids <@ ${[...fabrics]}::uuid[]`;

/** exceptionStateAt of domain/exception.ts in SQL, of what had been requested by then. */
const stateAt = (at: Prisma.Sql) => Prisma.sql`CASE WHEN withdrawn_at <= ${at} THEN 'withdrawn'
  WHEN ends_at <= ${at} THEN 'ended' WHEN approved_at <= ${at} THEN 'inForce' ELSE 'requested' END`;

function matches({ fabrics, at: moment, state, endingBefore, fabric, host }: ExceptionQuestion): Prisma.Sql {
  const at = timestamp(moment);
  return all([
    isSeen(fabrics),
    Prisma.sql`requested_at <= ${at}`,
    ...(state.length === 0 ? [] : [Prisma.sql`${stateAt(at)} = ANY(${[...state]}::text[])`]),
    ...(endingBefore === null ? [] : [Prisma.sql`ends_at < ${timestamp(endingBefore)}`]),
    ...(fabric.include.length + fabric.exclude.length === 0 ? [] : [isOver(fabric)]),
    ...(host === null
      ? []
      : [isUuid(host) ? Prisma.sql`host_ids @> ARRAY[${host}::uuid]` : Prisma.sql`FALSE`]),
  ]);
}

/** At least one of its fabrics is asked for, and not left out. */
const isOver = (fabric: FilterValues) => {
  const conditions = chosen(fabric, (values) => {
    const asked = Prisma.sql`${values.filter((one) => !one.includes('\0'))}::text[]`;
    return Prisma.sql`name = ANY(${asked}) OR id::text = ANY(${asked})`;
  });
  return Prisma.sql`fabric_ids && ARRAY(SELECT id FROM fabric WHERE ${all(conditions)})`;
};

const pages = rowsOf<{ id: string; total: number }>('page of exceptions', { id: 'text', total: 'number' });
const totals = rowsOf<{ total: number }>('number of exceptions', { total: 'number' });

/** Beyond a number, towards lower or higher ones; null: from the newest on. */
type Place = { beyond: { number: number; isBack: boolean } | null; limit: number };

function isBeyond(beyond: Place['beyond']): Prisma.Sql {
  if (beyond === null) return Prisma.sql`TRUE`;
  const { number, isBack } = beyond;
  return isBack ? Prisma.sql`number > ${number}::int` : Prisma.sql`number < ${number}::int`;
}

/** Ids, the nearest to the place first; and how many match in all. */
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

const seen = rowsOf<{ id: string }>('exception', { id: 'text' });

/** Whether there is such an exception for who sees these fabrics. */
export async function isSeenException(db: Db, fabrics: FabricScope, id: string): Promise<boolean> {
  if (!isUuid(id)) return false;
  const rows = await seen(
    db,
  )`SELECT id::text AS id FROM exception WHERE id = ${id}::uuid AND ${isSeen(fabrics)}`;
  return rows.length > 0;
}

export type ExceptionCounts = { requested: number; inForce: number; endingSoon: number; endedLately: number };

const counted = rowsOf<ExceptionCounts>('exceptions by state', {
  requested: 'number',
  inForce: 'number',
  endingSoon: 'number',
  endedLately: 'number',
});

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
      (count(*) FILTER (WHERE state = 'inForce' AND ends_at <= ${soon}))::int AS "endingSoon",
      (count(*) FILTER (WHERE state = 'ended' AND ends_at > ${lately}
        OR state = 'withdrawn' AND withdrawn_at > ${lately}))::int AS "endedLately"
    FROM (SELECT ${stateAt(at)} AS state, ends_at, withdrawn_at FROM exception WHERE ${where}) e`;
  return counts ?? { requested: 0, inForce: 0, endingSoon: 0, endedLately: 0 };
}
