import type { ChangeKind } from '@/lib/domain/changes';
import type { FilterValues } from '@/lib/domain/host-filter';
import type { Precedent, Traits } from '@/lib/domain/waves';
import type { FabricScope } from '@/lib/server/context';
import { type Kinds, rowsOf } from '@/lib/server/db/checked-rows';
import { type Db, Prisma } from '@/lib/server/db/client';
import { all, chosen, conditionOf, isOneOf, withinScope } from '@/lib/server/db/fleet/filter/filter-sql';
import { notTooEarly, timestamp } from '@/lib/server/db/fleet/point-in-time';
import type { FleetQuestion } from '@/lib/server/db/fleet/question';
import { answering, countedMatches } from './matching-hosts';
import { withOtherHosts } from './other-hosts';

/** A change that still holds, with its host as it was then. */
export type FleetChange = Traits & {
  id: string;
  at: Date;
  recordedAt: Date;
  kind: string;
  detail: Record<string, unknown>;
  reason: string | null;
  hostId: string;
  hostname: string;
  fabricId: string;
  fabric: string;
};

/**
 * Changes of the hosts in the fleet, which they are from enrolment to retirement, in the fabric of that time. Those
 * of one reason or one time are found by an index before anything is joined to them.
 */
const relation = (where: Prisma.Sql) => Prisma.sql`
  (SELECT c.id, c.at, c.recorded_at, c.kind, c.detail, c.reason, c.host_id,
      coalesce(p.hostname, h.enrolled_hostname) AS hostname, p.cluster, p.model, p.firmware_version,
      f.id AS fabric_id, f.name AS fabric
    FROM change c
    JOIN host h ON h.id = c.host_id
    LEFT JOIN host_profile p ON p.id = c.profile_id
    LEFT JOIN LATERAL (SELECT a.fabric_id FROM host_assignment a WHERE a.host_id = h.id AND a.valid_from <= c.at
      ORDER BY a.valid_from DESC, a.id DESC LIMIT 1) a ON true
    JOIN fabric f ON f.id = coalesce(a.fabric_id, h.fabric_id)
    WHERE c.superseded_at IS NULL AND c.at >= h.enrolled_at AND (h.retired_at IS NULL OR c.at <= h.retired_at)
      AND ${where}) AS found`;

const CHANGE_COLUMNS = Prisma.sql`id::text AS id, at, recorded_at AS "recordedAt", kind, detail, reason, host_id::text AS "hostId",
  hostname, cluster, model, firmware_version AS firmware, fabric_id::text AS "fabricId", fabric`;

const KINDS: Kinds<FleetChange> = {
  id: 'text',
  at: 'time',
  recordedAt: 'time',
  kind: 'text',
  detail: 'json',
  reason: 'text',
  hostId: 'text',
  hostname: 'text',
  cluster: 'text',
  model: 'text',
  firmware: 'text',
  fabricId: 'text',
  fabric: 'text',
};
const pageRows = rowsOf<FleetChange>('page of changes', KINDS);
const rowsOfReasons = rowsOf<FleetChange & { reason: string }>('changes of reasons', KINDS);

export type ChangeQuestion = {
  fabrics: FabricScope;
  filter: { fabric?: FilterValues; kind?: FilterValues };
  since: Date | null;
  /** Before this time. */
  until: Date | null;
  /** At this time or before it. */
  asOf: Date;
  after: { at: Date; id: string } | null;
  limit: number;
};

/** One page, the newest first. */
export async function pageOfChanges(db: Db, question: ChangeQuestion): Promise<FleetChange[]> {
  const { fabrics, filter, since, until, asOf, after, limit } = question;
  const when = [
    Prisma.sql`c.at <= ${timestamp(asOf)}`,
    ...(since === null ? [] : [Prisma.sql`c.at >= ${timestamp(since)}`]),
    ...(until === null ? [] : [Prisma.sql`c.at < ${timestamp(until)}`]),
    ...(after === null ? [] : [Prisma.sql`(c.at, c.id) < (${timestamp(after.at)}, ${after.id}::uuid)`]),
    ...(filter.kind ? chosen(filter.kind, (kinds) => isOneOf(Prisma.sql`c.kind`, kinds)) : []),
  ];
  const where = [withinScope(fabrics), conditionOf({ fabric: filter.fabric }, 'fabric')];
  const found = await pageRows(db)`
    SELECT ${CHANGE_COLUMNS} FROM ${relation(all(when))} WHERE ${all(where)}
    ORDER BY at DESC, id DESC LIMIT ${limit}::int`;
  return withOtherHosts(db, fabrics, found);
}

type Span = { from: Date; to: Date };

/** Every change of these reasons within a time: what waves are found in. */
export function changesOfReasons(
  db: Db,
  fabrics: FabricScope,
  { reasons, from, to, limit }: Span & { reasons: readonly string[]; limit: number },
): Promise<(FleetChange & { reason: string })[]> {
  const where = Prisma.sql`c.reason = ANY(${[...reasons]}::text[]) AND c.at >= ${timestamp(from)} AND c.at <= ${timestamp(to)}`;
  return rowsOfReasons(db)`
    SELECT ${CHANGE_COLUMNS} FROM ${relation(where)} WHERE ${withinScope(fabrics)} ORDER BY at DESC, id DESC LIMIT ${limit}::int`;
}

/** What was replaced on these hosts within a time. */
export async function replacementsOn(
  db: Db,
  hostIds: readonly string[],
  { from, to }: Span,
): Promise<Precedent[]> {
  const kinds: ChangeKind[] = ['firmwareChanged', 'ciPolicyChanged', 'clusterChanged', 'agentChanged'];
  const found = await db.change.findMany({
    where: {
      hostId: { in: [...hostIds] },
      kind: { in: kinds },
      at: { gte: notTooEarly(from), lte: to },
      supersededAt: null,
    },
    select: { hostId: true, at: true, kind: true, detail: true },
  });
  return found.map(({ hostId, at, kind, detail }) => {
    const { from: was, to: is } = detail as { from: string | null; to: string | null };
    return { hostId, at: at.getTime(), kind: kind as ChangeKind, from: was, to: is };
  });
}

export type TraitCount = {
  fabricId: string;
  cluster: string | null;
  model: string | null;
  firmware: string | null;
  hosts: number;
};

const traits = rowsOf<TraitCount>('traits', {
  fabricId: 'text',
  cluster: 'text',
  model: 'text',
  firmware: 'text',
  hosts: 'number',
});

/** How many hosts of each fabric have which traits together. */
export function countTraits(db: Db, question: FleetQuestion): Promise<TraitCount[]> {
  return answering(
    db,
    question,
    (prepared, view) =>
      traits(view)`
      SELECT fabric_id::text AS "fabricId", cluster, model, firmware_version AS firmware, sum(hosts)::int AS hosts
      FROM ${countedMatches(prepared)} GROUP BY fabric_id, cluster, model, firmware_version HAVING sum(hosts) > 0`,
  );
}
