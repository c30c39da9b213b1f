import { expect, it } from 'vitest';
import type { HostList } from '@/lib/contracts/fleet';
import { defaultHostQuery, HOST_SORTS, SORT_ORDERS } from '@/lib/contracts/words/host-query';
import type { HostFilter } from '@/lib/domain/host-filter';
import type { Ctx } from '@/lib/server/context';
import type { DbRoot } from '@/lib/server/db/client';
import { decodeCursor, encodeCursor } from '@/lib/util/cursor-text';
import { tokenCtx } from '@/test/support/callers';
import { insertFleet } from '@/test/support/fleet';
import { givenFleet, passedAgo } from '@/test/support/given-fleet';
import { WORLD_NOW } from '@/test/support/random-fleet';
import { isLongRun } from '@/test/support/runs';
import { usesDatabase } from '@/test/support/uses-database';
import { listHosts } from './list';
import { hostNeighbours } from './neighbours';

const HOSTS = 3;

let db: DbRoot;
usesDatabase((opened) => {
  db = opened;
}, 'fleet');

type Asked = Pick<Parameters<typeof listHosts>[0]['input'], 'sort' | 'order' | 'at'>;

/** The hosts of each page of one; one page more than there should be, where the pages do not end. */
async function pagesOfOne(ctx: Ctx, asked: Asked) {
  const pages: string[][] = [];
  let last: string | null = null;
  while (pages.length <= HOSTS) {
    const page: HostList = await listHosts({
      ctx,
      input: { ...defaultHostQuery(), ...asked, limit: 1, cursor: last },
    });
    pages.push(page.hosts.map(({ id }) => id));
    if (page.nextCursor === null) break;
    last = page.nextCursor;
  }
  return { pages, last };
}

/** The same from the last page back to the first. */
async function pagesBack(ctx: Ctx, asked: Asked, last: string): Promise<string[][]> {
  const pages: string[][] = [];
  for (let cursor: string | null = last; cursor !== null && pages.length <= HOSTS; ) {
    const page: HostList = await listHosts({
      ctx,
      input: { ...defaultHostQuery(), ...asked, limit: 1, cursor },
    });
    pages.unshift(page.hosts.map(({ id }) => id));
    cursor = page.previousCursor;
  }
  return pages;
}

/** Each sorting of the present or of a time on a push, and of both in the long run. */
function timesOf(turn: number) {
  if (isLongRun) return [null, WORLD_NOW];
  return [turn % 4 === 0 || turn % 4 === 3 ? null : WORLD_NOW];
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
    for (const [turn, sorting] of SORTINGS.entries())
      for (const at of timesOf(turn)) {
        const asked = { ...sorting, at };
        const { pages, last } = await pagesOfOne(ctx, asked);
        expect(pages, JSON.stringify(asked)).toEqual(each);
        expect(await pagesBack(ctx, asked, last ?? ''), JSON.stringify(asked)).toEqual(each);
      }
  },
);

it('goes back to the whole first page where fewer hosts than a page come before', async () => {
  const fleet = givenFleet(Array.from({ length: HOSTS }, () => [passedAgo(5)]));
  await insertFleet(db, fleet);
  const ctx = tokenCtx(db, { fabrics: fleet.fabrics.map(({ id }) => id), now: WORLD_NOW });
  const page = (limit: number, cursor: string | null) =>
    listHosts({ ctx, input: { ...defaultHostQuery(), limit, cursor } });
  const first = await page(1, null);
  expect(first.previousCursor).toBeNull();
  const second = await page(2, first.nextCursor);
  const back = await page(2, second.previousCursor);
  expect(back.hosts).toEqual((await page(2, null)).hosts);
  expect(back).toMatchObject({ previousCursor: null, nextCursor: expect.any(String) });
});

it('says how many hosts come before a page, on the way there and back, and never more than there are', async () => {
  const fleet = givenFleet(Array.from({ length: 5 }, () => [passedAgo(5)]));
  await insertFleet(db, fleet);
  const ctx = tokenCtx(db, { fabrics: fleet.fabrics.map(({ id }) => id), now: WORLD_NOW });
  const page = (cursor: string | null, limit = 2) =>
    listHosts({ ctx, input: { ...defaultHostQuery(), limit, cursor } });
  const first = await page(null);
  const second = await page(first.nextCursor);
  const third = await page(second.nextCursor);
  expect([first, second, third].map(({ hostsBefore }) => hostsBefore)).toEqual([0, 2, 4]);
  const back = await page(third.previousCursor);
  expect([back.hostsBefore, back.hosts]).toEqual([2, second.hosts]);
  expect((await page(back.previousCursor)).hostsBefore).toBe(0);
  expect((await page(third.previousCursor, 3)).hostsBefore).toBe(1);

  // Whoever writes a cursor learns of no more hosts than there are.
  const parts = decodeCursor(first.nextCursor ?? '') ?? [];
  expect((await page(encodeCursor([...parts.slice(0, 5), 1_000_000]))).hostsBefore).toBe(3);
});

it('names the hosts beside one in a list, also where it would stand that is in it no more', async () => {
  const fleet = givenFleet([[passedAgo(5)], [], [passedAgo(5)]]);
  await insertFleet(db, fleet);
  const ctx = tokenCtx(db, { fabrics: fleet.fabrics.map(({ id }) => id), now: WORLD_NOW });
  const query = { ...defaultHostQuery(), sort: 'hostname' as const };
  const { hosts } = await listHosts({ ctx, input: query });
  const [first, second, third] = hosts.map(({ id, hostname }) => ({ id, hostname }));
  const beside = (id: string | undefined, filter: HostFilter = {}) =>
    hostNeighbours({ ctx, input: { ...query, filter, id: id ?? '' } });
  expect(await beside(first?.id)).toMatchObject({ total: 3, previous: null, next: second });
  expect(await beside(second?.id)).toMatchObject({ previous: first, next: third });
  expect(await beside(third?.id)).toMatchObject({ previous: second, next: null });
  const passed: HostFilter = { state: { include: ['Passed'], exclude: [] } };
  const able = hosts.filter(({ state }) => state === 'Passed').map(({ id }) => id);
  const other = hosts.find(({ state }) => state !== 'Passed');
  const found = await beside(other?.id, passed);
  expect(found.total).toBe(2);
  expect([found.previous?.id, found.next?.id].filter((id) => id !== undefined)).toEqual(able);
  const elsewhere = tokenCtx(db, { fabrics: [], now: WORLD_NOW });
  await expect(beside('none')).rejects.toMatchObject({ code: 'not_found' });
  await expect(
    hostNeighbours({ ctx: elsewhere, input: { ...query, id: second?.id ?? '' } }),
  ).rejects.toMatchObject({ code: 'not_found' });
});
