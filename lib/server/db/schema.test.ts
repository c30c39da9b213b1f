import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { withClient } from '@/lib/server/db/connection';
import { checkoutRoot } from '@/lib/server/process/checkout';
import { testDatabase } from '@/test/support/database';

type Column = { table: string; column: string; nullable: boolean };

const SCALARS = /^(String|Boolean|Bytes|Int|BigInt|DateTime|Json|Role)(\[\])?(\?)?$/;

/** Columns as schema.prisma describes them: one field a line, `@map` and `@@map` where the names differ. */
function describedColumns(schema: string): Column[] {
  return [...schema.matchAll(/^model \w+ \{\n(.*?)^\}/gms)].flatMap(([, body = '']) => {
    const table = /@@map\("(\w+)"\)/.exec(body)?.[1] ?? '';
    return body.split('\n').flatMap((line) => {
      const [name = '', type = ''] = line.trim().split(/\s+/);
      const scalar = SCALARS.exec(type);
      if (scalar === null) return [];
      return [{ table, column: /[^@]@map\("(\w+)"\)/.exec(line)?.[1] ?? name, nullable: scalar[3] === '?' }];
    });
  });
}

it('describes to Prisma the very columns that the migrations make', async () => {
  const database = await testDatabase();
  try {
    const described = describedColumns(
      await readFile(path.join(checkoutRoot(), 'prisma/schema.prisma'), 'utf8'),
    );
    const tables = [...new Set(described.map(({ table }) => table))];
    const { rows } = await withClient(database.adminUrl, (client) =>
      client.query<Column & { list: boolean }>(
        `SELECT table_name AS table, column_name AS column, is_nullable = 'YES' AS nullable, data_type = 'ARRAY' AS list
         FROM information_schema.columns WHERE table_schema = 'public' AND table_name = ANY($1)`,
        [tables],
      ),
    );
    // Prisma has no nullable lists: a column that is null reads as an empty one.
    const made = rows.map(({ list, ...column }) => ({ ...column, nullable: column.nullable && !list }));
    const byName = (a: Column, b: Column) => `${a.table}.${a.column}`.localeCompare(`${b.table}.${b.column}`);
    expect(described.sort(byName)).toEqual(made.sort(byName));
    expect(tables.length).toBeGreaterThan(20);
  } finally {
    await database.drop();
  }
});
