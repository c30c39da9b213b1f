import type { FabricScope } from '@/lib/server/context';
import { Prisma } from '@/lib/server/db/client';

/** What is about several fabrics (`fabric_ids` of its row), as plans and exceptions are, is seen only by who sees them all. */
export const isWithin = (fabrics: FabricScope): Prisma.Sql =>
  fabrics === 'all' ? Prisma.sql`TRUE` : Prisma.sql`fabric_ids <@ ${[...fabrics]}::uuid[]`;
