import { rowsOf } from '@/lib/server/db/checked-rows';
import type { Db } from '@/lib/server/db/client';

const hostsByName = rowsOf('hosts by name', { id: 'text' });

/**
 * Live hosts with this name in lower case, either at enrolment or now. The indexes are queried separately:
 * one combined query would read all hosts.
 */
export async function liveHostsNamed(db: Db, name: string): Promise<string[]> {
  const rows = await hostsByName(db)`
    SELECT id::text AS id FROM host WHERE retired_at IS NULL AND name_key = ${name}
    UNION SELECT id::text FROM host WHERE retired_at IS NULL AND claimed_name_key = ${name}
    UNION SELECT id::text FROM host WHERE retired_at IS NULL AND lower(enrolled_hostname) = ${name}
    UNION SELECT h.id::text FROM fleet_host s JOIN host h ON h.id = s.host_id JOIN host_profile p ON p.id = h.profile_id
      WHERE left(lower(s.hostname), 200) COLLATE "C" = left(${name}, 200) AND h.retired_at IS NULL AND lower(p.hostname) = ${name}
    UNION SELECT h.id::text FROM host_watch w JOIN host h ON h.id = w.host_id JOIN host_profile p ON p.id = h.profile_id
      WHERE w.check_at = '-infinity' AND h.retired_at IS NULL AND lower(p.hostname) = ${name}`;
  return rows.map(({ id }) => id);
}
