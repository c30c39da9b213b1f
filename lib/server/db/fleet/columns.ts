import { type AskedFields, ofSaidFields } from '@/lib/domain/host-filter';
import { MAX_CLOCK_OFFSET_SECONDS } from '@/lib/domain/prerequisites';
import { MOST_CLASS_CHARS } from '@/lib/domain/secure-boot/class';
import {
  type AttestationStatus,
  type Compliance,
  type ExceptionKind,
  STATE_ORDER,
} from '@/lib/domain/vocabulary';
import type { Kind } from '@/lib/server/db/checked-rows';
import { Prisma } from '@/lib/server/db/client';
import { inSnakeCase } from '@/lib/util/text';
import { momentOf, timestamp, type When } from './point-in-time';
import { searchText } from './search-text';

/*
 * Every column of the fleet, once (docs/decisions/read-side-rooms.md). The type of a filter word's column is
 * that of its line in domain/host-filter.ts. Rows, read models, filters, facets and files are all built from
 * COLUMNS.
 */

/** The columns of each single host, as files and the API name them. */
export type OwnWords = {
  id: string;
  hostname: string;
  fqdn: string | null;
  since: Date;
  lastObservedAt: Date | null;
  clockOffsetMs: number | null;
  shieldedVms: number | null;
};

/** The columns that equal hosts share, as files and the API name them. */
export type SharedWords = Omit<AskedFields, 'id' | 'search' | keyof InternalWords> & {
  attestationStatus: AttestationStatus | null;
  osVersion: string | null;
  exception: ExceptionKind;
};

/** Columns that are read but stay on the server. */
type InternalWords = Pick<AskedFields, 'exceptionKinds' | 'bootClass'> & {
  fabricId: string;
  compliance: Compliance;
  enrolledAt: Date;
  profileId: string | null;
  /**
   * The first snapshot of the host's present stretch on the same day: within a stretch later snapshots are
   * not distinguished.
   */
  stretchFrom: Date | null;
};

/** A row of the fleet as PostgreSQL returns it; ingest makes sure that the words come from their vocabularies. */
export type FleetRow = OwnWords & SharedWords & InternalWords;

type SqlType = 'uuid' | 'text' | 'texts' | 'integer' | 'bigint' | 'time';

/** An expression that may depend on the moment of the question. */
type SqlAt = Prisma.Sql | ((when: When) => Prisma.Sql);

export type Column<Type extends SqlType = SqlType> = {
  /** The column's name in the relation, in the tables of the read models and in every condition. */
  name: string;
  type: Type;
  /** Hosts may lack it. */
  isNullable?: true;
  /** It is not exposed outside the server. */
  isInternal?: true;
  /**
   * Computed from what the host sent, both live and for a past moment: `b` is what was observed of the host
   * by then, `p` its profile, `f` its fabric and `j` its state (relation/fleet-rows.ts).
   */
  judged: Prisma.Sql;
  /** Depends on decisions of people, which come after state and causes: `judged` uses the joins of fleetRows. */
  isDecided?: true;
  /** How a column that equal hosts share is read from their group `g` of a read model. */
  group?: Prisma.Sql;
  /** The groups store it: hosts that agree in all such columns form one group. */
  isGrouped?: true;
  /** How a column of each host is read from its row `s` and what read-model/stored-hosts.ts joins to it. */
  host?: { live: SqlAt; past: SqlAt };
  /** `fleet_host` stores it. Grouped columns may be stored there too, for indexes in the order of lists. */
  isOnHost?: true;
  /** The sort key of lists, if it is not the column itself. */
  sort?: { key: Prisma.Sql; type: SqlType };
};

type Details = Pick<Column, 'isNullable' | 'isInternal' | 'isOnHost' | 'sort'>;

/** A column whose value decides which hosts are equal. */
function grouped<Type extends SqlType>(
  name: string,
  type: Type,
  judged: Prisma.Sql,
  details: Details = {},
): Column<Type> {
  return { name, type, judged, group: Prisma.raw(`g.${name}`), isGrouped: true, ...details };
}

