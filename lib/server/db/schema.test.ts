import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { withClient } from '@/lib/server/db/connection';
import { checkoutRoot } from '@/lib/server/process/checkout';
import { testDatabase } from '@/test/support/database';
import { describedSchema } from '@/test/support/described-schema';

/** Tables but for partitions, which ingest makes, and Prisma's own list of migrations. */
const TABLES = `SELECT oid, relname, relkind FROM pg_class WHERE relnamespace = 'public'::regnamespace
  AND relkind IN ('r', 'p') AND NOT relispartition AND relname <> '_prisma_migrations'`;

/** What the migrations made, in the lines of `describedSchema`. */
const MADE = [
  `SELECT 'table ' || relname FROM (${TABLES}) t`,
  `SELECT relname || ' PARTITION BY ' || pg_get_partkeydef(oid) FROM (${TABLES}) t WHERE relkind = 'p'`,
  `SELECT relname || '.' || attname || ' ' || format_type(atttypid, atttypmod)
     || CASE WHEN attndims > 0 THEN '' WHEN attnotnull THEN ' not null' ELSE ' null' END
     || CASE WHEN attidentity <> '' THEN ' identity' ELSE coalesce(' default ' || pg_get_expr(adbin, adrelid), '') END
   FROM (${TABLES}) t JOIN pg_attribute a ON attrelid = t.oid AND attnum > 0 AND NOT attisdropped
   LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum`,
  `SELECT regexp_replace(pg_get_indexdef(indexrelid), '^CREATE |ONLY |public\\.| WITH \\([^)]*\\)', '', 'g')
   FROM (${TABLES}) t JOIN pg_index ON indrelid = t.oid`,
  `SELECT relname || ' ' || pg_get_constraintdef(c.oid)
   FROM (${TABLES}) t JOIN pg_constraint c ON conrelid = t.oid AND contype IN ('p', 'f', 'c')`,
  `SELECT 'enum ' || typname || ' ' || string_agg(enumlabel, ' ' ORDER BY enumsortorder)
   FROM pg_type JOIN pg_enum ON enumtypid = pg_type.oid GROUP BY typname`,
];

it('describes every table, column, key, index and check that the migrations make', async () => {
  const database = await testDatabase();
  try {
    const { rows } = await withClient(database.adminUrl, (client) =>
      client.query<{ line: string }>(`SELECT line FROM (${MADE.join('\nUNION ALL ')}) made(line)`),
    );
    const described = describedSchema(
      await readFile(path.join(checkoutRoot(), 'prisma/schema.prisma'), 'utf8'),
    );
    expect(described).toEqual(rows.map(({ line }) => line).sort());
    expect(described.filter((line) => line.startsWith('table ')).length).toBeGreaterThan(40);
  } finally {
    await database.drop();
  }
});
