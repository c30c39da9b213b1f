import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runs } from '@/test/support/runs';
import {
  FAILURE_ENDS,
  FailureList,
  type ListedFailure,
  meanTimeToRepair,
  noSums,
  sumsWith,
} from './failure-list';

const failures: fc.Arbitrary<ListedFailure> = fc
  .record({
    hostId: fc.constantFrom('a', 'b', 'c'),
    minute: fc.nat({ max: 59 }),
    begunBefore: fc.boolean(),
    end: fc.constantFrom(...FAILURE_ENDS),
    seconds: fc.nat({ max: 20 }),
    excepted: fc.boolean(),
  })
  .map(({ minute, seconds, excepted, ...failure }) => ({
    ...failure,
    from: new Date(Date.UTC(2026, 10, 1, 0, minute)).toISOString(),
    seconds,
    failingSeconds: seconds,
    exceptedSeconds: excepted ? seconds : 0,
  }));

function listOf(all: readonly ListedFailure[], most: number) {
  const list = new FailureList<ListedFailure>(most);
  for (const failure of all) list.add(failure);
  return list.listed();
}

describe('the list of failures', () => {
  it('has the longest, in the order in which they began, and sums up every other', () => {
    const property = fc.property(
      fc.array(failures, { maxLength: 40 }),
      fc.integer({ min: 1, max: 12 }),
      (all, most) => {
        const { listed, leftOut } = listOf(all, most);
        expect(listed).toHaveLength(Math.min(all.length, most));
        expect(sumsWith(leftOut, listed)).toEqual(sumsWith(noSums(), all));
        expect(listed.map(({ from }) => from)).toEqual(listed.map(({ from }) => from).sort());
        const longest = all.map(({ seconds }) => seconds).sort((a, b) => b - a);
        const lengths = listed.map(({ seconds }) => seconds).sort((a, b) => b - a);
        expect(lengths).toEqual(longest.slice(0, most));
      },
    );
    fc.assert(property, { numRuns: runs({ push: 200, long: 5_000 }) });
  });

  it('is the same in whichever order failures are found', () => {
    const property = fc.property(
      fc.uniqueArray(failures, { selector: JSON.stringify, maxLength: 30 }),
      (all) => {
        const byHost = (each: ListedFailure[]) => each.map((one) => JSON.stringify(one)).sort();
        const [there, back] = [listOf(all, 50), listOf([...all].reverse(), 50)];
        expect(byHost(there.listed)).toEqual(byHost(back.listed));
      },
    );
    fc.assert(property, { numRuns: runs({ push: 50, long: 1_000 }) });
  });
});

describe('the mean time to repair', () => {
  const repaired: ListedFailure = {
    ...{ hostId: 'a', from: '2026-11-01T00:00:00.000Z', begunBefore: false, end: 'repaired' },
    ...{ seconds: 2, failingSeconds: 2, exceptedSeconds: 0 },
  };

  it('is of failures that were repaired', () => {
    const sums = sumsWith(noSums(), [
      repaired,
      { ...repaired, seconds: 4, begunBefore: true },
      { ...repaired, seconds: 99, end: 'failing' },
    ]);
    expect(meanTimeToRepair(sums)).toBe(3);
    expect(sums.repairs).toEqual({ count: 2, begunBefore: 1, seconds: 6 });
  });

  it('is none where nothing was', () => {
    expect(meanTimeToRepair(noSums())).toBeNull();
    expect(meanTimeToRepair(sumsWith(noSums(), [{ ...repaired, end: 'left' }]))).toBeNull();
  });
});
