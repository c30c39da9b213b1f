import { expect, test } from 'vitest';
import { paceText } from './progress-text';

test('says how far, how fast, and how long still', () => {
  expect(paceText({ share: 0.25, done: 900_000, elapsedMs: 240_000 }, 'snapshots')).toBe(
    '25 %, 900,000 snapshots, 3,750 a second, about 12 min left',
  );
  expect(paceText({ share: 0.9, done: 1_800, elapsedMs: 90_000 }, 'snapshots')).toBe(
    '90 %, 1,800 snapshots, 20 a second, about 10 s left',
  );
});

test('promises nothing where nothing is done, and no more than all', () => {
  expect(paceText({ share: 0, done: 0, elapsedMs: 0 }, 'snapshots')).toBe('0 %, 0 snapshots, 0 a second');
  expect(paceText({ share: 0.04, done: 4_337, elapsedMs: 15_000 }, 'snapshots')).toBe(
    '4 %, 4,337 snapshots, 289 a second',
  );
  expect(paceText({ share: 1.02, done: 10, elapsedMs: 1_000 }, 'snapshots')).toContain('100 %');
});
