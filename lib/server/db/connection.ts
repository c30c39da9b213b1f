import type { Client } from 'pg';
import { BoundedClient } from '@/lib/server/db/bounded-pool';

/**
 * The address with PostgreSQL settings for its sessions, placed after its own ones because the last one wins.
 * They have to be in the address: `pg` drops separate `options` if the address has its own.
 */
export function withSettings(connectionString: string, settings: Readonly<Record<string, string>>): string {
  const url = new URL(connectionString);
  const own = Object.entries(settings).map(([name, value]) => `-c ${name}=${value}`);
  url.searchParams.set('options', [url.searchParams.get('options'), ...own].filter(Boolean).join(' '));
  // Only some readers of such addresses take a plus sign for a space.
  url.search = url.search.replaceAll('+', '%20');
  return url.href;
}

/**
 * What a commit waits for: at least the database's own disk, and its standbys if the address says so. A
 * weaker setting in the address is ignored.
 */
export function commitLevelOf(connectionString: string): 'on' | 'remote_apply' {
  const options = new URL(connectionString).searchParams.get('options') ?? '';
  return /synchronous_commit=remote_apply\b/.test(options) ? 'remote_apply' : 'on';
}

/**
 * Every connection of this program works in UTC, whatever the server's or the role's default: Prisma's
 * adapter drops offsets, so in another zone `timestamptz` would silently be wrong.
 */
export function inUtc(connectionString: string): string {
  return withSettings(connectionString, { TimeZone: 'UTC' });
}

/** Runs `work` on its own connection, which is always closed. */
export async function withClient<T>(
  connectionString: string,
  use: (client: Client) => Promise<T>,
  { connectSeconds = 10 } = {},
): Promise<T> {
  const client = new BoundedClient({ connectionString, connectionTimeoutMillis: connectSeconds * 1000 });
  // The next query reports a connection that was lost while idle; without a listener the error would end the process.
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await use(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}

export function quoteIdentifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

export function quoteLiteral(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
