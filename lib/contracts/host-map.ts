import { z } from 'zod';
import { STATES } from '@/lib/domain/vocabulary';

const Count = z.number().int();
const Share = z.object({ able: Count, total: Count });

/** What hosts of the map that are equal share, told once for all of them: thousands of hosts go with the page. */
export const MapProfile = z.object({
  state: z.enum(STATES),
  /** The first few. */
  causes: z.array(z.string()),
  /** The first few that fail. */
  checks: z.array(z.string()),
  firmware: z.string().nullable(),
  os: z.string().nullable(),
  /** It passes, but may not tomorrow. */
  isAtRisk: z.boolean(),
  /** It is not able, and every cause of it is covered by an exception in force. */
  isExcepted: z.boolean(),
});
export type MapProfile = z.infer<typeof MapProfile>;

/**
 * A host without the names of its fields, which would be half of what is sent: its id, its name, its virtual machines (null:
 * it does not know, never 0), when its state began, and the place of its profile.
 */
export const MapCell = z.tuple([z.string(), z.string(), Count.nullable(), z.string(), Count]);
export type MapCell = z.infer<typeof MapCell>;

/** Hosts by fabric and cluster. Shares count every host, also those that have no cell. */
export const HostMap = z.object({
  asOf: z.string(),
  total: Count,
  /** Fewer than `total` where the fleet is too large to draw. */
  drawn: Count,
  profiles: z.array(MapProfile),
  fabrics: z.array(
    z.object({
      fabric: z.string(),
      share: Share,
      clusters: z.array(z.object({ cluster: z.string().nullable(), share: Share, cells: z.array(MapCell) })),
    }),
  ),
});
export type HostMap = z.infer<typeof HostMap>;
