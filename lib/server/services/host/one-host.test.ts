import { expect, it } from 'vitest';
import { drawnFabrics } from '@/lib/contracts/words/map-hosts';
import type { HostFilter } from '@/lib/domain/host-filter';
import type { DbRoot } from '@/lib/server/db/client';
import { previewReport } from '@/lib/server/services/report';
import { exceptionWorld, failing, inDays, reportingHost } from '@/test/support/exceptions';
import { insertFleet } from '@/test/support/fleet';
import { usesDatabase } from '@/test/support/uses-database';
import { facetHosts, listHosts, mapHosts, summarizeHosts } from '.';

let db: DbRoot;
usesDatabase((opened) => {
  db = opened;
});

it.each([
  ['now', 0, null],
  ['earlier', 41, 1],
])('is asked for alone by its id, whatever other names hold its own: %s', async (_when, days, then) => {
  const my = await exceptionWorld(db);
  // Equal in all that hosts share, and each name is part of the other's.
  const profiles = ['hv-2', 'hv-22'].map((name) => ({ ...failing(name, ['SecureBoot']), fqdn: null }));
  const hosts = profiles.map((one) => reportingHost(one, my.fabricId, { fromDay: -2, toDay: 40 }));
  await insertFleet(db, { fabrics: [], hosts, exceptions: [], acknowledgements: [] });
  const id = hosts[0]?.id ?? '';
  const ctx = my.at(my.asker, days);
  const at = then === null ? null : inDays(then);
  const fabric = { include: [my.fabric], exclude: [] };
  const answersTo = async (filter: HostFilter) => {
    const asked = {
      filter: { fabric, ...filter },
      at,
      sort: 'hostname',
      order: 'asc',
      limit: 50,
      cursor: null,
    } as const;
    const [list, summary, { facets }, map] = await Promise.all([
      listHosts({ ctx, input: asked }),
      summarizeHosts({ ctx, input: asked }),
      facetHosts({ ctx, input: asked }),
      mapHosts({ ctx, input: asked }),
    ]);
    const ofCause = facets.cause?.find(({ value }) => value === 'SecureBoot')?.count;
    const drawn = drawnFabrics(map).flatMap(({ clusters }) => clusters.flatMap((one) => one.hosts));
    expect([summary.total, drawn.length]).toEqual([list.total, list.total]);
    return { ids: list.hosts.map((host) => host.id), ofCause };
  };
  expect(await answersTo({ id: { include: [id], exclude: [] } })).toEqual({ ids: [id], ofCause: 1 });
  const all = await answersTo({});
  expect(all.ids).toHaveLength(6);
  expect((await answersTo({ id: { include: [], exclude: [id] } })).ids).toEqual(
    all.ids.filter((one) => one !== id),
  );
  expect((await answersTo({ id: { include: ['hv-2'], exclude: [] } })).ids).toEqual([]);
  const input = { kind: 'moment' as const, filter: `fabric=${my.fabric}&id=${id}`, at: at?.toISOString() };
  expect((await previewReport({ ctx, input })).totals).toMatchObject({ hosts: 1, nonCompliant: 1 });
});
