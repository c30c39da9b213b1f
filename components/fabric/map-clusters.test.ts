import { expect, it } from 'vitest';
import { clustersOf, looksOf } from '@/components/fabric/map-clusters';
import type { ClustersMap } from '@/lib/contracts/host-map';

const map = (said: Pick<ClustersMap, 'by' | 'kinds' | 'fabrics'>): ClustersMap => ({
  ...{ drawn: 'clusters', asOf: '2026-11-28T12:00:00.000Z', total: 0, clusters: 0 },
  ...said,
});

const OF_STATES = map({
  by: 'state',
  kinds: [
    { is: 'state', name: 'Passed' },
    { is: 'state', name: 'TpmError' },
  ],
  fabrics: [
    {
      fabric: 'PAR',
      share: { able: 5, total: 7 },
      clusters: [
        { cluster: 'CL-1', able: 3, parts: [[0, 3, 9]] },
        {
          cluster: null,
          able: 2,
          parts: [
            [0, 2, 4],
            [1, 2, 1],
          ],
        },
      ],
    },
  ],
});

it('tells the hosts of each cluster by kind', () => {
  const [fabric] = clustersOf(OF_STATES);
  expect(fabric?.blocks).toHaveLength(1);
  expect(fabric?.blocks[0]?.map(({ cluster, share }) => [cluster, share])).toEqual([
    ['CL-1', { able: 3, total: 3 }],
    [null, { able: 2, total: 4 }],
  ]);
  expect(fabric?.blocks[0]?.[1]?.parts[1]).toEqual({
    name: { is: 'state', name: 'TpmError' },
    hosts: 2,
    vms: 1,
  });
});

it('puts what passes on top', () => {
  const looks = looksOf(clustersOf(OF_STATES).flatMap(({ blocks }) => blocks.flat()));
  expect(looks.kinds).toBeNull();
  const [passed, failing] = (['Passed', 'TpmError'] as const).map((name) =>
    looks.lookOf({ is: 'state', name }),
  );
  expect(failing?.order).toBeLessThan(passed?.order ?? 0);
});

it('gives kinds letters by how many hosts they have, wherever these are', () => {
  const clusters = clustersOf(
    map({
      by: 'os',
      kinds: [
        { is: 'name', name: '2022' },
        { is: 'name', name: '2025' },
        { is: 'notKnown', name: null },
      ],
      fabrics: [
        {
          fabric: 'PAR',
          share: { able: 0, total: 9 },
          clusters: [
            {
              cluster: 'CL-1',
              able: 0,
              parts: [
                [0, 4, 0],
                [1, 1, 0],
              ],
            },
            {
              cluster: 'CL-2',
              able: 0,
              parts: [
                [1, 4, 0],
                [2, 1, 0],
              ],
            },
          ],
        },
      ],
    }),
  ).flatMap(({ blocks }) => blocks.flat());
  const { kinds } = looksOf(clusters);
  expect(kinds?.map(({ key, count }) => [key, count])).toEqual([
    ['{"is":"name","name":"2025"}', 5],
    ['{"is":"name","name":"2022"}', 4],
    ['{"is":"notKnown"}', 1],
  ]);
});

it('draws clusters in blocks of eight lines', () => {
  const clusters = Array.from({ length: 70 }, (_, n) => ({ cluster: `CL-${n}`, able: 0, parts: [] }));
  const [fabric] = clustersOf(
    map({ by: 'os', kinds: [], fabrics: [{ fabric: 'PAR', share: { able: 0, total: 0 }, clusters }] }),
  );
  expect(fabric?.blocks.map(({ length }) => length)).toEqual([64, 6]);
});
