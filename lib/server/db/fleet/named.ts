import type { Db } from '@/lib/server/db/client';

/** The live hosts that go by a name, given in lower case: the one they enrolled with, or the one they have now. */
export async function liveHostsNamed(db: Db, name: string): Promise<string[]> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT h.id::text AS id FROM host h LEFT JOIN host_profile p ON p.id = h.profile_id
    WHERE h.retired_at IS NULL AND ${name} IN (h.name_key, h.claimed_name_key, lower(h.enrolled_hostname), lower(p.hostname))`;
  return rows.map(({ id }) => id);
}
