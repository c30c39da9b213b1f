import { z } from 'zod';
import { FleetQuestionInput } from '@/lib/contracts/host-query';
import { MAP_COLOURS } from '@/lib/contracts/words/map-colour';
import { RISKS } from '@/lib/domain/risk';
import { STATES } from '@/lib/domain/vocabulary';

const Count = z.number().int();
const Share = z.object({ able: Count, total: Count });

/** What equal hosts of the map share, sent once for all of them: thousands of hosts go with the page. */
export const MapProfile = z.object({
  state: z.enum(STATES),
  /** The first few. */
  causes: z.array(z.string()),
  /** The first few that fail. */
  checks: z.array(z.string()),
  firmware: z.string().nullable(),
  os: z.string().nullable(),
  /** Why it may not pass tomorrow; empty if no risk is known. */
  risks: z.array(z.enum(RISKS)),
  /** It is not able, and exceptions in force cover all its causes. */
  isExcepted: z.boolean(),
});
export type MapProfile = z.infer<typeof MapProfile>;

/**
 * A host without field names, which would be half of the data: id, name, virtual machines (null if it does
 * not know, never 0), when its state began, and the index of its profile.
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

/** The kind of a host by the requested colour: a state, a name from hosts or HGS, or one of our words. */
const ClusterKind = z.object({
  is: z.enum(['state', 'name', 'age', 'several', 'none', 'notKnown']),
  name: z.string().nullable(),
});
export type ClusterKind = z.infer<typeof ClusterKind>;

/** The index of a kind, the number of its hosts, and their virtual machines. */
const ClusterPart = z.tuple([Count, Count, Count]);

/** Clusters by fabric, where the fleet has more hosts than can be drawn. */
const ClustersMap = z.object({
  drawn: z.literal('clusters'),
  asOf: z.string(),
  total: Count,
  /** The number of clusters. Fewer are listed if even these are too many to draw. */
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

/** `by` matters only if clusters are drawn: a map of hosts has the data for every colour. */
export const HostMapInput = FleetQuestionInput.extend({ by: z.enum(MAP_COLOURS).default('state') });
