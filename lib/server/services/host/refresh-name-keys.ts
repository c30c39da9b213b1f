import { hostNameKey } from '@/lib/domain/identity';
import { rowsOf } from '@/lib/server/db/checked-rows';
import type { DbRoot } from '@/lib/server/db/client';
import { isUniqueViolation } from '@/lib/server/db/failures';

const unusualNameKeys = rowsOf('unusual name keys', { id: 'text', nameKey: 'text' });

/**
 * Updates the name keys of stored hosts to the present rule, because enrolment compares hosts by them. Only
 * keys that are not plain ASCII, or end in a dot, were ever made differently. If another live host already
 * has the new key, the old one stays. Names that hosts claim are updated by their next snapshots.
 */
export async function refreshNameKeys(db: DbRoot): Promise<void> {
  const hosts = await unusualNameKeys(db)`
    SELECT id::text AS id, name_key AS "nameKey" FROM host
    WHERE octet_length(name_key) <> length(name_key) OR name_key LIKE '%.' ORDER BY id`;
  for (const { id, nameKey: hostname } of hosts) {
    const nameKey = hostNameKey({ hostname });
    if (nameKey === hostname || nameKey === '') continue;
    try {
      await db.host.updateMany({ where: { id, nameKey: hostname }, data: { nameKey } });
    } catch (error) {
      if (!isUniqueViolation(error)) throw error;
    }
  }
}
