import { validate as isUuid, v7 as uuidv7 } from 'uuid';
import {
  type ApiTokenRow,
  ById,
  CreateApiTokenInput,
  type CreatedApiToken,
  type EndedAccess,
} from '@/lib/contracts/administration';
import { audit } from '@/lib/server/audit/record';
import { authorize, seesReach } from '@/lib/server/auth/authorize';
import { holdRights } from '@/lib/server/auth/hold-rights';
import { endOfToken } from '@/lib/server/auth/token-end';
import { type Ctx, recordedBy, type Verb } from '@/lib/server/context';
import { transact } from '@/lib/server/db/client';
import { ServiceError } from '@/lib/server/errors';
import { mintSecret } from '@/lib/server/request/bearer-secrets';
import { parseInput } from '@/lib/server/request/parse-input';
import { fabricIds as idsOf } from '@/lib/server/services/fabric';
import { doersOf } from '@/lib/server/services/operator/doers';
import { endMadeBy } from '@/lib/server/services/operator/end-access';

export async function createApiToken({ ctx, input }: Verb<CreateApiTokenInput>): Promise<CreatedApiToken> {
  authorize(ctx, 'apiToken.manage');
  const { name, role, fabrics, expiresInSeconds } = parseInput(CreateApiTokenInput, input);
  const named = await idsOf(ctx, fabrics);
  const reach = { allFabrics: named === null, fabricIds: named ?? [] };
  const { secret, hash } = mintSecret('apiToken');
  const id = uuidv7();
  const expiresAt = await endOfToken(ctx, expiresInSeconds);
  const createdBy = recordedBy(ctx.actor);
  await transact(ctx.db, async (tx) => {
    await holdRights(tx, ctx);
    await tx.apiToken.create({
      data: { id, name, hash, role, ...reach, createdBy, createdAt: ctx.now, expiresAt },
    });
    const detail = { name, role, fabrics: named, expiresAt: expiresAt.toISOString() };
    await audit(tx, ctx, { action: 'apiToken.created', subject: { kind: 'apiToken', id }, detail });
  });
  return { id, token: secret, expiresAt: expiresAt.toISOString() };
}

export async function listApiTokens({ ctx }: { ctx: Ctx }): Promise<ApiTokenRow[]> {
  authorize(ctx, 'apiToken.manage');
  const [tokens, fabrics] = await Promise.all([
    ctx.db.apiToken.findMany({ orderBy: { id: 'asc' } }),
    ctx.db.fabric.findMany({ select: { id: true, name: true } }),
  ]);
  const names = new Map(fabrics.map(({ id, name }) => [id, name]));
  const visible = tokens.filter((token) => seesReach(ctx, token));
  const doer = await doersOf(
    ctx.db,
    visible.map(({ createdBy }) => createdBy),
  );
  return visible.map(({ id, name, role, createdBy, allFabrics, fabricIds, ...times }) => ({
    id,
    name,
    role,
    createdBy,
    createdByName: doer(createdBy).name,
    fabrics: allFabrics ? null : fabricIds.map((fabricId) => names.get(fabricId) ?? fabricId),
    createdAt: times.createdAt.toISOString(),
    expiresAt: times.expiresAt.toISOString(),
    revokedAt: times.revokedAt?.toISOString() ?? null,
    lastUsedAt: times.lastUsedAt?.toISOString() ?? null,
    usable: times.revokedAt === null && times.expiresAt > ctx.now,
  }));
}

/** Also ends the tokens that were made with it. The answer lists what it made that a person must decide about. */
export async function revokeApiToken({ ctx, input }: Verb<ById>): Promise<EndedAccess> {
  authorize(ctx, 'apiToken.manage');
  const { id } = parseInput(ById, input);
  const token = isUuid(id) && (await ctx.db.apiToken.findUnique({ where: { id } }));
  if (!token || !seesReach(ctx, token)) throw new ServiceError('not_found', `There is no API token ${id}`);
  return transact(ctx.db, async (tx) => {
    const where = { id, revokedAt: null };
    const { count } = await tx.apiToken.updateMany({ where, data: { revokedAt: ctx.now } });
    const ended = await endMadeBy(tx, ctx, id);
    const detail = { name: token.name };
    if (count > 0)
      await audit(tx, ctx, { action: 'apiToken.revoked', subject: { kind: 'apiToken', id }, detail });
    return { id, ...ended };
  });
}
