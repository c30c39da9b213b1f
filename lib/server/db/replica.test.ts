import { expect, it } from 'vitest';
import { openPools } from './pools';
import { followReplica } from './replica';

const NOBODY_THERE = 'postgresql://nobody@127.0.0.1:1/nothing';

it('is asked by many at once, and none of them is taken for a listener that was forgotten', async () => {
  const warnings: Error[] = [];
  const onWarning = (warning: Error) => void warnings.push(warning);
  process.on('warning', onWarning);
  const pools = openPools({ url: NOBODY_THERE });
  const { console: db } = pools;
  const replica = followReplica({ url: NOBODY_THERE, db, primary: db, onLoss: () => undefined });
  const asked = Array.from({ length: 30 }, () => replica.unlessLost(new Promise(() => undefined)));
  const answers = await Promise.allSettled(asked);
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 'rejected'));
  await replica.end();
  await pools.close();
  process.off('warning', onWarning);
  expect(warnings).toEqual([]);
});
