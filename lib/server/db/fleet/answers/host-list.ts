import { type RowOf, rowsOf, type Typed } from '@/lib/server/db/checked-rows';
import { type Db, inOneView, Prisma } from '@/lib/server/db/client';
import { COLUMNS, type Column, type FleetRow, kindOf } from '@/lib/server/db/fleet/columns';
import { where } from '@/lib/server/db/fleet/filter/filter-sql';
import {
  isAfterPosition,
  orderBy,
  type Position,
  positionText,
  type Sorting,
} from '@/lib/server/db/fleet/filter/sorting';
import type { FleetQuestion } from '@/lib/server/db/fleet/question';
import { fleetRows } from '@/lib/server/db/fleet/relation/fleet-rows';
import {
  type First,
  firstHosts,
  firstObserved,
  firstOfAll,
  firstOfSilent,
  isOfWholeFleet,
} from './first-hosts';
import { countPrepared } from './host-count';
import { answering, matchingHosts, type PreparedQuestion, prepare } from './matching-hosts';

/** Reads a bigint as a number. */
const readAs = ({ name, type }: Column) => Prisma.raw(type === 'bigint' ? `${name}::float8` : name);

const { search: _onlySearched, ...READ } = COLUMNS;
/** The columns of a row with the field names of FleetRow. */
const ROW = Prisma.join(
  Object.entries(READ).map(([field, column]) => Prisma.sql`${readAs(column)} AS ${Prisma.raw(`"${field}"`)}`),
);

type Page = { sorting: Sorting; after: Position | null; limit: number };

// Sound: the compiler checks the type of each column against that of its field.
const ROW_KINDS = Object.fromEntries(
  Object.entries(READ).map(([field, column]) => [
    field,
    column.type === 'bigint' ? 'number' : kindOf(column),
  ]),
) as { readonly [Field in keyof FleetRow]: Typed<FleetRow[Field]> };
const PAGE_KINDS = { ...ROW_KINDS, position: 'text?' } as const;

const oneHost = rowsOf('one host', ROW_KINDS);
const everyId = rowsOf('every id', { id: 'text' });
const everyRow = rowsOf('every host', ROW_KINDS);
const rowsOfIds = rowsOf('hosts of ids', ROW_KINDS);
const pageRows = rowsOf('page', PAGE_KINDS);
const pageByTime = rowsOf('page by last observation', { ...PAGE_KINDS, whole: 'boolean' });
const idsThen = rowsOf('ids of a page then', { id: 'text' });
const positionRows = rowsOf('place of a host', { id: 'text', position: 'text?' });
const pageThen = rowsOf('page then', PAGE_KINDS);
type PageRow = RowOf<typeof pageRows>;

/** One page of matching hosts, each with its position for the next page, and the total number. */
export const pageOfHosts = (
  db: Db,
  question: FleetQuestion,
  page: Page,
): Promise<{ total: number; rows: PageRow[] }> =>
  answering(db, question, async (prepared, view) => {
    // Counted first, because the number decides how to find the page soonest.
    const total = await countPrepared(view, prepared);
    return { total, rows: await pageOfPrepared(view, prepared, { ...page, total }) };
  });

export async function pageOfPrepared(
  db: Db,
  question: PreparedQuestion,
  { sorting, after, limit, total }: Page & { total: number },
): Promise<PageRow[]> {
  const inOrder = orderBy(sorting);
  const isOfFabrics = sorting.sort === 'hostname' && Array.isArray(question.readModel?.fabricIds);
  const first: First = {
    orderBy: inOrder,
    isBeyond: after === null ? Prisma.sql`TRUE` : isAfterPosition(sorting, after),
    limit,
    total,
    inFabric: isOfFabrics ? inOrder : null,
  };
  const asked = { columns: Prisma.sql`${ROW}, ${positionText(sorting.sort)} AS position`, question, first };
  if ('at' in question.when) return pageOfThen(db, asked);
  const found = await pageByLastObserved(db, asked, sorting);
  return found ?? pageRows(db)`${rowsOfPage({ ...asked, found: firstHosts(question, first) })}`;
}

/** The position of a host in a list, whether it matches or not. Null if there is no such host. */
export async function positionOfHost(
  db: Db,
  { when, fabrics }: FleetQuestion,
  { sort }: Sorting,
  id: string,
): Promise<Position | null> {
  const isSeen = where({ fabrics, filter: {} });
  const rows = await positionRows(db)`
    SELECT id, ${positionText(sort)} AS position FROM (${fleetRows(when, id)}) fleet WHERE ${isSeen}`;
  return rows[0] ? { value: rows[0].position, id } : null;
}

type Asked = { columns: Prisma.Sql; question: PreparedQuestion; first: First };

