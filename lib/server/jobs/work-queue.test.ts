import type { Runner } from 'graphile-worker';
import { expect, it } from 'vitest';
import { keepRunner } from './work-queue';

/** A runner that works until it is told to fail, of which nothing else is asked. */
function failingRunner() {
  let fail: (error: unknown) => void = () => undefined;
  const promise = new Promise<void>((_resolve, reject) => {
    fail = reject;
  });
  return { runner: { promise, stop: async () => undefined } as Runner, fail };
}

it('says once that a runner failed, however often it was looked after, and then starts another', async () => {
  const made: ReturnType<typeof failingRunner>[] = [];
  const failures: unknown[] = [];
  const makeRunner = async () => {
    const one = failingRunner();
    made.push(one);
    return one.runner;
  };
  const { start } = keepRunner(makeRunner, (error) => failures.push(error));
  for (let round = 0; round < 5; round += 1) await start();
  expect(made).toHaveLength(1);
  const error = new Error('the runner failed');
  made[0]?.fail(error);
  await expect.poll(() => start().then(() => made.length)).toBe(2);
  expect(failures).toEqual([error]);
});

it('says that a runner could not be started, and starts one in the next round', async () => {
  const { runner } = failingRunner();
  const answers = [Promise.reject(new Error('away')), Promise.resolve(runner)];
  const failures: unknown[] = [];
  const { start } = keepRunner(
    async () => answers.shift() ?? expect.unreachable('two are enough'),
    (error) => failures.push(error),
  );
  await expect(start()).rejects.toThrow('away');
  await start();
  expect(failures).toEqual([]);
});
