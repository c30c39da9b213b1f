import { expect, it } from 'vitest';
import { type CoveredSpan, exceptedMs } from './excepted-time';

const failing = [{ from: 0, to: 100, causes: ['SecureBoot', 'BitLocker'] }];
const covers = (from: number, to: number, ...causes: string[]): CoveredSpan => ({ from, to, causes });

it.each<[string, CoveredSpan[], number]>([
  ['nothing', [], 0],
  ['one cause of two', [covers(0, 100, 'SecureBoot')], 0],
  ['both by one', [covers(10, 60, 'SecureBoot', 'BitLocker')], 50],
  ['both where two meet', [covers(0, 60, 'SecureBoot'), covers(40, 100, 'BitLocker')], 20],
  [
    'a renewal that follows',
    [covers(0, 50, 'SecureBoot', 'BitLocker'), covers(30, 80, 'BitLocker', 'SecureBoot')],
    80,
  ],
  ['before and after the failure', [covers(-50, 0, 'SecureBoot', 'BitLocker')], 0],
])('counts the time in which every cause is covered: %s', (_case, covered, ms) => {
  expect(exceptedMs(failing, covered)).toBe(ms);
});

it('explains no time without a known cause', () => {
  expect(exceptedMs([{ from: 0, to: 10, causes: [] }], [covers(0, 10, 'SecureBoot')])).toBe(0);
});
