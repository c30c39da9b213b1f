import { expect, it } from 'vitest';
import { groupClusters } from './map-clusters';

const row = (fabric: string, cluster: string, hosts: number) => ({
  fabricId: fabric,
  fabric,
  cluster,
  is: 'state' as const,
  name: 'Passed',
  hosts,
  able: hosts,
  vms: 0,
});

it('draws the fabrics with most hosts first, and leaves clusters of the smallest out', () => {
  const rows = [
    row('A', 'a1', 1),
    row('B', 'b1', 2),
    row('B', 'b2', 3),
    row('C', 'c1', 1),
    row('D', 'd1', 9),
  ];
  const map = groupClusters(rows, { asOf: '2026-11-24T09:00:00Z', by: 'state', limit: 4 });
  const drawn = map.fabrics.map(({ fabric, clusters }) => [fabric, clusters.map(({ cluster }) => cluster)]);
  expect(drawn).toEqual([
    ['D', ['d1']],
    ['B', ['b1', 'b2']],
    ['A', ['a1']],
    ['C', []],
  ]);
  expect([map.clusters, map.total]).toEqual([5, 16]);
});
