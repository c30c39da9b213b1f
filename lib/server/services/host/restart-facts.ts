import { validate as isUuid } from 'uuid';
import { type FactReadings, factValue } from '@/lib/domain/facts';
import type { HostFilter } from '@/lib/domain/host-filter';
import { LATE_INTERVALS } from '@/lib/domain/reporting';
import type { ClusterView, OtherNode, RestartFacts } from '@/lib/domain/restart/facts';
import type { Ctx } from '@/lib/server/context';
import { heldRestarts } from '@/lib/server/db/fleet/answers/held-restarts';
import { findHost, pageOfHosts } from '@/lib/server/db/fleet/answers/host-list';
import { type NewestDocument, newestDocuments } from '@/lib/server/db/fleet/answers/newest-documents';
import type { FleetRow } from '@/lib/server/db/fleet/columns';
import { type ReadDocument, toReadDocument } from './find-document';
import { firmwareStep } from './firmware-step';
import { fleetQuestion, hostNotFound } from './internal';

/** Windows allows 64 nodes, but several clusters of a fabric may have one name. */
const MOST_NODES = 500;
/** How many nodes that looked later are asked for their view: each of them sees all nodes. */
const MOST_VIEWS = 5;

const NEWEST_FIRST = { sort: 'lastObservedAt', order: 'desc' } as const;
const only = (value: string) => ({ include: [value], exclude: [] });

/** The hosts that match now, those observed last first. */
async function rowsNow(ctx: Ctx, filter: HostFilter, limit: number): Promise<FleetRow[]> {
  const question = await fleetQuestion(ctx, { filter, at: null });
  return (await pageOfHosts(ctx.db, question, { sorting: NEWEST_FIRST, after: null, limit })).rows;
}

/**
 * Everything known about restarting a host, read in one transaction. A host outside the caller's fabrics is
 * not found.
 */
export async function restartFacts(ctx: Ctx, id: string): Promise<RestartFacts> {
  const question = await fleetQuestion(ctx, { filter: {}, at: null });
  const row = isUuid(id) ? await findHost(ctx.db, question, id) : null;
  if (row === null) throw hostNotFound();
  const [newest] = await newestDocuments(ctx.db, { ids: [row.id], after: null, limit: 1 });
  const document = newest === undefined ? null : toReadDocument(newest);
  const others = await otherNodes(ctx, row, newest?.observedAt ?? null);
  return {
    now: ctx.now,
    hostname: row.hostname,
    state: row.state,
    reporting: row.reporting,
    lastObservedAt: row.lastObservedAt,
    intervalSeconds: newest === undefined ? null : intervalOf(newest),
    attestationMode: row.attestationMode,
    vms: document === null ? 'notRead' : vmsOf(document.facts),
    cluster: clusterOf(row, document),
    others,
    inPlannedRestart: await inPlannedRestart(ctx, others),
    firmware:
      document === null
        ? 'notRead'
        : await firmwareStep({ row, document, rowsNow: (filter, limit) => rowsNow(ctx, filter, limit) }),
  };
}

/** Nodes that an open plan restarts may go down at any time, so shielded VMs are not moved to them. */
async function inPlannedRestart(ctx: Ctx, others: RestartFacts['others']): Promise<ReadonlySet<string>> {
  const ids = others.map(({ id }) => id);
  return new Set((await heldRestarts(ctx.db, ids)).map(({ hostId }) => hostId));
}

/** The interval that the host was told then; the setting may have changed since. */
function intervalOf({ observedAt, lateAfter }: NewestDocument): number | null {
  return lateAfter === null ? null : (lateAfter.getTime() - observedAt.getTime()) / LATE_INTERVALS / 1000;
}

function vmsOf(facts: FactReadings): RestartFacts['vms'] {
  const { total = null, running = null } = factValue(facts, 'shieldedVms') ?? {};
  return total === null || running === null ? 'notRead' : { total, running };
}

const viewOf = ({ facts, observedAt }: ReadDocument): ClusterView | null => {
  const nodes = factValue(facts, 'cluster')?.nodes ?? null;
  return nodes === null ? null : { observedAt, nodes };
};

/**
 * Earlier agents looked for the module before the cluster. They reported it missing for hosts in no cluster
 * and for nodes whose cluster service is stopped, so the message shows neither.
 */
const MODULE_MISSING = /\bGet-Cluster\b/;

/** An agent that finds no cluster says that the fact is not available. A cluster that is named could be read. */
function clusterOf(row: FleetRow, document: ReadDocument | null): RestartFacts['cluster'] {
  if (document === null) return 'notRead';
  const { cluster } = document.facts;
  const isNone = cluster.status === 'unavailable' && !MODULE_MISSING.test(cluster.reason);
  if (isNone && row.cluster === null) return 'none';
  return viewOf(document) ?? 'notRead';
}

async function otherNodes(ctx: Ctx, row: FleetRow, after: Date | null): Promise<OtherNode[]> {
  if (row.cluster === null) return [];
  const filter = { fabric: only(row.fabricId), cluster: only(row.cluster) };
  const others = (await rowsNow(ctx, filter, MOST_NODES)).filter(({ id }) => id !== row.id);
  const ids = others.map(({ id }) => id);
  const newer = await newestDocuments(ctx.db, { ids, after, limit: MOST_VIEWS });
  const views = new Map(newer.map((document) => [document.id, viewOf(toReadDocument(document))]));
  return others.map(({ id, hostname, state, reporting }) => ({
    id,
    hostname,
    state,
    reporting,
    view: views.get(id) ?? null,
  }));
}
