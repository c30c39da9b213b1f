import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Leg } from './history-legs';
import type { Task } from './lanes';
import { planWork } from './work-plan';

const sliceOf = (number: number): Leg => ({
  fromMs: number,
  untilMs: number + 1,
  intervalSeconds: 900,
  toldSeconds: 900,
  vouchedSeconds: 900,
});

type Case = { slices: number; hosts: number; perTask: number; lanes: number };

/** Lanes take tasks and finish them in an order of the test's choosing. */
async function runPlan({ slices, hosts, perTask, lanes }: Case, choose: (busy: number) => number) {
  const plan = planWork(
    Array.from({ length: slices }, (_, number) => sliceOf(number)),
    hosts,
    perTask,
  );
  const begun: Task[] = [];
  const finished: number[] = [];
  const busy: { task: Task; end: () => void }[] = [];
  const lane = async () => {
    for (let task = await plan.next(); task !== null; task = await plan.next()) {
      const mine = task;
      begun.push(mine);
      await new Promise<void>((end) => {
        busy.push({ task: mine, end });
      });
      for (const slice of plan.done(mine)) finished.push(slice.fromMs);
    }
  };
  const all = Promise.all(Array.from({ length: lanes }, lane));
  const ends = { over: false };
  void all.then(() => {
    ends.over = true;
  });
  while (!ends.over) {
    await new Promise<void>((resolve) => setImmediate(resolve));
    const [one] = busy.splice(busy.length === 0 ? 0 : choose(busy.length), 1);
    one?.end();
  }
  return { begun, finished };
}

const cases = fc.record({
  slices: fc.integer({ min: 0, max: 6 }),
  hosts: fc.integer({ min: 0, max: 12 }),
  perTask: fc.integer({ min: 1, max: 5 }),
  lanes: fc.integer({ min: 1, max: 4 }),
});

test('every host gets every slice once and in order, and a slice is told when all hosts have it', async () => {
  await fc.assert(
    fc.asyncProperty(cases, fc.infiniteStream(fc.nat()), async (one, numbers) => {
      const { begun, finished } = await runPlan(one, (busy) => (numbers.next().value ?? 0) % busy);
      for (let host = 0; host < one.hosts; host += 1) {
        const own = begun.filter(({ from, to }) => from <= host && host < to);
        expect(own.map(({ slice }) => slice.fromMs)).toEqual(Array.from({ length: one.slices }, (_, n) => n));
      }
      expect(finished).toEqual(one.hosts === 0 ? [] : Array.from({ length: one.slices }, (_, n) => n));
    }),
  );
});

test('after a stop nothing is handed out, and whoever waits is told', async () => {
  const plan = planWork([sliceOf(0), sliceOf(1)], 1, 1);
  expect(await plan.next()).toMatchObject({ from: 0, to: 1 });
  const waits = plan.next();
  plan.stop();
  expect(await waits).toBeNull();
});
