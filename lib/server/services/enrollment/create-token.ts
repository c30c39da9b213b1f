import { v7 as uuidv7 } from 'uuid';
import { CreatedEnrollmentToken, CreateEnrollmentTokenInput } from '@/lib/contracts/procedures';
import { holdRights } from '@/lib/server/auth/hold-rights';
import { endOfToken } from '@/lib/server/auth/token-end';
import { recordedBy } from '@/lib/server/context';
import { transact } from '@/lib/server/db/client';
import { mintSecret } from '@/lib/server/request/bearer-secrets';
import { findFabric } from '@/lib/server/services/fabric';
import { verb } from '@/lib/server/verbs/verb';

export const createEnrollmentToken = verb({
  procedure: 'enrollment.createToken',
  route: {
    at: 'POST /api/v1/enrollment-tokens',
    status: 201,
    location: ({ id }) => `/api/v1/enrollment-tokens/${id}`,
  },
  summary: 'Makes a token with which hosts enrol in a fabric; it is shown once.',
  right: 'enrollment.manage',
  kind: 'command',
  input: CreateEnrollmentTokenInput,
  output: CreatedEnrollmentToken,
  audit: 'enrollmentToken.created',
  secret: ({ id }) => id,
  work: async ({ ctx, input: { uses, allowReenroll, expiresInSeconds, ...rest }, audit }) => {
    const fabric = await findFabric(ctx, rest.fabric);
    const { secret, hash } = mintSecret('enrollmentToken');
    const id = uuidv7();
    const expires = await endOfToken(ctx, expiresInSeconds);
    const times = { createdAt: ctx.now, expiresAt: expires };
    const createdBy = recordedBy(ctx.actor);
    await transact(ctx.db, async (tx) => {
      await holdRights(tx, ctx);
      await tx.enrollmentToken.create({
        data: { id, fabricId: fabric.id, hash, uses, allowReenroll, createdBy, ...times },
      });
      const detail = { fabric: fabric.id, uses, allowReenroll, expiresAt: expires.toISOString() };
      const subject = { kind: 'enrollmentToken', id };
      await audit(tx, { subject, detail });
    });
    return { id, token: secret, fabric: fabric.name, uses, expiresAt: expires.toISOString() };
  },
});
