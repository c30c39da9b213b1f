import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Kind, Stated } from '@/lib/server/db/checked-rows';
import { withClient } from '@/lib/server/db/connection';
import { checkoutRoot } from '@/lib/server/process/checkout';

/** What Prisma makes of each type. */
const KINDS: Readonly<Record<string, Kind>> = {
  text: 'text',
  uuid: 'text',
  _text: 'texts',
  bool: 'boolean',
  bytea: 'bytes',
  int4: 'number',
  float8: 'number',
  int8: 'bigint',
  timestamptz: 'time',
  date: 'time',
  json: 'json',
  jsonb: 'json',
};

/** The columns that PostgreSQL answers with, undone whatever the statement did. */
export function answeredColumns(
  url: string,
  { statement: { text, values } }: Stated,
): Promise<Record<string, Kind | string>> {
  return withClient(url, async (client) => {
    const types = await client.query<{ oid: number; name: string }>(
      'SELECT oid, typname AS name FROM pg_type',
    );
    const nameOf = new Map(types.rows.map(({ oid, name }) => [oid, name]));
    await client.query('BEGIN');
    const { fields } = await client.query({ text, values: [...values] });
    await client.query('ROLLBACK');
    const kinds = fields.map(({ name, dataTypeID }) => {
      const type = nameOf.get(dataTypeID) ?? '';
      return [name, KINDS[type] ?? type] as const;
    });
    return Object.fromEntries(kinds);
  });
}

/** The columns that a reader expects. Whether one of them may be null PostgreSQL does not say. */
export const expectedColumns = ({ columns }: Stated): Record<string, string> =>
  Object.fromEntries(Object.entries(columns).map(([name, kind]) => [name, kind.replace('?', '')]));

/** The sources of a room, or one of them, by their paths. */
export function sourcesOf(room: string): ReadonlyMap<string, string> {
  const root = checkoutRoot();
  const files = room.endsWith('.ts')
    ? [room]
    : readdirSync(path.join(root, room), { recursive: true, encoding: 'utf8' })
        .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
        .map((file) => path.posix.join(room, file.split(path.sep).join('/')));
  return new Map(files.map((file) => [file, readFileSync(path.join(root, file), 'utf8')]));
}

/** The names of the statements that a source says the columns of. */
export const namedIn = (source: string): string[] =>
  [...source.matchAll(/\b(?:rowsOf|stated)\(\s*'([^']+)'/g)].map(([, name = '']) => name);
