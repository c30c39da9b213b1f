import type { HostFilter } from '@/lib/domain/host-filter';
import type { FabricScope } from '@/lib/server/context';
import { type Db, inOneView, Prisma } from '@/lib/server/db/client';
import { fleetRows } from './rows';
import {
  columnsOf,
  GROUP_WORDS,
  groupsById,
  isUntouched,
  settledGroups,
  settledRows,
  type Way,
} from './settled';
import { SHARED_WORDS } from './shared-words';
import { type Asking, type Deciding, readTouched, type Touched } from './touched';
import type { When } from './when';
import { where } from './where';

/** One question of the fleet: every answer (list, counts, file) is made from the same rows and condition. */
export type FleetQuestion = { when: When; fabrics: FabricScope; filter: HostFilter };

/** A question and where its rows come from: without `settled`, each host is judged from what it sent, one by one. */
export type PreparedQuestion = FleetQuestion & { settled?: Touched | null };

/** `deciding` says whether the answer, besides the filter, tells exceptions and acknowledgements apart. */
export async function prepare(
  db: Asking,
  question: FleetQuestion,
  deciding: Deciding = 'none',
): Promise<PreparedQuestion> {
  const needed = question.filter.exception === undefined ? deciding : 'all';
  return { ...question, settled: await readTouched(db, { ...question, deciding: needed }) };
}

/**
 * Prepares a question and answers it. One of an earlier time on one view of the database: what changed between two
 * statements would be neither left out of a read model nor in it as it was.
 */
export function answering<T>(
  db: Db,
  { deciding = 'none', ...question }: FleetQuestion & { deciding?: Deciding },
  answer: (prepared: PreparedQuestion, view: Db) => Promise<T>,
): Promise<T> {
  const work = async (view: Db) => answer(await prepare(view, question, deciding), view);
  return 'at' in question.when ? inOneView(db, work) : work(db);
}

/** Whether rows come from history or its read model, which is in no list's order. */
export const isOfPast = ({ settled, when }: PreparedQuestion): boolean =>
  settled == null ? 'at' in when : settled.model === 'past';

/** The columns of fleetRows, in one order for what is put together from parts. */
const ROW_COLUMNS = Prisma.raw(
  `id, enrolled_at, fabric_id, fabric, owner, profile_id, hostname, fqdn, cluster, os, model, firmware_version, mode,
  reporting, since, last_observed_at, clock_offset_ms, shielded_vms, state, attestation_status, failing_checks, causes,
  compliance, agent_version, risks, exception, search`,
);

/** Necessary for a match, never sufficient: the fabrics by id, which is what indexes have. */
function implied({ settled }: PreparedQuestion): Prisma.Sql {
  const fabricIds = settled?.fabricIds ?? null;
  if (fabricIds === null) return Prisma.sql`TRUE`;
  const [only, ...others] = fabricIds;
  if (only !== undefined && others.length === 0) return Prisma.sql`fabric_id = ${only}::uuid`;
  return Prisma.sql`fabric_id = ANY(${fabricIds}::uuid[])`;
}

/** What is selected of rows that a read model has, and of those that are judged now. */
type Selected = Readonly<Record<'settled' | 'judged', Prisma.Sql>>;

const WHOLE: Selected = { settled: ROW_COLUMNS, judged: ROW_COLUMNS };

/** Relations with the columns of fleetRows, or those selected, that have every matching host once between them. */
export function partsOf(question: PreparedQuestion, way: Way = 'any', selected = WHOLE): Prisma.Sql[] {
  const { settled = null, when } = question;
  const matching = (columns: Prisma.Sql, rows: Prisma.Sql) =>
    Prisma.sql`SELECT ${columns} FROM (${rows}) fleet WHERE ${implied(question)} AND ${where(question)}`;
  if (settled === null) return [matching(selected.judged, fleetRows(when))];
  const rows = matching(
    selected.settled,
    settledRows({ when, model: settled.model, touched: settled.hosts, way }),
  );
  if (settled.hosts.length === 0) return [rows];
  return [rows, matching(selected.judged, fleetRows(when, settled.hosts))];
}

const united = (parts: Prisma.Sql[]) => Prisma.sql`(${Prisma.join(parts, ' UNION ALL ')}) AS matching`;

export function matchingRows(question: PreparedQuestion): Prisma.Sql {
  return united(partsOf(question));
}

const OWN_WORDS = Prisma.raw('id, hostname, fqdn, since, last_observed_at, clock_offset_ms, shielded_vms');

