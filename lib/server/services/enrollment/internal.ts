import { v7 as uuidv7 } from 'uuid';
import type { Ctx } from '@/lib/server/context';
import type { Db } from '@/lib/server/db/client';
import { mintSecret } from '@/lib/server/request/bearer-secrets';

type Owner = { sourceId: string; enrollment: number };

/**
 * Credentials of a source are issued one after the other: otherwise an earlier one would stay valid beside a
 * later one.
 */
export async function lockSources(tx: Db, ids: readonly string[]): Promise<void> {
  await tx.$executeRaw`SELECT 1 AS locked FROM source WHERE id = ANY(${ids}::uuid[]) ORDER BY id FOR UPDATE`;
}

/**
 * Issues a credential beside the source's present one. It replaces a successor that nobody has used yet. The
 * secret is returned here and never again.
 */
export async function issueCredential(tx: Db, ctx: Ctx, owner: Owner): Promise<string> {
  const { sourceId } = owner;
  await endCredentials(tx, ctx, [sourceId], { firstUsedAt: null, generation: { gt: 1 } });
  const [secret] = await mintCredentials(tx, ctx, [owner]);
  if (secret === undefined) throw new Error(`source ${sourceId} got no credential`);
  return secret;
}

/**
 * Issues credentials for many sources at once and revokes all earlier ones. Secrets come in the order of the
 * owners.
 */
export async function issueCredentials(tx: Db, ctx: Ctx, owners: readonly Owner[]): Promise<string[]> {
  const sourceIds = owners.map(({ sourceId }) => sourceId);
  await lockSources(tx, sourceIds);
  await endCredentials(tx, ctx, sourceIds, {});
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
