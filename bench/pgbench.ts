import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The yardstick: one row, prepared, inserted or replaced, with the document as a parameter. */
const upsert = (keys: number) => `\\set id random(1, ${keys})
INSERT INTO bench_document AS d (id, document) VALUES (:id, :document::jsonb)
ON CONFLICT (id) DO UPDATE SET document = excluded.document, sequence = d.sequence + 1;
`;

export const yardstickTable = `
  DROP TABLE IF EXISTS bench_document;
  CREATE TABLE bench_document (id int PRIMARY KEY, document jsonb NOT NULL, sequence int NOT NULL DEFAULT 0)
  WITH (fillfactor = 50)`;

export function findPgbench(): string {
  const versions = '/usr/lib/postgresql';
  const packaged = existsSync(versions)
    ? readdirSync(versions)
        .sort((a, b) => Number(b) - Number(a))
        .map((version) => path.join(versions, version, 'bin/pgbench'))
    : [];
  const found = [...packaged, '/usr/bin/pgbench', '/usr/local/bin/pgbench'].find(existsSync);
  if (!found)
    throw new Error('The benchmark needs pgbench: install it (Debian: apt-get install postgresql-contrib)');
  return found;
}

type Options = { url: string; document: string; keys: number; connections: number; seconds: number };

/** Transactions per second. */
export async function pgbench({ url, document, keys, connections, seconds }: Options): Promise<number> {
  const folder = mkdtempSync(path.join(tmpdir(), 'gf-bench-'));
  try {
    const script = path.join(folder, 'upsert.sql');
    writeFileSync(script, upsert(keys));
    const { stdout } = await run(findPgbench(), [
      ...['-n', '-M', 'prepared', '-f', script, '-D', `document=${document}`],
      ...['-c', String(connections), '-j', '2', '-T', String(seconds), url],
    ]);
    const perSecond = Number(/^tps = ([\d.]+)/m.exec(stdout)?.[1]);
    if (!(perSecond > 0)) throw new Error(`pgbench said no rate:\n${stdout}`);
    return perSecond;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
