import { describe, expect, it } from 'vitest';
import { failuresOf, longer, meanTimeToRepairMs, msByCause, type VerifiedSpan } from './failures';

const passed = (from: number, to: number): VerifiedSpan => ({ from, to, isPassed: true, causes: [] });
const failing = (from: number, to: number, ...causes: string[]): VerifiedSpan => ({
  from,
  to,
  isPassed: false,
  causes,
});

describe('the failures of a host', () => {
  it('begin with the first snapshot that fails and end with the first that passes', () => {
    expect(failuresOf([passed(0, 10), failing(10, 14, 'BitLocker'), passed(14, 20)], 0)).toEqual({
      toFailing: 1,
      toPassed: 1,
      longest: { from: 10, to: 14 },
      repairs: [{ ms: 4, beganBefore: false }],
    });
  });

  it('are one while the causes change', () => {
    const { longest, toFailing } = failuresOf(
      [passed(0, 1), failing(1, 2, 'Iommu'), failing(2, 9, 'BitLocker')],
      0,
    );
    expect(longest).toEqual({ from: 1, to: 9 });
    expect(toFailing).toBe(1);
  });

  it('do not end by silence, which breaks their length', () => {
    expect(
      failuresOf([passed(0, 1), failing(1, 3, 'Iommu'), failing(5, 6, 'Iommu'), passed(9, 10)], 0),
    ).toEqual({
      toFailing: 1,
      toPassed: 1,
      longest: { from: 1, to: 3 },
      repairs: [{ ms: 8, beganBefore: false }],
    });
  });

  it('say when they began before the period', () => {
    expect(failuresOf([failing(100, 103, 'Iommu'), passed(103, 104)], 100).repairs).toEqual([
      { ms: 3, beganBefore: true },
    ]);
  });

  it('are none where nothing failed or nothing is known', () => {
    const none = { toFailing: 0, toPassed: 0, longest: null, repairs: [] };
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

  it('has no mean without a repair, and prefers the earlier of two longest', () => {
    expect(meanTimeToRepairMs([])).toBeNull();
    expect(
      meanTimeToRepairMs([
        { ms: 2, beganBefore: false },
        { ms: 4, beganBefore: true },
      ]),
    ).toBe(3);
    expect(longer({ from: 0, to: 2 }, { from: 5, to: 7 })).toEqual({ from: 0, to: 2 });
  });
});
