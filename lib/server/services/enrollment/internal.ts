import { v7 as uuidv7 } from 'uuid';
import type { Ctx } from '@/lib/server/context';
import type { Db } from '@/lib/server/db/client';
import { mintSecret } from '@/lib/server/request/bearer-secrets';

type Owner = { sourceId: string; enrollment: number };

type Issue = Owner & {
  /** True: every credential of before is dead now. False: only a successor that nobody has used yet. */
  replaceAll: boolean;
};

/** A new credential for a source; the secret is returned here and never again. */
export async function issueCredential(tx: Db, ctx: Ctx, { replaceAll, ...owner }: Issue): Promise<string> {
  const { sourceId } = owner;
  const isUnusedSuccessor = { firstUsedAt: null, generation: { gt: 1 } };
  await endCredentials(tx, ctx, [sourceId], replaceAll ? {} : isUnusedSuccessor);
  const [secret] = await mintCredentials(tx, ctx, [owner]);
  if (secret === undefined) throw new Error(`source ${sourceId} got no credential`);
  return secret;
}

/** The same for many sources of one change: whatever they had is dead now. Secrets in the order of their owners. */
export async function issueCredentials(tx: Db, ctx: Ctx, owners: readonly Owner[]): Promise<string[]> {
  await endCredentials(
    tx,
    ctx,
    owners.map(({ sourceId }) => sourceId),
    {},
  );
  return mintCredentials(tx, ctx, owners);
}

type Which = { firstUsedAt?: null; generation?: { gt: number } };

async function endCredentials(tx: Db, ctx: Ctx, sourceIds: string[], which: Which): Promise<void> {
  await tx.credential.updateMany({
    where: { sourceId: { in: sourceIds }, OR: [{ endsAt: null }, { endsAt: { gt: ctx.now } }], ...which },
    data: { endsAt: ctx.now, endReason: 'replaced' },
  });
}

async function mintCredentials(tx: Db, ctx: Ctx, owners: readonly Owner[]): Promise<string[]> {
  const earlier = await tx.credential.groupBy({
    by: ['sourceId', 'enrollment'],
    where: { sourceId: { in: owners.map(({ sourceId }) => sourceId) } },
    _max: { generation: true },
  });
  const keyOf = ({ sourceId, enrollment }: Owner) => `${sourceId} ${enrollment}`;
  const last = new Map(earlier.map((one) => [keyOf(one), one._max.generation ?? 0]));
  const minted = owners.map((owner) => ({ owner, ...mintSecret('credential') }));
  await tx.credential.createMany({
    data: minted.map(({ owner, hash }) => ({
      id: uuidv7(),
      sourceId: owner.sourceId,
      enrollment: owner.enrollment,
      generation: (last.get(keyOf(owner)) ?? 0) + 1,
      hash,
      createdAt: ctx.now,
    })),
  });
  return minted.map(({ secret }) => secret);
}
