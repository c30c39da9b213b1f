import type { RawSnapshot, RawSnapshotInput } from '@/lib/contracts/snapshot';
import { authorize } from '@/lib/server/auth/authorize';
import type { Verb } from '@/lib/server/context';
import { findKnownHost } from '@/lib/server/services/host';

export async function getRawSnapshot({ ctx, input }: Verb<RawSnapshotInput>): Promise<RawSnapshot> {
  authorize(ctx, 'snapshot.read');
  const { document } = await findKnownHost(ctx, { id: input.hostId, at: input.at });
  if (document === null) return null;
  return { observedAt: document.observedAt.toISOString(), json: JSON.stringify(document.item, null, 2) };
}
