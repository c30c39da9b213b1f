import { validate as isUuid, v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import {
  ApiTokenRow,
  ById,
  CreateApiTokenInput,
  CreatedApiToken,
  EndedAccess,
} from '@/lib/contracts/administration';
import { seesReach } from '@/lib/server/auth/authorize';
import { holdRights } from '@/lib/server/auth/hold-rights';
import { endOfToken } from '@/lib/server/auth/token-end';
import { recordedBy } from '@/lib/server/context';
import { transact } from '@/lib/server/db/client';
import { ServiceError } from '@/lib/server/errors';
import { mintSecret } from '@/lib/server/request/bearer-secrets';
import { fabricIds as idsOf } from '@/lib/server/services/fabric';
import { doersOf } from '@/lib/server/services/operator/doers';
import { endMadeBy } from '@/lib/server/services/operator/end-access';
import { listAs } from '@/lib/server/verbs/route';
import { verb } from '@/lib/server/verbs/verb';

export const createApiToken = verb({
  procedure: 'operator.createApiToken',
  route: { at: 'POST /api/v1/api-tokens', status: 201, location: ({ id }) => `/api/v1/api-tokens/${id}` },
  summary: 'Makes an API token, which is shown once.',
  right: 'apiToken.manage',
  kind: 'command',
  input: CreateApiTokenInput,
  output: CreatedApiToken,
  audit: 'apiToken.created',
  secret: ({ id }) => id,
  work: async ({ ctx, input: { name, role, fabrics, expiresInSeconds }, audit }) => {
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
      await audit(tx, { subject: { kind: 'apiToken', id }, detail });
    });
    return { id, token: secret, expiresAt: expiresAt.toISOString() };
  },
});

export const listApiTokens = verb({
  procedure: 'operator.listApiTokens',
  route: { at: 'GET /api/v1/api-tokens', answer: listAs('apiTokens', ApiTokenRow) },
  summary: 'Lists the API tokens that reach no further than the caller.',
  right: 'apiToken.manage',
  kind: 'query',
  input: z.void(),
  output: z.array(ApiTokenRow),
  work: async ({ ctx }) => {
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
  },
});

/** Revokes a token and the tokens made with it. The answer lists what it made that a person must decide about. */
export const revokeApiToken = verb({
  procedure: 'operator.revokeApiToken',
  route: { at: 'DELETE /api/v1/api-tokens/:id' },
  summary: 'Revokes an API token.',
  right: 'apiToken.manage',
  kind: 'command',
  input: ById,
  output: EndedAccess,
  audit: 'apiToken.revoked',
  work: async ({ ctx, input: { id }, audit }) => {
    const token = isUuid(id) && (await ctx.db.apiToken.findUnique({ where: { id } }));
    if (!token || !seesReach(ctx, token)) throw new ServiceError('not_found', `There is no API token ${id}`);
    return transact(ctx.db, async (tx) => {
      const where = { id, revokedAt: null };
      const { count } = await tx.apiToken.updateMany({ where, data: { revokedAt: ctx.now } });
      const ended = await endMadeBy(tx, ctx, id);
      const detail = { name: token.name };
      if (count > 0) await audit(tx, { subject: { kind: 'apiToken', id }, detail });
      return { id, ...ended };
    });
  },
});
