import type { Client } from 'pg';
import { withClient } from '@/lib/server/db/connection';
import { attachEmbedded } from '@/lib/server/db/embedded/server';

const OURS = "relnamespace = 'public'::regnamespace";

async function complaints(client: Client): Promise<string[]> {
  const { rows } = await client.query<{ msg: string }>(
    `SELECT c.relname || ': ' || v.msg AS msg FROM pg_class c, LATERAL checks.verify_heapam(c.oid) v
     WHERE c.relkind = 'r' AND c.${OURS}`,
  );
  return rows.map(({ msg }) => msg);
}

/** Every table read to its end and every index held against its table (amcheck); returns what is wrong. */
export async function damageIn(dataDir: string): Promise<string[]> {
  const running = attachEmbedded(dataDir);
  if (!running) throw new Error(`No server runs from ${dataDir}`);
  const url = new URL(running.adminUrl);
  url.pathname = new URL(running.url).pathname;
  return withClient(url.href, async (client) => {
    await client.query('CREATE SCHEMA IF NOT EXISTS checks');
    await client.query('CREATE EXTENSION IF NOT EXISTS amcheck SCHEMA checks');
    await client.query(
      `SELECT checks.bt_index_check(i.indexrelid, true) FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
       JOIN pg_am a ON a.oid = c.relam WHERE a.amname = 'btree' AND c.relkind = 'i' AND c.${OURS}`,
    );
    const { rows } = await client.query<{ failures: number }>(
      'SELECT coalesce(sum(checksum_failures), 0)::int AS failures FROM pg_stat_database',
    );
    const failures = rows[0]?.failures ?? -1;
    return [...(await complaints(client)), ...(failures === 0 ? [] : [`${failures} wrong checksums`])];
  });
}