/** A column of each host, with its place in the live read model and in that of closed days. */
function own<Type extends SqlType>(
  name: string,
  type: Type,
  judged: Prisma.Sql,
  { live, past, ...details }: Details & Required<Column>['host'],
): Column<Type> {
  return { name, type, judged, host: { live, past }, ...details };
}

const { sql } = Prisma;

/**
 * Sort keys of lists: lower case, by code unit, so that pages are the same on every database, and cut so that
 * an index row and a cursor hold three such keys of any characters. Rows stored before names had limits may
 * be longer; names that agree in this part are ordered by id. The indexes of fleet_host use exactly these
 * expressions.
 */
export const HOSTNAME_KEY = sql`left(lower(hostname), 200) COLLATE "C"`;
export const CLUSTER_KEY = sql`left(lower(cluster), 200) COLLATE "C"`;

/**
 * Sorts by state with Passed last, so that what needs attention is on top. An index of fleet_host uses this
 * order.
 */
const STATE_KEY = sql`array_position(${STATE_ORDER}::text[], state)`;

/**
 * Sorts by state, then most virtual machines first, then by name, as one text: eleven digits and the name's
 * key. An index of fleet_host uses it.
 */
export const SEVERITY_KEY = sql`((${STATE_KEY}::bigint * 10000000000 + 2147483647 - coalesce(shielded_vms, -1))::text
  || left(lower(hostname), 200)) COLLATE "C"`;

/** Checks of a silent host are not evaluated, and only a host that sends and is not able has causes. */
const FAILING_CHECKS = sql`CASE WHEN j.state = 'Silent' OR p.id IS NULL THEN '{}' ELSE p.failing_checks END`;
const CAUSES = sql`CASE WHEN j.state IN ('Silent', 'Passed') OR p.id IS NULL THEN '{}' ELSE p.causes END`;

/** domain/risk.ts in SQL: flags come from the snapshot, and the clock is judged by its last measurement. */
const RISKS = sql`CASE WHEN j.state <> 'Passed' OR p.id IS NULL THEN '{}'
  WHEN abs(b.clock_offset_ms) > ${MAX_CLOCK_OFFSET_SECONDS * 1000}::int THEN p.risk_flags || 'clockInSync'::text
  ELSE p.risk_flags END`;

/** domain/secure-boot/class.ts in SQL. Hosts choose these texts freely, so the length of a word is limited. */
const classOf = (from: Prisma.Sql) => sql`left(concat_ws(' / ', coalesce(${from}.model, '?'),
  coalesce(${from}.firmware_version, '?'), coalesce(${from}.os_version, '?')), ${MOST_CLASS_CHARS}::int)`;

/** The stage of a silent host is unknown, because it may have advanced since. */
const BOOT_STAGE = sql`CASE WHEN j.state = 'Silent' THEN 'notKnown' ELSE coalesce(p.boot_stage, 'notKnown') END`;

/** What people decided about the host, from the joins of fleetRows, whose comment gives the order. */
const EXCEPTION = sql`CASE
  WHEN d.state = 'Passed' THEN 'none'
  WHEN k.compliance = 'excepted' THEN 'excepted'
  WHEN acknowledged.host_id IS NOT NULL THEN 'acknowledged'
  WHEN once_covered.host_id IS NOT NULL AND covered.host_id IS NULL THEN 'ended'
  ELSE 'none'
END`;

/** The values for the filter: a host under an exception may also have somebody who takes care of it. */
const EXCEPTION_KINDS = sql`CASE WHEN k.compliance = 'excepted' AND acknowledged.host_id IS NOT NULL
  THEN ARRAY['excepted', 'acknowledged'] ELSE ARRAY[${EXCEPTION}] END`;

const searchOf = (owner: Prisma.Sql) =>
  searchText({ hostname: sql`b.enrolled_hostname`, fqdn: sql`b.enrolled_fqdn`, owner });

