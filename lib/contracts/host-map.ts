import { z } from 'zod';
import { FleetQuestionInput } from '@/lib/contracts/host-query';
import { MAP_COLOURS } from '@/lib/contracts/words/map-colour';
import { RISKS } from '@/lib/domain/risk';
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
  /** Why it may not pass tomorrow; none where nothing of it is known to be at risk. */
  risks: z.array(z.enum(RISKS)),
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

/** Hosts by fabric and cluster. Shares count every host. */
const HostsMap = z.object({
  drawn: z.literal('hosts'),
  asOf: z.string(),
  total: Count,
  profiles: z.array(MapProfile),
  fabrics: z.array(
    z.object({
      fabric: z.string(),
      share: Share,
      clusters: z.array(z.object({ cluster: z.string().nullable(), share: Share, cells: z.array(MapCell) })),
    }),
  ),
});
export type HostsMap = z.infer<typeof HostsMap>;

/** What hosts are by the colour that was asked for: a state, a name that hosts or HGS gave, or a word of ours. */
const ClusterKind = z.object({
  is: z.enum(['state', 'name', 'age', 'several', 'none', 'notKnown']),
  name: z.string().nullable(),
});
export type ClusterKind = z.infer<typeof ClusterKind>;

/** The place of a kind, how many hosts are of it, and their virtual machines. */
const ClusterPart = z.tuple([Count, Count, Count]);

/** Clusters by fabric, where the fleet has more hosts than can be drawn. */
const ClustersMap = z.object({
  drawn: z.literal('clusters'),
  asOf: z.string(),
  total: Count,
  /** How many clusters there are. Fewer are told where even these are too many to draw. */
  clusters: Count,
  by: z.enum(MAP_COLOURS),
  kinds: z.array(ClusterKind),
  fabrics: z.array(
    z.object({
      fabric: z.string(),
      share: Share,
      clusters: z.array(
        z.object({ cluster: z.string().nullable(), able: Count, parts: z.array(ClusterPart) }),
      ),
    }),
  ),
});
export type ClustersMap = z.infer<typeof ClustersMap>;

export const HostMap = z.discriminatedUnion('drawn', [HostsMap, ClustersMap]);
export type HostMap = z.infer<typeof HostMap>;

/** `by` matters where clusters are drawn: a map of hosts has what each colour needs. */
export const HostMapInput = FleetQuestionInput.extend({ by: z.enum(MAP_COLOURS).default('state') });