/** The page from some hot rows; null if these are not enough for it, or the list has another order. */
async function pageByLastObserved(
  db: Db,
  { columns, question, first }: Asked,
  { sort, order, isBackwards = false }: Sorting,
): Promise<PageRow[] | null> {
  const { when } = question;
  // Backwards the list begins with hosts that were never observed, which are not among these rows.
  if (sort !== 'lastObservedAt' || isBackwards) return null;
  if ('at' in when || !isOfWholeFleet(question, first.total)) return null;
  const silent = order === 'asc' ? [firstOfSilent(first, when.live)] : [];
  for (const hot of [...silent, firstOfAll(first)]) {
    const whole = Prisma.sql`${columns}, (SELECT bool_and(whole) FROM page) AS whole`;
    const asked = { columns: whole, question, first, found: firstObserved(question, first, hot) };
    const rows = await pageByTime(db)`${rowsOfPage(asked)}`;
    if (rows[0]?.whole === true) return rows;
  }
  return null;
}

/** The rows of the ids in `found`, read in the same statement. */
function rowsOfPage({ columns, question, first, found }: Asked & { found: Prisma.Sql }): Prisma.Sql {
  const rows = fleetRows(question.when, { found: Prisma.sql`SELECT id FROM page` });
  return Prisma.sql`WITH page AS MATERIALIZED (${found}) SELECT ${columns} FROM (${rows}) fleet ${first.orderBy}`;
}

/**
 * Reads the ids first: in a REPEATABLE READ transaction nothing changes between two statements, and the
 * planner sees how few ids there are.
 */
async function pageOfThen(db: Db, { columns, question, first }: Asked): Promise<PageRow[]> {
  const found = await idsThen(db)`${firstHosts(question, first)}`;
  const rows = fleetRows(
    question.when,
    found.map(({ id }) => id),
  );
  return pageThen(db)`SELECT ${columns} FROM (${rows}) fleet ${first.orderBy}`;
}

/** How many rows are converted at once: ten thousand would block the event loop. */
const ROWS_AT_ONCE = 250;

/** A hundred thousand hosts take about ten seconds on an idle machine, while everything else takes at most 30. */
const EVERY_HOST_MS = 10 * 60_000;

/**
 * All matching hosts at one moment, in the order of their ids: for sums, never for a page. `goOn` is called
 * now and then; an error that it throws ends the reading.
 */
export const everyHost = (
  db: Db,
  question: FleetQuestion,
  goOn: () => Promise<void> | void = () => undefined,
): Promise<FleetRow[]> =>
  inOneView(
    db,
    async (view) => {
      const prepared = await prepare(view, question, 'all');
      const found = await everyId(view)`SELECT id FROM ${matchingHosts(prepared)} ORDER BY id`;
      const rows: FleetRow[] = [];
      for (let start = 0; start < found.length; start += ROWS_AT_ONCE) {
        const ids = found.slice(start, start + ROWS_AT_ONCE).map(({ id }) => id);
        const some = fleetRows(question.when, ids);
        rows.push(...(await everyRow(view)`SELECT ${ROW} FROM (${some}) fleet ORDER BY id`));
        await goOn();
      }
      return rows;
    },
    EVERY_HOST_MS,
  );

/** Those of the named hosts that match, in the order of their ids. */
export async function hostsOfIds(
  db: Db,
  question: FleetQuestion,
  ids: readonly string[],
): Promise<FleetRow[]> {
  const rows: FleetRow[] = [];
  for (let start = 0; start < ids.length; start += ROWS_AT_ONCE) {
    const some = fleetRows(question.when, ids.slice(start, start + ROWS_AT_ONCE));
    rows.push(
      ...(await rowsOfIds(db)`SELECT ${ROW} FROM (${some}) fleet WHERE ${where(question)} ORDER BY id`),
    );
  }
  return rows;
}

const { id, state, shieldedVms } = ROW_KINDS;
const standings = rowsOf('standing of hosts', { id, state, shieldedVms });

/** The state of a host, for counting many. */
export type HostStanding = RowOf<typeof standings>;

/** The state of those named hosts that match: ten thousand at once, because nothing else is read. */
export const standingOfIds = (
  db: Db,
  question: FleetQuestion,
  ids: readonly string[],
): Promise<HostStanding[]> =>
  standings(db)`
    SELECT id, state, shielded_vms AS "shieldedVms" FROM (${fleetRows(question.when, ids)}) fleet WHERE ${where(question)} ORDER BY id`;

/** The host; null if it does not exist or does not match. */
export async function findHost(db: Db, question: FleetQuestion, id: string): Promise<FleetRow | null> {
  const rows = await oneHost(
    db,
  )`SELECT ${ROW} FROM (${fleetRows(question.when, id)}) fleet WHERE ${where(question)}`;
  return rows[0] ?? null;
}
