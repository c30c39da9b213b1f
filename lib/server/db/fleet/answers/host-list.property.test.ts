import fc from 'fast-check';
import { expect, it } from 'vitest';
import { HOST_SORTS, SORT_ORDERS } from '@/lib/contracts/words/host-query';
import { type DbRoot, Prisma } from '@/lib/server/db/client';
import { orderBy, type Position, type Sorting } from '@/lib/server/db/fleet/filter/sorting';
import type { FleetQuestion } from '@/lib/server/db/fleet/question';
import { keepFleet } from '@/lib/server/db/fleet/read-model/upkeep';
import { insertFleet } from '@/test/support/fleet';
import { buildFleet, randomFilter, randomFleet, WORLD_NOW } from '@/test/support/random-fleet';
import { isLongRun, runs } from '@/test/support/runs';
import { usesDatabase } from '@/test/support/uses-database';
import { firstObserved, firstOfAll, firstOfSilent, isOfWholeFleet } from './first-hosts';
import { countPrepared } from './host-count';
import { pageOfPrepared } from './host-list';
import { matchingHosts, type PreparedQuestion, prepare } from './matching-hosts';

const RUNS = runs({ push: 2, long: 15 });
const LIMIT_MS = 60_000;
const LIMIT = 4;
/** The worlds of all runs stay in the database: more pages than they fill are an endless list. */
const MOST_PAGES = 100;

/** As few as are gathered and sorted, and as many as are gone through in order. */
const FEW = 1;
const MANY = 1_000_000;

let db: DbRoot;
usesDatabase((opened) => {
  db = opened;
}, 'fleet');

const values = fc.subarray(['hv', 'par', '_', '2', 'nobody']);
const search = fc.record({ include: values, exclude: values }).map((q) => ({ q }));

/** Page by page, as a list is read whose fleet is believed to be of this size. */
async function idsOf(question: PreparedQuestion, sorting: Sorting, total: number): Promise<string[]> {
  const ids: string[] = [];
  let after: Position | null = null;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const rows = await pageOfPrepared(db, question, { sorting, after, limit: LIMIT, total });
    ids.push(...rows.map(({ id }) => id));
    const last = rows.at(-1);
    if (last === undefined || rows.length < LIMIT) return ids;
    after = { value: last.position, id: last.id };
  }
  throw new Error(`The list goes on after ${MOST_PAGES} pages`);
}

const FIRST = 2;
/** No host of these worlds is told a longer interval than this is four times. */
const VOUCHED_MS = 4 * 3_600_000;

/** Some hot rows alone give the same hosts, or nothing is claimed. Returns how often they were. */
async function expectFirstObserved(question: PreparedQuestion, order: Sorting['order']): Promise<number> {
  const sorting: Sorting = { sort: 'lastObservedAt', order };
  const first = {
    orderBy: orderBy(sorting),
    isBeyond: Prisma.sql`TRUE`,
    limit: FIRST,
    total: MANY,
    inFabric: null,
  };
  const few = [FIRST - 1, FIRST, FIRST + 3].map((most) => firstOfAll(first, most));
  const silent = order === 'asc' ? [firstOfSilent(first, WORLD_NOW, VOUCHED_MS)] : [];
  let claimed = 0;
  for (const hot of [...few, ...silent]) {
    const rows = await db.$queryRaw<{ id: string; whole: boolean }[]>(firstObserved(question, first, hot));
    if (rows[0]?.whole !== true) continue;
    claimed += 1;
    expect(rows.map(({ id }) => id)).toEqual((await idsOf(question, sorting, FEW)).slice(0, FIRST));
  }
  return claimed;
}

it(
  'pages of a list fall the same, whether its hosts are gathered or gone through in order, and all are counted',
  async () => {
    let claimed = 0;
    await fc.assert(
      fc.asyncProperty(
        randomFleet,
        fc.array(fc.integer({ min: -400, max: 400 }), { maxLength: 2 }),
        fc.oneof(fc.constant({}), search, randomFilter),
        fc.boolean(),
        fc.constantFrom(...SORT_ORDERS),
        async (draft, moments, filter, isOfAll, order) => {
          const fleet = buildFleet(draft);
          await insertFleet(db, fleet);
          for (const minutes of moments)
            await keepFleet(db, new Date(WORLD_NOW.getTime() + minutes * 60_000));
          const fabrics = isOfAll ? ('all' as const) : fleet.fabrics.map(({ id }) => id);
          const question: FleetQuestion = { when: { live: WORLD_NOW }, fabrics, filter };
          const prepared = await prepare(db, question);
          const rows = await db.$queryRaw<{ id: string }[]>(
            Prisma.sql`SELECT id FROM ${matchingHosts(prepared)}`,
          );
          expect(await countPrepared(db, prepared)).toBe(rows.length);
          for (const sort of HOST_SORTS) {
            const few = await idsOf(prepared, { sort, order }, FEW);
            expect(await idsOf(prepared, { sort, order }, MANY)).toEqual(few);
            const back = { sort, order, isBackwards: true };
            for (const total of [FEW, MANY])
              expect((await idsOf(prepared, back, total)).reverse()).toEqual(few);
            expect(new Set(few).size).toBe(few.length);
          }
          const whole = await prepare(db, { when: { live: WORLD_NOW }, fabrics: 'all', filter: {} });
          if (isOfWholeFleet(whole, MANY))
            for (const each of SORT_ORDERS) claimed += await expectFirstObserved(whole, each);
        },
      ),
      { numRuns: RUNS },
    );
    // Where it never claims anything, nothing is proven of it. In a few runs that may be chance.
    if (isLongRun) expect(claimed).toBeGreaterThan(0);
  },
  LIMIT_MS,
);
