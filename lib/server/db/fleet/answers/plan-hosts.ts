import type { AttestationMode, JudgedState, State } from '@/lib/domain/vocabulary';
import type { FabricScope } from '@/lib/server/context';
import { type RowOf, rowsOf, typed } from '@/lib/server/db/checked-rows';
import { type Db, Prisma } from '@/lib/server/db/client';
import { withinScope } from '@/lib/server/db/fleet/filter/filter-sql';
import { timestamp, type When } from '@/lib/server/db/fleet/point-in-time';
import { fleetRows } from '@/lib/server/db/fleet/relation/fleet-rows';
import { unpackDocument } from '@/lib/server/db/ingest/document-body';
import { isOpenState, stateColumns } from '@/lib/server/db/ingest/open-segment';

const planHosts = rowsOf('hosts of a plan', {
  id: 'text',
  hostname: 'text',
  fabricId: 'text',
  cluster: 'text?',
  state: typed<State>('text'),
  mode: typed<AttestationMode>('text'),
  causes: 'texts',
  shieldedVms: 'number?',
  runningVms: 'number?',
  model: 'text?',
  firmwareVersion: 'text?',
  osVersion: 'text?',
  intervalSeconds: 'number?',
});
export type NamedPlanHost = RowOf<typeof planHosts>;

/**
 * Those of these hosts that are in the fleet and in these fabrics. What runs on them is as of their newest
 * snapshot.
 */
export const hostsOfPlans = (
  db: Db,
  { when, fabrics }: { when: When; fabrics: FabricScope },
  ids: readonly string[],
): Promise<NamedPlanHost[]> =>
  planHosts(
    db,
  )`SELECT fleet.id::text AS id, fleet.hostname, fleet.fabric_id::text AS "fabricId", fleet.cluster,
      fleet.state, fleet.mode, fleet.causes, fleet.shielded_vms AS "shieldedVms",
      (SELECT h.shielded_vms_running FROM host h WHERE h.id = fleet.id) AS "runningVms", fleet.model,
      fleet.firmware_version AS "firmwareVersion", p.os_version AS "osVersion", l.told_interval AS "intervalSeconds"
    FROM (${fleetRows(when, ids)}) fleet LEFT JOIN host_profile p ON p.id = fleet.profile_id
    LEFT JOIN host_live l ON l.host_id = fleet.id
    WHERE ${withinScope(fabrics)} ORDER BY fleet.id`;

const ableNodes = rowsOf('able nodes beside hosts', {
  id: 'text',
  hostname: 'text',
  fabricId: 'text',
  cluster: 'text',
});
export type NamedNode = RowOf<typeof ableNodes>;

/** Nodes in the clusters of these hosts that are Passed and on time now, by name. */
export function ableNodesBeside(db: Db, now: Date, ids: readonly string[]): Promise<NamedNode[]> {
  const found = Prisma.sql`SELECT node.id FROM host node JOIN host_profile own ON own.id = node.profile_id
    WHERE node.retired_at IS NULL AND (node.fabric_id, own.cluster) IN (
      SELECT h.fabric_id, p.cluster FROM host h JOIN host_profile p ON p.id = h.profile_id
      WHERE h.id = ANY(${[...ids]}::uuid[]) AND p.cluster IS NOT NULL)`;
  return ableNodes(db)`SELECT id::text AS id, hostname, fabric_id::text AS "fabricId", cluster
    FROM (${fleetRows({ live: now }, { found })}) fleet
    WHERE state = 'Passed' AND reporting = 'onTime' ORDER BY lower(hostname) COLLATE "C", id`;
}

export type SeenBoot = { hostId: string; at: Date; observedAt: Date; item: unknown };

const boots = rowsOf('documents of restarts', {
  hostId: 'text',
  at: 'time',
  observedAt: 'time',
  body: 'bytes',
  base: 'bytes?',
});

/**
 * The last content that each host had sent by a moment, by the time at which it was first seen. The boot time
 * is part of the content, and an earlier boot never returns.
 */
export async function documentsBy(
  db: Db,
  asked: readonly Pick<SeenBoot, 'hostId' | 'at'>[],
): Promise<SeenBoot[]> {
  if (asked.length === 0) return [];
  const rows = await boots(db)`
    SELECT a.host::text AS "hostId", a.at, d.observed_at AS "observedAt", d.body, b.body AS base
    FROM unnest(${asked.map(({ hostId }) => hostId)}::uuid[], ${asked.map(({ at }) => at.toISOString())}::timestamptz[]) a (host, at)
    CROSS JOIN LATERAL (SELECT * FROM snapshot_document s
      WHERE s.host_id = a.host AND s.observed_at <= a.at AND s.month <= (a.at AT TIME ZONE 'UTC')::date
      ORDER BY s.observed_at DESC, s.digest LIMIT 1) d
    LEFT JOIN snapshot_document b ON b.host_id = d.host_id AND b.digest = d.base AND b.month = d.month`;
  return rows.map(({ body, base, ...row }) => ({ ...row, item: unpackDocument({ body, base }) }));
}

const KEPT = { segment: Prisma.raw('s'), live: Prisma.raw('l') };
const STATE = stateColumns(KEPT);

const stretches = rowsOf('stretches of hosts', {
  hostId: 'text',
  from: 'time',
  lastAt: 'time',
  state: typed<JudgedState>('text'),
  causes: 'texts',
});
type StretchRow = RowOf<typeof stretches>;

/** The judgements of hosts from what they sent after a moment, oldest first. Rejected snapshots have none. */
export const stretchesSince = (db: Db, since: Date, ids: readonly string[]): Promise<StretchRow[]> =>
  stretches(db)`
    SELECT s.host_id::text AS "hostId", s.from_at AS "from", ${STATE.confirmedAt} AS "lastAt",
      p.judged_state AS state, p.causes
    FROM state_segment s LEFT JOIN host_live l ON ${isOpenState(KEPT)} JOIN host_profile p ON p.id = s.profile_id
    WHERE s.host_id = ANY(${[...ids]}::uuid[]) AND NOT s.faulty AND ${STATE.confirmedAt} > ${timestamp(since)}
    ORDER BY s.host_id, s.from_at`;
