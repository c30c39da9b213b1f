import { Prisma } from '@/lib/server/db/client';

/**
 * What lists are put in order by: lower case, by code unit, so that pages fall the same on every database, and so much
 * of it that an index row and a cursor hold three such keys of any characters. Rows stored before names had limits may
 * hold more; what is equal in so much of its name goes by id. The indexes of fleet_host spell these very expressions.
 */
export const HOSTNAME_KEY = Prisma.sql`left(lower(hostname), 200) COLLATE "C"`;
export const CLUSTER_KEY = Prisma.sql`left(lower(cluster), 200) COLLATE "C"`;
/** Apart in a map: clusters whose names differ in case alone. */
export const CLUSTER_AS_WRITTEN = Prisma.sql`left(cluster, 200) COLLATE "C"`;