const FQDN = sql`CASE WHEN p.id IS NULL THEN b.enrolled_fqdn ELSE p.fqdn END`;

/**
 * The newest observation; at an earlier time the newest one that history knows for certain
 * (relation/observed-then.ts).
 */
const lastObservedLive = (when: When) =>
  'live' in when
    ? sql`l.last_observed_at`
    : sql`CASE WHEN l.last_observed_at <= ${timestamp(when.at)} THEN l.last_observed_at ELSE l.segment_from END`;
const lastObservedPast = (when: When) =>
  sql`CASE WHEN s.confirmed_at <= ${timestamp(momentOf(when))} THEN s.confirmed_at ELSE s.observed_at END`;

/** The PostgreSQL type of a field of this type. */
type SqlTypeOf<T> = T extends string
  ? 'text' | 'uuid'
  : T extends number
    ? 'integer' | 'bigint'
    : T extends Date
      ? 'time'
      : 'texts';

type Columns = {
  readonly [Field in keyof FleetRow]: Column<SqlTypeOf<NonNullable<FleetRow[Field]>>>;
} & { readonly search: Column };

/** The order of grouped columns is the order in which groups are digested. */
export const COLUMNS: Columns = {
  id: own('id', 'uuid', sql`b.id`, { live: sql`s.host_id`, past: sql`s.host_id` }),
  hostname: own('hostname', 'text', sql`coalesce(p.hostname, b.enrolled_hostname)`, {
    live: sql`s.hostname`,
    past: sql`s.hostname`,
    isOnHost: true,
    sort: { key: HOSTNAME_KEY, type: 'text' },
  }),
  fqdn: own('fqdn', 'text', FQDN, { live: sql`s.fqdn`, past: FQDN, isNullable: true, isOnHost: true }),
  since: own('since', 'time', sql`b.since`, { live: sql`s.since`, past: sql`s.since`, isOnHost: true }),
  lastObservedAt: own('last_observed_at', 'time', sql`b.last_observed_at`, {
    live: lastObservedLive,
    past: lastObservedPast,
    isNullable: true,
  }),
  stretchFrom: own('stretch_from', 'time', sql`b.stretch_from`, {
    live: sql`l.segment_from`,
    past: sql`s.observed_at`,
    isNullable: true,
    isInternal: true,
  }),
  clockOffsetMs: own('clock_offset_ms', 'bigint', sql`b.clock_offset_ms`, {
    live: sql`l.clock_offset_ms`,
    past: sql`s.clock_offset_ms`,
    isNullable: true,
  }),
  shieldedVms: own('shielded_vms', 'integer', sql`b.shielded_vms`, {
    live: sql`s.shielded_vms`,
    past: sql`s.shielded_vms`,
    isNullable: true,
    isOnHost: true,
  }),
  enrolledAt: own('enrolled_at', 'time', sql`b.enrolled_at`, {
    live: sql`s.enrolled_at`,
    past: sql`b.enrolled_at`,
    isInternal: true,
    isOnHost: true,
  }),
  profileId: own('profile_id', 'uuid', sql`b.profile_id`, {
    live: sql`s.profile_id`,
    past: sql`s.profile_id`,
    isNullable: true,
    isInternal: true,
    isOnHost: true,
  }),
  search: own('search', 'text', searchOf(sql`b.owner`), {
    live: sql`x.search`,
    past: searchOf(sql`g.owner`),
    isInternal: true,
  }),

  fabricId: grouped('fabric_id', 'uuid', sql`b.fabric_id`, { isInternal: true, isOnHost: true }),
  fabric: { name: 'fabric', type: 'text', judged: sql`f.name`, group: sql`f.name` },
  owner: grouped('owner', 'text', sql`b.owner`, { isNullable: true }),
  cluster: grouped('cluster', 'text', sql`p.cluster`, {
    isNullable: true,
    isOnHost: true,
    sort: { key: CLUSTER_KEY, type: 'text' },
  }),
  state: grouped('state', 'text', sql`j.state`, {
    isOnHost: true,
    sort: { key: STATE_KEY, type: 'integer' },
  }),
  reporting: grouped('reporting', 'text', sql`b.reporting`),
  attestationStatus: grouped('attestation_status', 'text', sql`p.attestation_status`, { isNullable: true }),
  failingChecks: grouped('failing_checks', 'texts', FAILING_CHECKS),
  cause: grouped('causes', 'texts', CAUSES),
  attestationMode: grouped('mode', 'text', sql`coalesce(p.mode, 'Unknown')`),
  os: grouped('os', 'text', sql`p.os`, { isNullable: true }),
  ...ofSaidFields((field) => {
    const name = inSnakeCase(field);
    return grouped(name, 'text', Prisma.raw(`p.${name}`), { isNullable: true });
  }),
  agentVersion: grouped('agent_version', 'text', sql`p.agent_version`, { isNullable: true }),
  risk: grouped('risks', 'texts', RISKS),
  osVersion: grouped('os_version', 'text', sql`p.os_version`, { isNullable: true }),
  bootStage: grouped('boot_stage', 'text', BOOT_STAGE),
  bootClass: {
    name: 'boot_class',
    type: 'text',
    isInternal: true,
    judged: classOf(sql`p`),
    group: classOf(sql`g`),
  },

  // Decisions of people are in no group: a read model answers only for hosts without any.
  compliance: {
    name: 'compliance',
    type: 'text',
    isInternal: true,
    isDecided: true,
    judged: sql`k.compliance`,
    group: sql`CASE g.state WHEN 'Silent' THEN 'unverified' WHEN 'Passed' THEN 'compliant' ELSE 'nonCompliant' END`,
  },
  exception: { name: 'exception', type: 'text', isDecided: true, judged: EXCEPTION, group: sql`'none'` },
  exceptionKinds: {
    name: 'exception_kinds',
    type: 'texts',
    isInternal: true,
    isDecided: true,
    judged: EXCEPTION_KINDS,
    group: sql`ARRAY['none']`,
  },
};

