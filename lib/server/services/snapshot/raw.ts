import { validate as isUuid } from 'uuid';
import { type RawSnapshot, RawSnapshotInput } from '@/lib/contracts/snapshot';
import { authorize } from '@/lib/server/auth/authorize';
import type { Verb } from '@/lib/server/context';
import { currentDocument } from '@/lib/server/db/fleet/detail';
import { parseInput } from '@/lib/server/parse';
import { visibleFabrics } from '@/lib/server/services/fabric';
import { hostNotFound } from '@/lib/server/services/host';

export async function getRawSnapshot({ ctx, input }: Verb<RawSnapshotInput>): Promise<RawSnapshot> {
  authorize(ctx, 'snapshot.read');
  const { hostId } = parseInput(RawSnapshotInput, input);
  const where = { id: hostId, fabric: visibleFabrics(ctx) };
  if (!isUuid(hostId) || (await ctx.db.host.count({ where })) === 0) throw hostNotFound();
  const document = await currentDocument(ctx.db, hostId);
  if (!document) return null;
  return { observedAt: document.observedAt.toISOString(), json: JSON.stringify(document.item, null, 2) };
}
