import { expect, it } from 'vitest';
import { inTurns, loopTurns } from './loop-turns';

it('gives one of several that wait its turn in each round of the loop, in order', async () => {
  let round = 0;
  let isCounting = true;
  const count = () => {
    round += 1;
    if (isCounting) setImmediate(count);
  };
  setImmediate(count);
  const resumed: { reader: string; round: number }[] = [];
  const read = async (reader: string) => {
    const turns = loopTurns();
    for (let turn = 0; turn < 2; turn += 1) {
      await turns.take();
      resumed.push({ reader, round });
    }
  };
  await Promise.all(['a', 'b', 'c'].map(read));
  isCounting = false;
  expect(resumed.map(({ reader }) => reader).join('')).toBe('abcabc');
  expect(new Set(resumed.map((one) => one.round)).size).toBe(6);
});

it('does a long list of work in turns, in its order', async () => {
  let rounds = 0;
  let isOver = false;
  const count = () => {
    rounds += 1;
    if (!isOver) setImmediate(count);
  };
  setImmediate(count);
  const square = (n: number) => {
    const until = performance.now() + 2;
    while (performance.now() < until);
    return n * n;
  };
  expect(await inTurns([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], square)).toEqual([
    1, 4, 9, 16, 25, 36, 49, 64, 81, 100,
  ]);
  isOver = true;
  expect(rounds).toBeGreaterThanOrEqual(2);
});
