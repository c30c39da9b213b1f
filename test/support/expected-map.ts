import { expect } from 'vitest';
import type { HostRow } from '@/lib/contracts/fleet';
import { HostMap } from '@/lib/contracts/host-map';
import type { HostQuery } from '@/lib/contracts/words/host-query';
import { MAP_COLOURS, type MapColour } from '@/lib/contracts/words/map-colour';
import { drawnFabrics, type MapHost } from '@/lib/contracts/words/map-hosts';
import { MAP_AGES } from '@/lib/domain/map-age';
import type { Ctx } from '@/lib/server/context';
import { mapHosts, mapWithin } from '@/lib/server/services/host/map';

// The map of some hosts, told from the list of the same hosts.

type MapQuestion = Pick<HostQuery, 'filter' | 'at'>;

const sum = (counts: readonly number[]) => counts.reduce((all, count) => all + count, 0);

const byId = (one: { id: string }, other: { id: string }) => (one.id < other.id ? -1 : 1);

const cellOf = (row: HostRow): MapHost => ({
  id: row.id,
  hostname: row.hostname,
  state: row.state,
  causes: row.cause.slice(0, 3),
  shieldedVms: row.shieldedVms,
  since: row.since,
  checks: row.failingChecks.slice(0, 3),
  firmware: row.firmwareVersion,
  os: row.os,
  risks: row.risk,
  isExcepted: row.exception === 'excepted',
});

/** The map draws the list: each host once, in its fabric and cluster, beside counts of exactly those hosts. */
export async function expectMap(ctx: Ctx, question: MapQuestion, hosts: readonly HostRow[]) {
  const map = HostMap.parse(await mapHosts({ ctx, input: question }));
  const fabrics = drawnFabrics(map);
  expect([map.drawn, map.total]).toEqual(['hosts', hosts.length]);
  const shareOf = (rows: readonly HostRow[]) => ({
    able: rows.filter(({ state }) => state === 'Passed').length,
    total: rows.length,
  });
  for (const { fabric, share, clusters } of fabrics) {
    const within = hosts.filter((host) => host.fabric === fabric);
    expect(share).toEqual(shareOf(within));
    expect(sum(clusters.map((cluster) => cluster.share.total))).toBe(within.length);
    for (const { cluster, share, hosts: cells } of clusters) {
      const rows = within.filter((host) => host.cluster === cluster);
      expect(share).toEqual(shareOf(rows));
      expect([...cells].sort(byId)).toEqual([...rows].sort(byId).map(cellOf));
    }
  }
  expect(sum(fabrics.map(({ share }) => share.total))).toBe(hosts.length);
  expectLargestFirst(map);
}

function expectLargestFirst({ fabrics }: HostMap) {
  const sizes = fabrics.map(({ share }) => share.total);
  expect(sizes).toEqual(sizes.toSorted((one, other) => other - one));
}

/** What each host of a cluster is by a colour, as the map of hosts tells it in the browser. */
const KIND_OF: Readonly<Record<MapColour, (host: HostRow, asOf: string) => unknown>> = {
  state: ({ state }) => ({ is: 'state', name: state }),
  check: ({ state, failingChecks: [first, second] }) =>
    state === 'Silent'
      ? { is: 'notKnown', name: null }
      : first === undefined
        ? { is: 'none', name: null }
        : second === undefined
          ? { is: 'name', name: first }
          : { is: 'several', name: null },
  firmware: ({ firmwareVersion: name }) => ({ is: name === null ? 'notKnown' : 'name', name }),
  os: ({ os: name }) => ({ is: name === null ? 'notKnown' : 'name', name }),
  age: ({ since }, asOf) => {
    const ago = Date.parse(asOf) - Date.parse(since);
    return { is: 'age', name: MAP_AGES.find(([, upTo]) => ago < upTo)?.[0] ?? 'older' };
  },
};

/** A fleet that is too large for cells of hosts: each host is counted once, in its cluster and as what it is. */
export async function expectClusters(ctx: Ctx, question: MapQuestion, hosts: readonly HostRow[]) {
  for (const by of MAP_COLOURS) {
    const map = HostMap.parse(await mapWithin({ hosts: -1, clusters: 100 }, ctx, { ...question, by }));
    if (map.drawn === 'hosts') throw new Error('Hosts are drawn');
    expect(map.total).toBe(hosts.length);
    const told = map.fabrics.flatMap(({ fabric, clusters }) =>
      clusters.flatMap(({ cluster, parts }) =>
        parts.map(([place, count, vms]) => JSON.stringify([fabric, cluster, map.kinds[place], count, vms])),
      ),
    );
    const counted = new Map<string, [unknown[], number, number]>();
    for (const host of hosts) {
      const said = [host.fabric, host.cluster, KIND_OF[by](host, map.asOf)];
      const [, count, vms] = counted.get(JSON.stringify(said)) ?? [said, 0, 0];
      counted.set(JSON.stringify(said), [said, count + 1, vms + (host.shieldedVms ?? 0)]);
    }
    const expected = [...counted.values()].map(([said, count, vms]) => JSON.stringify([...said, count, vms]));
    expect(told.toSorted()).toEqual(expected.toSorted());
    const able = map.fabrics.flatMap(({ clusters }) => clusters.map((cluster) => cluster.able));
    expect(sum(able)).toBe(hosts.filter(({ state }) => state === 'Passed').length);
    expect(sum(map.fabrics.map(({ share }) => share.able))).toBe(sum(able));
    expectLargestFirst(map);
  }
}
