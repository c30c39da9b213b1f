import type { FabricScope } from '@/lib/server/context';
import { Prisma } from '@/lib/server/db/client';

/**
 * Things about several fabrics (`fabric_ids` of their row), such as plans and exceptions, are visible only to
 * callers who see all of these.
 */
export const isWithin = (fabrics: FabricScope): Prisma.Sql =>
  fabrics === 'all' ? Prisma.sql`TRUE` : Prisma.sql`fabric_ids <@ ${[...fabrics]}::uuid[]`;
