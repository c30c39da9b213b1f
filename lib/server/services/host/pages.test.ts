import { expect, it } from 'vitest';
import { defaultHostQuery, HOST_SORTS, SORT_ORDERS } from '@/lib/contracts/host-query';
import type { Ctx } from '@/lib/server/context';
import type { DbRoot } from '@/lib/server/db/client';
import { tokenCtx } from '@/test/support/callers';
import { insertFleet } from '@/test/support/fleet';
import { givenFleet, passedAgo } from '@/test/support/given-fleet';
import { WORLD_NOW } from '@/test/support/random-fleet';
import { usesDatabase } from '@/test/support/uses-database';
import { listHosts } from './list';

const HOSTS = 3;

let db: DbRoot;
usesDatabase((opened) => {
  db = opened;
}, 'fleet');

type Asked = Pick<Parameters<typeof listHosts>[0]['input'], 'sort' | 'order' | 'at'>;

/** The hosts of each page of one; one page more than there should be, where the pages do not end. */
async function pagesOfOne(ctx: Ctx, asked: Asked): Promise<string[][]> {
  const pages: string[][] = [];
  for (let cursor: string | null = null; pages.length <= HOSTS; ) {
    const page = await listHosts({ ctx, input: { ...defaultHostQuery(), ...asked, limit: 1, cursor } });
    pages.push(page.hosts.map(({ id }) => id));
    if (page.nextCursor === null) break;
    cursor = page.nextCursor;
  }
  return pages;
}

const SORTINGS = HOST_SORTS.flatMap((sort) => SORT_ORDERS.map((order) => ({ sort, order })));

it.each([
  ['have one value', [passedAgo(5)]],
  ['have none', []],
])(
  'lists each host once, by its id, on pages of one where all that is sorted by %s',
  async (_what, items) => {
    const fleet = givenFleet(Array.from({ length: HOSTS }, () => items));
    await insertFleet(db, fleet);
    const ctx = tokenCtx(db, { fabrics: fleet.fabrics.map(({ id }) => id), now: WORLD_NOW });
    const each = fleet.hosts.map(({ id }) => [id]).sort();
    for (const at of [null, WORLD_NOW])
      for (const sorting of SORTINGS)
        expect(await pagesOfOne(ctx, { ...sorting, at }), JSON.stringify({ ...sorting, at })).toEqual(each);
  },
);
