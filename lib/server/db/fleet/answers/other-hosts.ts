import { validate as isUuid } from 'uuid';
import type { FabricScope } from '@/lib/server/context';
import { type RowOf, rowsOf } from '@/lib/server/db/checked-rows';
import type { Db } from '@/lib/server/db/client';
import { withinScope } from '@/lib/server/db/fleet/filter/filter-sql';

type Telling = { at: Date; kind: string; detail: Record<string, unknown> };

const otherHosts = rowsOf('other hosts', {
  id: 'text',
  hostname: 'text',
  fabric: 'text',
  retiredAt: 'time?',
  isSeen: 'boolean',
});
type Other = RowOf<typeof otherHosts>;

const otherOf = ({ detail: { otherHostId } }: Telling) =>
  typeof otherHostId === 'string' && isUuid(otherHostId) ? [otherHostId] : [];

/** The details of a change that refer to an exception or a plan. */
const WHICH = ['exceptionId', 'planId', 'number', 'name'];

/**
 * Removes the reference to an exception or plan if the caller does not see all its fabrics, and the list of
 * these fabrics for every caller.
 */
function withSeenDecision<T extends Telling>(fabrics: FabricScope, change: T): T {
  const { fabricIds, ...detail } = change.detail;
  if (!Array.isArray(fabricIds)) return change;
  const isSeen = fabrics === 'all' || fabricIds.every((id) => fabrics.includes(id));
  const hidden = Object.fromEntries(WHICH.flatMap((word) => (word in detail ? [[word, null]] : [])));
  return { ...change, detail: isSeen ? detail : { ...detail, ...hidden } };
}

/**
 * Adds the name of another host that a change is about, if the caller may see it, and removes any trace
 * otherwise; the same with the change's exception or plan. It is decided at reading time, so that the
 * caller's present fabrics count.
 */
export async function withOtherHosts<T extends Telling>(
  db: Db,
  fabrics: FabricScope,
  told: readonly T[],
): Promise<T[]> {
  const changes = told.map((change) => withSeenDecision(fabrics, change));
  const ids = [...new Set(changes.flatMap(otherOf))];
  if (ids.length === 0) return changes;
  const found = await otherHosts(db)`
    SELECT o.id::text AS id, coalesce(p.hostname, o.enrolled_hostname) AS hostname, f.name AS fabric, o.retired_at AS "retiredAt",
      ${withinScope(fabrics)} AS "isSeen"
    FROM host o JOIN fabric f ON f.id = o.fabric_id LEFT JOIN host_profile p ON p.id = o.profile_id
    WHERE o.id = ANY(${ids}::uuid[])`;
  const others = new Map(found.map((other) => [other.id, other]));
  return changes.map((change) => {
    const [id] = otherOf(change);
    const other = id === undefined ? undefined : others.get(id);
    return other === undefined ? change : { ...change, detail: statementOf(change, other) };
  });
}

function statementOf(
  { at, kind, detail }: Telling,
  { hostname, fabric, retiredAt, isSeen }: Other,
): Telling['detail'] {
  if (isSeen) return { ...detail, otherHostname: hostname, otherFabric: fabric };
  const { otherHostId: _, ...own } = detail;
  if (kind !== 'merged') return own;
  // The host that left the fleet with the merge is the merged one: `from` is its name.
  return retiredAt?.getTime() === at.getTime() ? { ...own, from: null } : { ...own, to: null };
}
