import type { RawSnapshot, RawSnapshotInput } from '@/lib/contracts/snapshot';
import { authorize } from '@/lib/server/auth/authorize';
import type { Verb } from '@/lib/server/context';
import { findKnownHost } from '@/lib/server/services/host';
import { findSnapshot } from './find-snapshot';

export async function getRawSnapshot({ ctx, input }: Verb<RawSnapshotInput>): Promise<RawSnapshot> {
  authorize(ctx, 'snapshot.read');
  const { hostId, at, snapshot: reference } = input;
  const found =
    reference === undefined
      ? (await findKnownHost(ctx, { id: hostId, at })).document
      : await findSnapshot(ctx, { hostId, at, reference, word: 'snapshot' });
  if (found === null) return null;
  const { id, observedAt, item } = found;
  return { id, observedAt: observedAt.toISOString(), json: JSON.stringify(item, null, 2) };
}
