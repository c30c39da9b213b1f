import { describe, expect, it } from 'vitest';
import { newestOf, snapshotBefore } from './snapshot-before';

const kept = (id: string, observedAt: string, lastSeenAt: string | null) => ({
  id,
  observedAt: `2026-11-${observedAt}:00Z`,
  lastSeenAt: lastSeenAt && `2026-11-${lastSeenAt}:00Z`,
  digest: '',
  storedBytes: 1,
});

/** It said one thing, another one for a night, and the first again. */
const [turned, usual, old] = [
  kept('turned', '23T22:00', '24T02:00'),
  kept('usual', '20T10:00', '24T09:00'),
  kept('old', '01T10:00', null),
];
const list = [turned, usual, old];

describe('the snapshot before', () => {
  it('is the content that was sent last before it, wherever it stands in the list', () => {
    expect(newestOf(list)).toBe(usual);
    expect(snapshotBefore(list, 'usual')).toBe(turned);
    expect(snapshotBefore(list, 'turned')).toBe(old);
    expect(snapshotBefore(list, 'old')).toBeUndefined();
    expect(snapshotBefore(list, 'none')).toBeUndefined();
    expect(newestOf([old])).toBeUndefined();
  });
});
