import { z } from 'zod';
import { STATES } from '@/lib/domain/vocabulary';

const Count = z.number().int();
const Share = z.object({ able: Count, total: Count });

/** A cell of the map: what its card says, and what it can be coloured by. */
export const MapHost = z.object({
  id: z.string(),
  hostname: z.string(),
  state: z.enum(STATES),
  /** The first few. */
  causes: z.array(z.string()),
  /** Null: the host does not know, never 0. */
  shieldedVms: Count.nullable(),
  /** When its state began. */
  since: z.string(),
  /** The first few that fail. */
  checks: z.array(z.string()),
  firmware: z.string().nullable(),
  os: z.string().nullable(),
  /** It passes, but may not tomorrow. */
  isAtRisk: z.boolean(),
  /** It is not able, and every cause of it is covered by an exception in force. */
  isExcepted: z.boolean(),
});
export type MapHost = z.infer<typeof MapHost>;

/** Hosts by fabric and cluster. Shares count every host, also those that `hosts` leaves out. */
export const HostMap = z.object({
  asOf: z.string(),
  total: Count,
  /** Fewer than `total` where the fleet is too large to draw. */
  drawn: Count,
  fabrics: z.array(
    z.object({
      fabric: z.string(),
      share: Share,
      clusters: z.array(z.object({ cluster: z.string().nullable(), share: Share, hosts: z.array(MapHost) })),
    }),
  ),
});
export type HostMap = z.infer<typeof HostMap>;
