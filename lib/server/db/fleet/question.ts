import type { HostFilter } from '@/lib/domain/host-filter';
import type { FabricScope } from '@/lib/server/context';
import { Prisma } from '@/lib/server/db/client';
import { fleetRows } from './rows';
import type { When } from './when';
import { where } from './where';

/** One question of the fleet: every answer (list, counts, file) is made from the same rows and condition. */
export type FleetQuestion = { when: When; fabrics: FabricScope; filter: HostFilter };

export function matchingRows(question: FleetQuestion, hostId: string | null = null): Prisma.Sql {
  return Prisma.sql`(SELECT * FROM (${fleetRows(question.when, hostId)}) fleet WHERE ${where(question)}) AS matching`;
}
