import type { ReportsQuestion } from '@/lib/contracts/reports';
import { formatFilterValue } from '@/lib/contracts/words/host-query';
import { MADE_BY_ME } from '@/lib/contracts/words/reports';
import type { FilterValues } from '@/lib/domain/host-filter';
import { type Ctx, recordedBy } from '@/lib/server/context';
import { Prisma } from '@/lib/server/db/client';
import { timestamp } from '@/lib/server/db/fleet/point-in-time';
import { fabricsIn } from '@/lib/server/request/fabrics-in';
import { fabricsCalled } from '@/lib/server/services/fabric';
import { DAY_MS } from '@/lib/util/durations';
import { isSeen } from './internal';

type Fabric = { id: string; name: string };
type Asked = Omit<ReportsQuestion, 'cursor' | 'limit'>;

const isOwn = (ctx: Ctx) => Prisma.sql`created_by = ${recordedBy(ctx.actor)}`;

/** Whether the filter's word `fabric` has this value, as `formatHostQuery` writes it. */
const isNamed = (value: string) => {
  const term = `&${new URLSearchParams({ fabric: value })}&`;
  return Prisma.sql`strpos('&' || filter || '&', ${term}) > 0`;
};

/** The report names the fabric, or names none, does not exclude this one, and its author saw it. */
const isAbout = ({ id, name }: Fabric) => Prisma.sql`(
  ${isNamed(formatFilterValue(name))} OR ${isNamed(id)}
  OR filter !~ '(^|&)fabric=[^-]' AND NOT ${isNamed(formatFilterValue(name, true))}
    AND (all_fabrics OR fabric_ids @> ARRAY[${id}::uuid]))`;

const all = (conditions: readonly Prisma.Sql[]) =>
  conditions.length === 0 ? Prisma.sql`TRUE` : Prisma.join([...conditions], ' AND ');

const any = (conditions: readonly Prisma.Sql[]) =>
  conditions.length === 0 ? Prisma.sql`FALSE` : Prisma.sql`(${Prisma.join([...conditions], ' OR ')})`;

async function fabricConditions(ctx: Ctx, { include, exclude }: FilterValues): Promise<Prisma.Sql[]> {
  if (include.length + exclude.length === 0) return [];
  const known = await fabricsCalled(ctx.db, [...include, ...exclude]);
  const named = (values: readonly string[]) =>
    known.filter(({ id, name }) => values.includes(name) || values.includes(id)).map(isAbout);
  const without = exclude.length === 0 ? [] : [Prisma.sql`NOT ${any(named(exclude))}`];
  return include.length === 0 ? without : [any(named(include)), ...without];
}

/** The conditions of a list except kind and author, whose counts are shown for these conditions. */
export async function conditionsOf(ctx: Ctx, { state, fabric, days, search }: Asked): Promise<Prisma.Sql> {
  const since = days === null ? null : timestamp(new Date(ctx.now.getTime() - days * DAY_MS));
  const text = search.trim().toLowerCase();
  return all([
    isSeen(ctx),
    ...(state.length === 0 ? [] : [Prisma.sql`state = ANY(${[...state]}::text[])`]),
    ...(since === null ? [] : [Prisma.sql`created_at >= ${since}`]),
    ...(text === '' ? [] : [Prisma.sql`strpos(lower(concat_ws(' ', ${SEARCHED})), ${text}) > 0`]),
    ...(await fabricConditions(ctx, fabricsIn(fabric))),
  ]);
}

const SEARCHED = Prisma.sql`title, number, filter, created_name`;

export function isChosen(ctx: Ctx, { kind, by }: Asked): Prisma.Sql {
  const maker = by === MADE_BY_ME ? isOwn(ctx) : Prisma.sql`created_name = ${by}`;
  return all([...(kind === null ? [] : [Prisma.sql`kind = ${kind}`]), ...(by === null ? [] : [maker])]);
}

export const countsOf = (ctx: Ctx, where: Prisma.Sql, chosen: Prisma.Sql): Prisma.Sql => Prisma.sql`
  SELECT count(*)::int AS "all", (count(*) FILTER (WHERE kind = 'moment'))::int AS moment,
    (count(*) FILTER (WHERE kind = 'period'))::int AS period, (count(*) FILTER (WHERE ${isOwn(ctx)}))::int AS own,
    (count(*) FILTER (WHERE ${chosen}))::int AS total
  FROM report WHERE ${where}`;
