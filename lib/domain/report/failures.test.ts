import { describe, expect, it } from 'vitest';
import { type Failure, failuresOf, longer, msByCause, type VerifiedSpan } from './failures';

const passed = (from: number, to: number): VerifiedSpan => ({ from, to, isPassed: true, causes: [] });
const failing = (from: number, to: number, ...causes: string[]): VerifiedSpan => ({
  from,
  to,
  isPassed: false,
  causes,
});

const timesOf = ({ from, begunBefore, to, lastFailingAt }: Failure) => ({
  from,
  begunBefore,
  to,
  lastFailingAt,
});

describe('the failures of a host', () => {
  it('begin with the first snapshot that fails and end with the first that passes', () => {
    const failed = failing(10, 14, 'BitLocker');
    expect(failuresOf([passed(0, 10), failed, passed(14, 20)], 0)).toEqual({
      toFailing: 1,
      toPassed: 1,
      longest: { from: 10, to: 14 },
      failures: [{ from: 10, begunBefore: false, to: 14, lastFailingAt: 14, spans: [failed] }],
    });
  });

  it('are one while the causes change', () => {
    const { longest, toFailing, failures } = failuresOf(
      [passed(0, 1), failing(1, 2, 'Iommu'), failing(2, 9, 'BitLocker')],
      0,
    );
    expect(longest).toEqual({ from: 1, to: 9 });
    expect(toFailing).toBe(1);
    expect(failures.map(({ spans }) => spans.flatMap(({ causes }) => causes))).toEqual([
      ['Iommu', 'BitLocker'],
    ]);
  });

  it('do not end by silence, which breaks their length', () => {
    const spans = [passed(0, 1), failing(1, 3, 'Iommu'), failing(5, 6, 'Iommu'), passed(9, 10)];
    const { failures, ...found } = failuresOf(spans, 0);
    expect(found).toEqual({ toFailing: 1, toPassed: 1, longest: { from: 1, to: 3 } });
    expect(failures.map(timesOf)).toEqual([{ from: 1, begunBefore: false, to: 9, lastFailingAt: 6 }]);
  });

  it('say when they began before the period', () => {
    expect(failuresOf([failing(100, 103, 'Iommu'), passed(103, 104)], 100).failures.map(timesOf)).toEqual([
      { from: 100, begunBefore: true, to: 103, lastFailingAt: 103 },
    ]);
  });

  it('have no end where no snapshot passed', () => {
    expect(failuresOf([passed(0, 1), failing(1, 3, 'Iommu')], 0).failures.map(timesOf)).toEqual([
      { from: 1, begunBefore: false, to: null, lastFailingAt: 3 },
    ]);
  });

  it('are none where nothing failed or nothing is known', () => {
    const none = { toFailing: 0, toPassed: 0, longest: null, failures: [] };
    expect(failuresOf([], 0)).toEqual(none);
    expect(failuresOf([passed(0, 5)], 0)).toEqual(none);
  });
});

describe('what failures come to', () => {
  it('counts the time of each cause', () => {
    const spans = [failing(0, 2, 'Iommu', 'BitLocker'), passed(2, 5), failing(5, 6, 'Iommu')];
    expect([...msByCause(spans)]).toEqual([
      ['Iommu', 3],
      ['BitLocker', 2],
    ]);
  });

  it('prefers the earlier of two longest', () => {
    expect(longer({ from: 0, to: 2 }, { from: 5, to: 7 })).toEqual({ from: 0, to: 2 });
  });
});
