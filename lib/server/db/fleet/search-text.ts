import { Prisma } from '@/lib/server/db/client';

/**
 * The text that `q` searches, in lists of hosts and of changes: from the profile `p`, or what the host said
 * when it enrolled, and its owner. One field per line.
 */
export const searchText = ({ hostname, fqdn, owner }: Record<'hostname' | 'fqdn' | 'owner', Prisma.Sql>) =>
  Prisma.sql`concat_ws(E'\n', coalesce(p.search, lower(concat_ws(E'\n', ${hostname}, ${fqdn}))), lower(${owner}))`;
