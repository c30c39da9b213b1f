import { expect, it } from 'vitest';
import type { DbRoot } from '@/lib/server/db/client';
import { tokenCtx } from '@/test/support/callers';
import { insertFleet } from '@/test/support/fleet';
import { givenFleet, passedAgo, rejectedAgo } from '@/test/support/given-fleet';
import { WORLD_NOW } from '@/test/support/random-fleet';
import { usesDatabase } from '@/test/support/uses-database';
import { fillPast, fleetCounts } from '.';

let db: DbRoot;
usesDatabase((opened) => {
  db = opened;
}, 'fleet');

const minutesAgo = (minutes: number) => new Date(WORLD_NOW.getTime() - minutes * 60_000);
/** Minutes before the world's now at which the day before its own began. */
const DAY_BEGAN = 24 * 60 + 9 * 60 + 30;
const BACK = DAY_BEGAN - 500;

/** A day may be published in a later round, where another transaction of the server began before it was filled. */
const publishAll = () =>
  expect
    .poll(async () => {
      await fillPast({ db, now: WORLD_NOW });
      return db.$queryRaw`SELECT bool_and(published) AS published FROM history_day`;
    })
    .toEqual([{ published: true }]);

const SILENT = [passedAgo(DAY_BEGAN + 600), passedAgo(BACK)];
const FAULTY = [passedAgo(DAY_BEGAN + 20), rejectedAgo(DAY_BEGAN + 10), passedAgo(BACK)];
const NEVER = [passedAgo(BACK)];

it('counts hosts as silent until they are back on a day that they began silent, faulty or unheard', async () => {
  const fleet = givenFleet([SILENT, FAULTY, NEVER]);
  await insertFleet(db, fleet);
  await publishAll();
  const ctx = tokenCtx(db, { fabrics: fleet.fabrics.map(({ id }) => id), now: WORLD_NOW });
  const countsAt = async (minutes: number) => {
    const { states, reporting } = await fleetCounts({ ctx, input: { at: minutesAgo(minutes) } });
    return Object.fromEntries(Object.entries({ ...states, ...reporting }).filter(([, hosts]) => hosts !== 0));
  };
  expect(await countsAt(BACK + 10)).toEqual({ Silent: 3, silent: 1, faulty: 1, never: 1 });
  expect(await countsAt(BACK - 10)).toEqual({ Passed: 3, onTime: 3 });
  expect(await countsAt(DAY_BEGAN - 24 * 60)).toEqual({ Silent: 3, silent: 3 });
});
