import type { HostSort, SortOrder } from '@/lib/contracts/host-query';
import type { Risk } from '@/lib/domain/risk';
import type {
  AttestationMode,
  AttestationStatus,
  Compliance,
  ExceptionKind,
  Reporting,
  State,
} from '@/lib/domain/vocabulary';
import { STATES } from '@/lib/domain/vocabulary';
import { type Db, Prisma } from '@/lib/server/db/client';
import { parseRfc3339 } from '@/lib/util/rfc3339';
import {
  type First,
  firstHosts,
  firstObserved,
  firstOfAll,
  firstOfSilent,
  isOfWholeFleet,
} from './first-hosts';
import { CLUSTER_KEY, HOSTNAME_KEY } from './name-order';
import {
  countedRows,
  type FleetQuestion,
  foundRows,
  isOfPast,
  matchingRows,
  type PreparedQuestion,
} from './question';
import { fleetRows } from './rows';
import { withinScope } from './where';

/** A row of the fleet as PostgreSQL gives it; the words are held to their vocabularies by ingest. */
export type FleetRow = {
  id: string;
  hostname: string;
  fqdn: string | null;
  fabricId: string;
  fabric: string;
  cluster: string | null;
  state: State;
  attestationStatus: AttestationStatus | null;
  failingChecks: string[];
  causes: string[];
  compliance: Compliance;
  reporting: Reporting;
  since: Date;
  lastObservedAt: Date | null;
  clockOffsetMs: number | null;
  mode: AttestationMode;
  os: string | null;
  model: string | null;
  firmwareVersion: string | null;
  shieldedVms: number | null;
  exception: ExceptionKind;
  owner: string | null;
  agentVersion: string | null;
  risks: Risk[];
  enrolledAt: Date;
  profileId: string | null;
};

export const COLUMNS = Prisma.sql`id, hostname, fqdn, fabric_id AS "fabricId", fabric, cluster, state,
  attestation_status AS "attestationStatus", failing_checks AS "failingChecks", causes, compliance, reporting,
  since, last_observed_at AS "lastObservedAt", clock_offset_ms::float8 AS "clockOffsetMs", mode, os, model,
  firmware_version AS "firmwareVersion", shielded_vms AS "shieldedVms", exception, owner,
  agent_version AS "agentVersion", risks, enrolled_at AS "enrolledAt", profile_id AS "profileId"`;

/** Sorted by state, Passed comes last: what needs somebody is on top. */
export const STATE_ORDER = [...STATES.filter((state) => state !== 'Passed'), 'Passed'];

type SortColumn = {
  key: Prisma.Sql;
  /** The type that a position's value has: what a cursor carries must read as one of these. */
  type: 'text' | 'integer' | 'timestamptz';
  /** Rows may be without it. */
  nullable: boolean;
};

/**
 * What each sort compares; fleet_host has an index on each but `last_observed_at`, which moves with every
 * snapshot.
 */
const SORTS: Readonly<Record<HostSort, SortColumn>> = {
  hostname: { key: HOSTNAME_KEY, type: 'text', nullable: false },
  state: {
    key: Prisma.sql`array_position(${STATE_ORDER}::text[], state)`,
    type: 'integer',
    nullable: false,
  },
  since: { key: Prisma.sql`since`, type: 'timestamptz', nullable: false },
  lastObservedAt: { key: Prisma.sql`last_observed_at`, type: 'timestamptz', nullable: true },
  cluster: { key: CLUSTER_KEY, type: 'text', nullable: true },
  shieldedVms: { key: Prisma.sql`shielded_vms`, type: 'integer', nullable: true },
};

const READS_AS: Readonly<Record<SortColumn['type'], (value: string) => boolean>> = {
  text: (value) => !value.includes('\0'),
  integer: (value) => /^-?\d{1,9}$/.test(value),
  // Nothing was observed before 1970, and PostgreSQL has no year 0.
  timestamptz: (value) => (parseRfc3339(value) ?? -1) >= 0,
};

/** Whether a value that came back in a cursor can be one of this sort. */
export function isSortValue(sort: HostSort, value: string): boolean {
  return READS_AS[SORTS[sort].type](value);
}

