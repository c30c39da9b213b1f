import { expect, it } from 'vitest';
import { hostNames, snapshotOf } from '@/test/support/agent-client';
import { LARGE_BYTES, readLargeItem } from './read-large-item';

it('rejects an item that is too large, and says which it is and when it was collected', () => {
  const { snapshotId, collectedAt, ...rest } = snapshotOf(hostNames('HV-LARGE'));
  const text = JSON.stringify({
    wide: Array(Math.ceil(LARGE_BYTES / 3)).fill([]),
    snapshotId,
    ...rest,
    collectedAt,
  });
  const item = readLargeItem(Buffer.from(text));
  expect(item).toMatchObject({
    snapshotId,
    collectedAt: Date.parse(collectedAt),
    rejection: { code: 'too_large' },
  });
  expect(readLargeItem(Buffer.from(text)).digest).toBe(item.digest);
  expect(readLargeItem(Buffer.from('[[]]'))).toMatchObject({
    snapshotId: null,
    rejection: { code: 'too_large' },
  });
});
