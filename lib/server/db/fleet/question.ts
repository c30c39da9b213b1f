import type { HostFilter } from '@/lib/domain/host-filter';
import type { FabricScope } from '@/lib/server/context';
import type { When } from './point-in-time';

/** A question about the fleet: every answer (list, counts, file) is made from the same rows and condition. */
export type FleetQuestion = {
  when: When;
  fabrics: FabricScope;
  filter: HostFilter;
  /** If set, only the hosts with these ids. */
  hosts?: readonly string[] | undefined;
};
