import { expect, it } from 'vitest';
import { newestOnly } from './newest-only';

/** Acts wait until all of them are due. */
function waiting() {
  const acts = new Set<() => void>();
  const newest = newestOnly((act) => {
    acts.add(act);
    return () => acts.delete(act);
  });
  const done: string[] = [];
  return {
    newest,
    done,
    say: (word: string) => newest.do(() => done.push(word)),
    due: () => [...acts].map((act) => act()),
  };
}

it('does the newest of what waits', () => {
  const { done, say, due } = waiting();
  say('first');
  say('second');
  due();
  expect(done).toEqual(['second']);
});

it('does nothing that was dropped, and what came after it', () => {
  const { newest, done, say, due } = waiting();
  say('first');
  newest.drop();
  due();
  expect(done).toEqual([]);
  say('second');
  due();
  expect(done).toEqual(['second']);
});
