import type { Db } from '@/lib/server/db/client';
import { storableText } from '@/lib/util/text';

/** What a snapshot calls its host; data, never proof. */
export type ClaimedNames = { hostId: string; nameKey: string; machineId: string | null };

/** A machine id or FQDN equal to another live host's flags both; a host that claims nobody else's is cleared. */
export async function flagDuplicates(tx: Db, claims: readonly ClaimedNames[]): Promise<void> {
  if (claims.length === 0) return;
  await tx.$executeRaw`
    WITH claim AS (
      SELECT * FROM unnest(${claims.map((claim) => claim.hostId)}::uuid[], ${claims.map((claim) => storableText(claim.nameKey))}::text[],
        ${claims.map((claim) => claim.machineId)}::text[]) AS v(host_id, name_key, machine_id)
    ), twin AS (
      SELECT c.host_id, o.id AS other_id FROM claim c JOIN host o ON o.name_key = c.name_key AND o.retired_at IS NULL AND o.id <> c.host_id
      UNION
      SELECT c.host_id, o.id FROM claim c JOIN host o ON o.machine_id = c.machine_id AND o.retired_at IS NULL AND o.id <> c.host_id
    )
    UPDATE host h SET duplicate_identity = f.flagged
    FROM (
      SELECT id, bool_or(twinned) AS flagged
      FROM (
        SELECT host_id AS id, false AS twinned FROM claim
        UNION ALL SELECT host_id, true FROM twin
        UNION ALL SELECT other_id, true FROM twin
      ) each
      GROUP BY id
    ) f
    WHERE h.id = f.id AND h.duplicate_identity IS DISTINCT FROM f.flagged`;
}