type Order = { key: Prisma.Sql; by: (key: Prisma.Sql) => Prisma.Sql };

/**
 * What matching hosts have to themselves, and what they share: by its group where a read model has it, or each with
 * its own words. Each part is put in order for itself, since an index that has this order is of one part.
 */
export function filedRows(question: PreparedQuestion, { key, by }: Order, withWords: boolean): Prisma.Sql {
  const judged = Prisma.sql`${OWN_WORDS}, NULL::integer AS group_id, ${SHARED_WORDS}::text AS shared`;
  const settled = withWords ? judged : Prisma.sql`${OWN_WORDS}, group_id, NULL::text AS shared`;
  const [only, ...others] = partsOf(question, 'inOrder', { settled, judged });
  if (only !== undefined && others.length === 0) return Prisma.sql`${only} ${by(key)}`;
  const placed = (columns: Prisma.Sql) => Prisma.sql`${columns}, ${key} AS place`;
  const parts = partsOf(question, 'inOrder', { settled: placed(settled), judged: placed(judged) });
  const inOrder = parts.map((part) => Prisma.sql`(${part} ${by(key)})`);
  return Prisma.sql`SELECT ${OWN_WORDS}, group_id, shared FROM ${united(inOrder)} ${by(Prisma.raw('place'))}`;
}

/** What the hosts of each group share that may match, of so many groups at most. */
export function groupWords(question: PreparedQuestion, { model }: Touched, most: number): Prisma.Sql {
  const { q: _ofEachHostAlone, ...filter } = question.filter;
  return Prisma.sql`SELECT id, ${SHARED_WORDS}::text AS shared FROM (${groupsById(question.when, model)}) fleet
    WHERE ${implied(question)} AND ${where({ ...question, filter })} LIMIT ${most}::int`;
}

const COUNTED = [...GROUP_WORDS, 'fabric', 'compliance', 'exception'];

export const oneByOne = (rows: Prisma.Sql) =>
  Prisma.sql`SELECT ${columnsOf('fleet', COUNTED)}, 1 AS hosts, coalesce(shielded_vms, 0)::bigint AS vms FROM ${rows}`;

/**
 * Rows for counting, with every column that a filter but `q` asks for: `hosts` equal hosts with `vms` virtual
 * machines between them. Either may be negative, where a touched host is taken out of its group.
 */
export function countedFleet({ settled = null, when }: PreparedQuestion): Prisma.Sql {
  if (settled === null) return oneByOne(Prisma.sql`(${fleetRows(when)}) fleet`);
  const equal = settledGroups({ when, model: settled.model, touched: settled.hosts });
  const groups = Prisma.sql`SELECT ${columnsOf('fleet', [...COUNTED, 'hosts', 'vms'])} FROM (${equal}) fleet`;
  if (settled.hosts.length === 0) return groups;
  const exact = oneByOne(Prisma.sql`(${fleetRows(when, settled.hosts)}) fleet`);
  return Prisma.sql`${groups} UNION ALL ${exact}`;
}

/** Those of them that match: what is searched for by text is of each host alone. */
export function countedRows(question: PreparedQuestion): Prisma.Sql {
  if (question.filter.q !== undefined || !question.settled) {
    const matching = Prisma.sql`(${Prisma.join(partsOf(question), ' UNION ALL ')}) fleet`;
    return Prisma.sql`(${oneByOne(matching)}) AS counted`;
  }
  return Prisma.sql`(SELECT * FROM (${countedFleet(question)}) fleet WHERE ${where(question)}) AS counted`;
}

/**
 * How many hosts of the whole live fleet a search alone meets, as rows with `hosts`: what is searched holds the hosts
 * of the read model and no others, so that these need not be read. Null where more is asked for.
 */
export function foundRows(question: PreparedQuestion): Prisma.Sql | null {
  const { filter, fabrics, settled = null, when } = question;
  const isSearch = filter.q !== undefined && Object.keys(filter).length === 1;
  if (!isSearch || fabrics !== 'all' || settled === null || 'at' in when) return null;
  const [, ...judged] = partsOf(question);
  const found = Prisma.sql`SELECT count(*) AS hosts FROM fleet_search
    WHERE ${where(question)} AND ${isUntouched(Prisma.sql`host_id`, settled.hosts)}`;
  const counts = [found, ...judged.map((part) => Prisma.sql`SELECT count(*) FROM (${part}) fleet`)];
  return Prisma.sql`(${Prisma.join(counts, ' UNION ALL ')}) AS found`;
}
