import { v7 as uuidv7 } from 'uuid';
import type { Ctx } from '@/lib/server/context';
import type { Db } from '@/lib/server/db/client';
import { mintSecret } from '@/lib/server/secrets';

type Issue = {
  hostId: string;
  enrollment: number;
  /** True: every credential of before is dead now. False: only a successor that nobody has used yet. */
  replaceAll: boolean;
};

/** A new credential for a host; the secret is returned here and never again. */
export async function issueCredential(
  tx: Db,
  ctx: Ctx,
  { hostId, enrollment, replaceAll }: Issue,
): Promise<string> {
  const stillAlive = { hostId, OR: [{ endsAt: null }, { endsAt: { gt: ctx.now } }] };
  await tx.credential.updateMany({
    where: replaceAll ? stillAlive : { ...stillAlive, firstUsedAt: null, generation: { gt: 1 } },
    data: { endsAt: ctx.now, endReason: 'replaced' },
  });
  const last = await tx.credential.findFirst({
    where: { hostId, enrollment },
    orderBy: { generation: 'desc' },
    select: { generation: true },
  });
  const { secret, hash } = mintSecret('credential');
  const generation = (last?.generation ?? 0) + 1;
  await tx.credential.create({
    data: { id: uuidv7(), hostId, enrollment, generation, hash, createdAt: ctx.now },
  });
  return secret;
}
