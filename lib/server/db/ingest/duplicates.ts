import { type RowOf, rowsOf } from '@/lib/server/db/checked-rows';
import type { Db } from '@/lib/server/db/client';
import { textOf } from './array-elements';

type Names = { nameKey: string | null; machineId: string | null };

/** The names in a host's newest snapshot and those before it; data, never proof. */
export type ClaimedNames = Names & { hostId: string; before: Names };

const duplicates = rowsOf('duplicates', { hostId: 'text', otherId: 'text' });

/** A live host that shares a name or a machine id, and one of the hosts that it shares it with. */
export type Duplicate = RowOf<typeof duplicates>;

/**
 * Stores the claims and flags every live host whose name or machine id, enrolled or claimed, another one has
 * too; a host that shares nothing any more is cleared. Returns those that claim now or were not flagged
 * before, each with one other host. A cloned image may give thousands of hosts the same machine id, so no
 * query reads all of them: if two others share it before and after, their flags do not change.
 */
export async function flagDuplicates(tx: Db, claims: readonly ClaimedNames[]): Promise<Duplicate[]> {
  if (claims.length === 0) return [];
  const claiming = claims.map(({ hostId }) => hostId);
  await tx.$executeRaw`
    UPDATE host h SET claimed_name_key = v.name_key, claimed_machine_id = v.machine_id
    FROM unnest(${claiming}::uuid[], ${claims.map((claim) => textOf(claim.nameKey))}::text[],
      ${claims.map((claim) => claim.machineId)}::text[]) AS v(host_id, name_key, machine_id)
    WHERE h.id = v.host_id`;
  const all = claims.flatMap((claim) => [claim, claim.before]);
  const names = new Set(all.flatMap(({ nameKey }) => textOf(nameKey) ?? []));
  const machines = new Set(all.flatMap(({ machineId }) => machineId ?? []));
  return duplicates(tx)`
    WITH looked_at AS (
      SELECT id FROM host WHERE id = ANY(${claiming}::uuid[]) AND retired_at IS NULL
      UNION SELECT o.id FROM unnest(${[...names]}::text[]) AS n(key) CROSS JOIN LATERAL (
        (SELECT id FROM host WHERE name_key = n.key AND retired_at IS NULL AND id <> ALL(${claiming}::uuid[]))
        UNION ALL (SELECT id FROM host WHERE claimed_name_key = n.key AND retired_at IS NULL AND id <> ALL(${claiming}::uuid[]) LIMIT 2)) o
      UNION SELECT o.id FROM unnest(${[...machines]}::text[]) AS m(key) CROSS JOIN LATERAL (
        (SELECT id FROM host WHERE machine_id = m.key AND retired_at IS NULL AND id <> ALL(${claiming}::uuid[]))
        UNION ALL (SELECT id FROM host WHERE claimed_machine_id = m.key AND retired_at IS NULL AND id <> ALL(${claiming}::uuid[]) LIMIT 2)) o
    ), duplicate AS (
      SELECT h.id AS host_id, h.duplicate_identity AS was_flagged, o.id AS other_id
      FROM looked_at l JOIN host h ON h.id = l.id LEFT JOIN LATERAL (
        (SELECT id FROM host WHERE name_key IN (h.name_key, h.claimed_name_key) AND retired_at IS NULL AND id <> h.id LIMIT 1)
        UNION ALL (SELECT id FROM host WHERE claimed_name_key IN (h.name_key, h.claimed_name_key) AND retired_at IS NULL AND id <> h.id LIMIT 1)
        UNION ALL (SELECT id FROM host WHERE machine_id IN (h.machine_id, h.claimed_machine_id) AND retired_at IS NULL AND id <> h.id LIMIT 1)
        UNION ALL (SELECT id FROM host WHERE claimed_machine_id IN (h.machine_id, h.claimed_machine_id) AND retired_at IS NULL AND id <> h.id LIMIT 1)
        LIMIT 1) o ON true
    ), flagged AS (
      UPDATE host h SET duplicate_identity = t.other_id IS NOT NULL
      FROM duplicate t WHERE h.id = t.host_id AND t.was_flagged <> (t.other_id IS NOT NULL)
    )
    SELECT host_id::text AS "hostId", other_id::text AS "otherId" FROM duplicate
    WHERE other_id IS NOT NULL AND (NOT was_flagged OR host_id = ANY(${claiming}::uuid[]))`;
}
