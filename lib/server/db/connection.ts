import type { Client } from 'pg';
import { BoundedClient } from '@/lib/server/db/bounded-pool';

/**
 * The address with PostgreSQL settings for its sessions, after those it may bring itself: the last one wins.
 * They have to be in the address, because `pg` drops separate `options` where the address has its own.
 */
export function withSettings(connectionString: string, settings: Readonly<Record<string, string>>): string {
  const url = new URL(connectionString);
  const own = Object.entries(settings).map(([name, value]) => `-c ${name}=${value}`);
  url.searchParams.set('options', [url.searchParams.get('options'), ...own].filter(Boolean).join(' '));
  // A plus sign means a space only to some readers of such addresses.
  url.search = url.search.replaceAll('+', '%20');
  return url.href;
}

/**
 * What a commit waits for: this database's own disk at least, and for its standbys to show it where the address says so. A
 * weaker word in the address is not listened to.
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

/** Runs something on one connection of its own, which is closed whatever happens. */
export async function withClient<T>(
  connectionString: string,
  use: (client: Client) => Promise<T>,
  { connectSeconds = 10 } = {},
): Promise<T> {
  const client = new BoundedClient({ connectionString, connectionTimeoutMillis: connectSeconds * 1000 });
  // A connection lost while idle is told by the next query; without a listener it would end the process.
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