export const ALL_COLUMNS = Object.values(COLUMNS);
export const GROUPED_COLUMNS = ALL_COLUMNS.filter(({ isGrouped }) => isGrouped);

/** The columns that equal hosts share. */
export const SHARED_COLUMNS = ALL_COLUMNS.filter(({ group }) => group !== undefined);

export function groupExpression({ name, group }: Column): Prisma.Sql {
  if (group === undefined) throw new Error(`Each host has its own ${name}`);
  return group;
}

const COLUMN_OF: ReadonlyMap<string, Column> = new Map(Object.entries(COLUMNS));
const fields = (isAsked: (column: Column) => boolean) =>
  [...COLUMN_OF].filter(([, column]) => !column.isInternal && isAsked(column)).map(([field]) => field);

/**
 * The fields of a file that belong to each host, and those that equal hosts share, both in the order of the
 * table.
 */
export const OWN_FIELDS = fields(({ host }) => host !== undefined) as (keyof OwnWords)[];
export const SHARED_FIELDS = fields(({ group }) => group !== undefined) as (keyof SharedWords)[];

/** The kind as which a column is read; a bigint only by readers that expect one. */
export const kindOf = ({ type }: Column): Kind =>
  type === 'uuid' ? 'text' : type === 'integer' ? 'number' : type;

/** The names of columns of a table or relation, as a list. */
export function namesOf(columns: readonly Column[], alias?: string): Prisma.Sql {
  return Prisma.raw(columns.map(({ name }) => (alias === undefined ? name : `${alias}.${name}`)).join(', '));
}

/** Expressions with the names of their columns. */
export function selected(
  columns: readonly Column[],
  expressionOf: (column: Column) => Prisma.Sql,
): Prisma.Sql {
  const one = (column: Column) => sql`${expressionOf(column)} AS ${Prisma.raw(column.name)}`;
  return Prisma.join(columns.map(one));
}
