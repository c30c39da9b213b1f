import { type RowOf, rowsOf } from '@/lib/server/db/checked-rows';
import type { Db } from '@/lib/server/db/client';

const facts = rowsOf('partitions', { table: 'text', partitions: 'number', oldest: 'time?' });
export type PartitionFact = RowOf<typeof facts>;
const database = rowsOf('the database', { bytes: 'number', version: 'text', name: 'text' });
export type DatabaseFacts = RowOf<typeof database>;

/** The number of days (months for documents) of each partitioned table, and the beginning of the oldest. */
export async function partitionFacts(db: Db): Promise<PartitionFact[]> {
  return facts(db)`
    SELECT parent.relname::text AS "table", count(child.oid)::int AS partitions,
      min((regexp_match(pg_get_expr(child.relpartbound, child.oid), 'FROM \\(''([0-9-]+)'))[1]::timestamptz) AS oldest
    FROM pg_class parent
    LEFT JOIN pg_inherits i ON i.inhparent = parent.oid
    LEFT JOIN pg_class child ON child.oid = i.inhrelid
    WHERE parent.relkind = 'p' AND parent.relnamespace = 'public'::regnamespace
    GROUP BY 1 ORDER BY 1`;
}

export async function databaseFacts(db: Db): Promise<DatabaseFacts> {
  const [row] = await database(db)`
    SELECT pg_database_size(current_database())::float8 AS bytes, current_setting('server_version') AS version,
      current_database()::text AS name`;
  return row ?? { bytes: 0, version: '', name: '' };
}
