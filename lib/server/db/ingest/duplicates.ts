import type { Sql } from '@/lib/server/db/direct';
import { textOf } from './columns';

type Names = { nameKey: string | null; machineId: string | null };

/** What a host's newest snapshot calls it, and what it was called before; data, never proof. */
export type ClaimedNames = Names & { hostId: string; before: Names };

/** One of two live hosts that share a name or a machine id. */
export type Twin = { hostId: string; otherId: string };

/**
 * Keeps the claims and flags every live host whose name or machine id, enrolled or claimed, is another's
 * too; a host that shares nothing any more is cleared. Returns the pairs among those it looked at.
 */
export async function flagDuplicates(tx: Sql, claims: readonly ClaimedNames[]): Promise<Twin[]> {
  if (claims.length === 0) return [];
  await tx.$executeRaw`
    UPDATE host h SET claimed_name_key = v.name_key, claimed_machine_id = v.machine_id
    FROM unnest(${claims.map((claim) => claim.hostId)}::uuid[], ${claims.map((claim) => textOf(claim.nameKey))}::text[],
      ${claims.map((claim) => claim.machineId)}::text[]) AS v(host_id, name_key, machine_id)
    WHERE h.id = v.host_id`;
  const all = claims.flatMap((claim) => [claim, claim.before]);
  const names = all.flatMap(({ nameKey }) => textOf(nameKey) ?? []);
  const machines = all.flatMap(({ machineId }) => machineId ?? []);
  return tx.$queryRaw<Twin[]>`
    WITH looked_at AS (
      SELECT id, name_key, machine_id, claimed_name_key, claimed_machine_id FROM host
      WHERE retired_at IS NULL AND (name_key = ANY(${names}::text[]) OR claimed_name_key = ANY(${names}::text[])
        OR machine_id = ANY(${machines}::text[]) OR claimed_machine_id = ANY(${machines}::text[])
        OR id = ANY(${claims.map((claim) => claim.hostId)}::uuid[]))
    ), twin AS (
      SELECT DISTINCT a.id AS host_id, o.id AS other_id FROM looked_at a
      JOIN host o ON o.id <> a.id AND o.retired_at IS NULL
        AND (o.name_key IN (a.name_key, a.claimed_name_key) OR o.claimed_name_key IN (a.name_key, a.claimed_name_key)
          OR o.machine_id IN (a.machine_id, a.claimed_machine_id) OR o.claimed_machine_id IN (a.machine_id, a.claimed_machine_id))
    ), flagged AS (
      UPDATE host h SET duplicate_identity = f.flagged
      FROM (SELECT l.id, EXISTS (SELECT FROM twin t WHERE t.host_id = l.id) AS flagged FROM looked_at l) f
      WHERE h.id = f.id AND h.duplicate_identity IS DISTINCT FROM f.flagged
    )
    SELECT host_id::text AS "hostId", other_id::text AS "otherId" FROM twin`;
}
