import type { HostFilter } from '@/lib/domain/host-filter';
import type { FabricScope } from '@/lib/server/context';
import type { When } from './point-in-time';

/** One question of the fleet: every answer (list, counts, file) is made from the same rows and condition. */
export type FleetQuestion = {
  when: When;
  fabrics: FabricScope;
  filter: HostFilter;
  /** Ids of the hosts that alone are asked about. */
  hosts?: readonly string[] | undefined;
};
