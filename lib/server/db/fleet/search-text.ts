import { Prisma } from '@/lib/server/db/client';

/**
 * What `q` looks through, in lists of hosts and of changes alike: the profile `p`, or what the host said when it enrolled, and its
 * owner. One field a line.
 */
export const searchText = ({ hostname, fqdn, owner }: Record<'hostname' | 'fqdn' | 'owner', Prisma.Sql>) =>
  Prisma.sql`concat_ws(E'\n', coalesce(p.search, lower(concat_ws(E'\n', ${hostname}, ${fqdn}))), lower(${owner}))`;
