import { memo } from 'react';
import { barsOf } from '@/components/fabric/cluster-bars';
import type { ClusterLooks, MapCluster, PartLook } from '@/components/fabric/map-clusters';
import { CellGrid, Edges, Faces, Signs } from '@/components/fabric/map-drawing';
import { cornerOf, SIDE, squares } from '@/components/fabric/map-geometry';

type Alike = { look: PartLook; bars: string; leads: number[] };

/** What the edge leaves of a cell. */
const INNER = SIDE - 2;

const keyOf = ({ look, state, letter }: PartLook) => `${look} ${state} ${letter}`;

/** The parts of a cluster, rarer kinds that look alike as one. */
function partsOf({ parts }: MapCluster, { lookOf }: ClusterLooks): { look: PartLook; hosts: number }[] {
  const alike = new Map<string, { look: PartLook; hosts: number }>();
  for (const { name, hosts } of parts) {
    const look = lookOf(name);
    const part = alike.get(keyOf(look)) ?? { look, hosts: 0 };
    part.hosts += hosts;
    alike.set(keyOf(look), part);
  }
  return [...alike.values()].sort((one, other) => one.look.order - other.look.order);
}

/** What looks alike in all cells, as one path: bars upon each other, and which cells are mostly so. */
function layersOf(clusters: readonly MapCluster[], looks: ClusterLooks): Alike[] {
  const layers = new Map<string, Alike>();
  for (const [position, cluster] of clusters.entries()) {
    const { left, top } = cornerOf(position);
    const parts = partsOf(cluster, looks);
    const bars = barsOf(parts.map(({ hosts }) => hosts));
    const most = Math.max(...parts.map(({ hosts }) => hosts));
    const lead = parts.findIndex(({ hosts }) => hosts === most);
    for (const [index, { look }] of parts.entries()) {
      const { from = 0, to = 0 } = bars[index] ?? {};
      const layer = layers.get(keyOf(look)) ?? { look, bars: '', leads: [] };
      const height = ((to - from) * INNER).toFixed(1);
      layer.bars += `M${left + 1} ${(top + 1 + (1 - to) * INNER).toFixed(1)}h${INNER}v${height}h-${INNER}z`;
      if (index === lead) layer.leads.push(position);
      layers.set(keyOf(look), layer);
    }
  }
  return [...layers.values()];
}

type DrawingProps = { clusters: readonly MapCluster[]; looks: ClusterLooks };

/** Clusters as cells, each filled by what its hosts are; edged and marked as most of them are. */
export const ClustersDrawing = memo(function ClustersDrawing({ clusters, looks }: DrawingProps) {
  const layers = layersOf(clusters, looks);
  return (
    <CellGrid cells={clusters.length}>
      {layers.map(({ look, leads }) => (
        <Edges key={keyOf(look)} look={look.look} state={look.state} path={squares(leads)} />
      ))}
      {layers.map(({ look, bars }) => (
        <Faces key={keyOf(look)} look={look.look} state={look.state} path={bars} stroke={0} />
      ))}
      {layers.map(({ look, leads }) => (
        <Signs key={keyOf(look)} layer={{ ...look, positions: leads }} />
      ))}
    </CellGrid>
  );
});
