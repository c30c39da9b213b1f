import { expect, it } from 'vitest';
import { loopTurns } from './loop-turns';

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
