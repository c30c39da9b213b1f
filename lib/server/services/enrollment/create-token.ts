import { v7 as uuidv7 } from 'uuid';
import { type CreatedEnrollmentToken, CreateEnrollmentTokenInput } from '@/lib/contracts/procedures';
import { audit } from '@/lib/server/audit/record';
import { authorize } from '@/lib/server/auth/authorize';
import { holdRights } from '@/lib/server/auth/hold-rights';
import { endOfToken } from '@/lib/server/auth/token-end';
import { recordedBy, type Verb } from '@/lib/server/context';
import { transact } from '@/lib/server/db/client';
import { mintSecret } from '@/lib/server/request/bearer-secrets';
import { parseInput } from '@/lib/server/request/parse-input';
import { findFabric } from '@/lib/server/services/fabric';

export async function createEnrollmentToken({
  ctx,
  input,
}: Verb<CreateEnrollmentTokenInput>): Promise<CreatedEnrollmentToken> {
  authorize(ctx, 'enrollment.manage');
  const { uses, allowReenroll, expiresInSeconds, ...rest } = parseInput(CreateEnrollmentTokenInput, input);
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
    await audit(tx, ctx, { action: 'enrollmentToken.created', subject, detail });
  });
  return { id, token: secret, fabric: fabric.name, uses, expiresAt: expires.toISOString() };
}
