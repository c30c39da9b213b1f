import { asksOfEachHost } from '@/lib/domain/host-filter';
import type { RowReader } from '@/lib/server/db/checked-rows';
import { type Db, inOneView, Prisma } from '@/lib/server/db/client';
import { ALL_COLUMNS, namesOf, SHARED_COLUMNS } from '@/lib/server/db/fleet/columns';
import { where } from '@/lib/server/db/fleet/filter/filter-sql';
import type { FleetQuestion } from '@/lib/server/db/fleet/question';
import {
  type Deciding,
  findReadModel,
  type UsableReadModel,
} from '@/lib/server/db/fleet/read-model/stale-hosts';
import { type AccessPath, storedGroups, storedHosts } from '@/lib/server/db/fleet/read-model/stored-hosts';
import { fleetRows } from '@/lib/server/db/fleet/relation/fleet-rows';

/** A question with the source of its rows: without a read model each host is judged from what it sent. */
export type PreparedQuestion = FleetQuestion & { readModel: UsableReadModel | null };

/** `deciding` says whether the answer, besides the filter, distinguishes exceptions and acknowledgements. */
export async function prepare(
  db: RowReader,
  question: FleetQuestion,
  deciding: Deciding = 'none',
): Promise<PreparedQuestion> {
  const needed = question.filter.exception === undefined ? deciding : 'all';
  return { ...question, readModel: await findReadModel(db, { ...question, deciding: needed }) };
}

/**
 * Prepares a question and answers it. Questions about the past run in one REPEATABLE READ transaction:
 * otherwise a host that changes between two statements could be read neither as stale nor as it was.
 */
export function answering<T>(
  db: Db,
  { deciding = 'none', ...question }: FleetQuestion & { deciding?: Deciding },
  answer: (prepared: PreparedQuestion, view: Db) => Promise<T>,
): Promise<T> {
  const work = async (view: Db) => answer(await prepare(view, question, deciding), view);
  return 'at' in question.when ? inOneView(db, work) : work(db);
}

/** Whether rows come from history or its read model, which has no index in a list's order. */
export const isOfPast = ({ readModel, when }: PreparedQuestion): boolean =>
  readModel === null ? 'at' in when : readModel.model === 'past';

/** The fabrics by id, for indexes: a condition that is necessary for a match but never sufficient. */
export function inAskedFabrics({ readModel }: PreparedQuestion): Prisma.Sql {
  const fabricIds = readModel?.fabricIds ?? null;
  if (fabricIds === null) return Prisma.sql`TRUE`;
  const [only, ...others] = fabricIds;
  if (only !== undefined && others.length === 0) return Prisma.sql`fabric_id = ${only}::uuid`;
  return Prisma.sql`fabric_id = ANY(${fabricIds}::uuid[])`;
}

const amongNamed = ({ hosts }: PreparedQuestion): Prisma.Sql =>
  hosts === undefined ? Prisma.sql`TRUE` : Prisma.sql`id = ANY(${[...hosts]}::uuid[])`;

/** The columns selected from rows of a read model, and from rows that are judged now. */
type Selected = Readonly<Record<'stored' | 'judged', Prisma.Sql>>;

const EVERYTHING: Selected = { stored: namesOf(ALL_COLUMNS), judged: namesOf(ALL_COLUMNS) };

/**
 * One or two relations, from the read model and for the hosts it does not know. Together they contain every
 * matching host once.
 */
export function matchingParts(
  question: PreparedQuestion,
  accessPath: AccessPath = 'any',
  select = EVERYTHING,
): Prisma.Sql[] {
  const { readModel, when } = question;
  const matching = (columns: Prisma.Sql, rows: Prisma.Sql) =>
    Prisma.sql`SELECT ${columns} FROM (${rows}) fleet WHERE ${inAskedFabrics(question)} AND ${where(question)} AND ${amongNamed(question)}`;
  if (readModel === null) return [matching(select.judged, fleetRows(when))];
  const stored = matching(select.stored, storedHosts({ when, ...readModel, accessPath }));
  if (readModel.staleIds.length === 0) return [stored];
  return [stored, matching(select.judged, fleetRows(when, readModel.staleIds))];
}

export const united = (parts: readonly Prisma.Sql[]): Prisma.Sql => Prisma.join([...parts], ' UNION ALL ');

/** Every matching host with every column. */
export const matchingHosts = (question: PreparedQuestion): Prisma.Sql =>
  Prisma.sql`(${united(matchingParts(question))}) AS matching`;

/** Converts rows of hosts to rows for counting. */
export const eachCounted = (rows: Prisma.Sql): Prisma.Sql =>
  Prisma.sql`SELECT ${namesOf(SHARED_COLUMNS, 'fleet')}, 1 AS hosts, coalesce(shielded_vms, 0)::bigint AS vms FROM ${rows}`;

/**
 * Rows for counting, with every shared column that a filter uses: `hosts` equal hosts with `vms` virtual
 * machines in total. Both may be negative, where a stale host is subtracted from its group.
 */
export function countedFleet({ readModel, when }: PreparedQuestion): Prisma.Sql {
  if (readModel === null) return eachCounted(Prisma.sql`(${fleetRows(when)}) fleet`);
  const equal = storedGroups({ when, ...readModel });
  const groups = Prisma.sql`SELECT ${namesOf(SHARED_COLUMNS, 'fleet')}, fleet.hosts, fleet.vms FROM (${equal}) fleet`;
  if (readModel.staleIds.length === 0) return groups;
  const stale = eachCounted(Prisma.sql`(${fleetRows(when, readModel.staleIds)}) fleet`);
  return Prisma.sql`${groups} UNION ALL ${stale}`;
}

/** The matching rows for counting. A text search and named hosts need each host alone. */
export function countedMatches(question: PreparedQuestion): Prisma.Sql {
  if (asksOfEachHost(question.filter) || question.hosts !== undefined || question.readModel === null)
    return Prisma.sql`(${eachCounted(Prisma.sql`(${united(matchingParts(question))}) fleet`)}) AS counted`;
  return Prisma.sql`(SELECT * FROM (${countedFleet(question)}) fleet WHERE ${where(question)}) AS counted`;
}