function positionText({ key, type }: SortColumn): Prisma.Sql {
  if (type !== 'timestamptz') return Prisma.sql`(${key})::text`;
  return Prisma.sql`to_char(${key} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
}

function bound({ type }: SortColumn, value: string): Prisma.Sql {
  if (type === 'integer') return Prisma.sql`${value}::text::integer`;
  return type === 'text' ? Prisma.sql`${value}::text COLLATE "C"` : Prisma.sql`${value}::text::timestamptz`;
}

export type Sorting = { sort: HostSort; order: SortOrder };

/** The last row of a page: its sort value as text (null where the row has none) and its id. */
export type Position = { value: string | null; id: string };

/** Rows without a value come last in either order; equal values go by id. */
export function orderBy({ sort, order }: Sorting, key = SORTS[sort].key): Prisma.Sql {
  const { nullable } = SORTS[sort];
  const direction = order === 'asc' ? Prisma.sql`ASC` : Prisma.sql`DESC`;
  // Said only where it says something: an index does not know that nothing is without a value.
  return Prisma.sql`ORDER BY ${key} ${direction} ${nullable ? Prisma.sql`NULLS LAST` : Prisma.empty}, id ASC`;
}

/** The same, of whatever has what the sort compares. */
export const orderOf = (sorting: Sorting) => ({
  key: SORTS[sorting.sort].key,
  by: (key: Prisma.Sql) => orderBy(sorting, key),
});

function after({ sort, order }: Sorting, { value, id }: Position): Prisma.Sql {
  const { key, nullable } = SORTS[sort];
  if (value === null) return Prisma.sql`${key} IS NULL AND id > ${id}::uuid`;
  const last = bound(SORTS[sort], value);
  const [beyond, from] =
    order === 'asc'
      ? [Prisma.sql`${key} > ${last}`, Prisma.sql`${key} >= ${last}`]
      : [Prisma.sql`${key} < ${last}`, Prisma.sql`${key} <= ${last}`];
  const isAfter = Prisma.sql`${beyond} OR (${key} = ${last} AND id > ${id}::uuid)`;
  // The first condition follows from the second; it is where an index begins to read.
  return nullable ? Prisma.sql`(${isAfter} OR ${key} IS NULL)` : Prisma.sql`(${from} AND (${isAfter}))`;
}

type Page = { sorting: Sorting; after: Position | null; limit: number };

type PageRow = FleetRow & { position: string | null };

/** One page, each row with the position that the next page starts after. `total` is how many match in all. */
export async function pageOfHosts(
  db: Db,
  question: PreparedQuestion,
  { total, ...page }: Page & { total: number },
): Promise<PageRow[]> {
  const columns = Prisma.sql`${COLUMNS}, ${positionText(SORTS[page.sorting.sort])} AS position`;
  const inOrder = orderBy(page.sorting);
  const isOfFabrics = page.sorting.sort === 'hostname' && Array.isArray(question.settled?.fabricIds);
  const first = {
    ...{ orderBy: inOrder, isBeyond: beyond(page), limit: page.limit, total },
    inFabric: isOfFabrics ? inOrder : null,
  };
  if ('at' in question.when) return pageOfThen(db, { columns, question, first });
  if (page.sorting.sort === 'lastObservedAt' && isOfWholeFleet(question, total)) {
    const silent = page.sorting.order === 'asc' ? [firstOfSilent(first, question.when.live)] : [];
    for (const hot of [...silent, firstOfAll(first)]) {
      const whole = Prisma.sql`${columns}, (SELECT bool_and(whole) FROM page) AS whole`;
      const asked = { columns: whole, question, first, found: firstObserved(question, first, hot) };
      const rows = await db.$queryRaw<(PageRow & { whole: boolean })[]>(rowsOfPage(asked));
      if (rows[0]?.whole === true) return rows;
    }
  }
  return db.$queryRaw(rowsOfPage({ columns, question, first, found: firstHosts(question, first) }));
}

type Then = { columns: Prisma.Sql; question: PreparedQuestion; first: First };

/** The rows of the ids in `found`, of one moment with it. */
function rowsOfPage({ columns, question, first, found }: Then & { found: Prisma.Sql }): Prisma.Sql {
  const rows = fleetRows(question.when, { found: Prisma.sql`SELECT id FROM page` });
  return Prisma.sql`WITH page AS MATERIALIZED (${found}) SELECT ${columns} FROM (${rows}) fleet ${first.orderBy}`;
}

/** On one view of the database nothing changes between two statements (question.ts), and of ids that are known the planner knows how few they are. */
async function pageOfThen(db: Db, { columns, question, first }: Then): Promise<PageRow[]> {
  const found = await db.$queryRaw<{ id: string }[]>(firstHosts(question, first));
  const rows = fleetRows(
    question.when,
    found.map(({ id }) => id),
  );
  return db.$queryRaw(Prisma.sql`SELECT ${columns} FROM (${rows}) fleet ${first.orderBy}`);
}

const beyond = ({ sorting, after: position }: Page) =>
  position === null ? Prisma.sql`TRUE` : after(sorting, position);

export async function countHosts(db: Db, question: PreparedQuestion): Promise<number> {
  // Groups of the past do not say how many hosts they had: these are counted, and sooner without their groups.
  const counted = isOfPast(question)
    ? Prisma.sql`SELECT count(*)::int AS total FROM ${matchingRows(question)}`
    : Prisma.sql`SELECT coalesce(sum(hosts), 0)::int AS total FROM ${foundRows(question) ?? countedRows(question)}`;
  const rows = await db.$queryRaw<{ total: number }[]>(counted);
  return rows[0]?.total ?? 0;
}

export async function findHost(
  db: Db,
  { when, fabrics }: Omit<FleetQuestion, 'filter'>,
  id: string,
): Promise<FleetRow | null> {
  const rows = await db.$queryRaw<FleetRow[]>(
    Prisma.sql`SELECT ${COLUMNS} FROM (${fleetRows(when, id)}) fleet WHERE ${withinScope(fabrics)}`,
  );
  return rows[0] ?? null;
}
