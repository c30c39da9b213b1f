import { audit } from '@/lib/server/audit/record';
import type { Actor, Ctx } from '@/lib/server/context';
import { type DbRoot, transact } from '@/lib/server/db/client';
import { withNamedStatements } from '@/lib/server/db/direct';
import { recordChanges } from '@/lib/server/db/ingest/changes';
import { type CredentialRecord, findCredentials } from '@/lib/server/db/ingest/credentials';
import { HOST_LOCKED, ServiceError } from '@/lib/server/errors';
import { readSecret } from '@/lib/server/request/bearer-secrets';
import { answerTogether } from './answer-together';
import { endPreviousCredentials, type FirstUse } from './end-previous-credentials';

export type SourceActor = Extract<Actor, { kind: CredentialRecord['kind'] }>;

export type SourceAuthenticator = {
  /**
   * The source that `secret` belongs to. Throws `unauthorized` or `host_locked`. Nothing is cached, so a
   * revocation acts at once.
   */
  authenticate: (ctx: Omit<Ctx, 'actor'>, secret: string) => Promise<SourceActor>;
};

/** Look-ups that arrive together share one query, and first uses share one transaction. */
export function createSourceAuthenticator(db: DbRoot): SourceAuthenticator {
  const find = answerTogether(async (hashes: readonly Buffer[]) => {
    const found = await withNamedStatements(db, () => findCredentials(db, hashes));
    return hashes.map((hash) => found.get(hash.toString('hex')));
  });
  const beginUse = answerTogether(async (uses: readonly FirstUse[]) => {
    await endPreviousCredentials(db, uses);
    return uses;
  });

  return {
    authenticate: async (ctx, secret) => {
      const hash = readSecret('credential', secret);
      const record = hash === null ? undefined : await find(Buffer.from(hash));
      const isOfSource =
        record !== undefined && !record.ended && record.enrollment === record.sourceEnrollment;
      if (!isOfSource) throw unknownCredential();
      const actor = await admit(ctx, record);
      if (record.firstUsedAt === null) await beginUse({ credential: record, at: ctx.now });
      return actor;
    },
  };
}

const unknownCredential = () =>
  new ServiceError('unauthorized', 'This credential is not valid. Enrol the host again');

/** Thrown for every credential of a locked source. Names the source, because its state follows from the lock. */
export class SourceLocked extends ServiceError {
  constructor(readonly source: SourceActor) {
    super(
      HOST_LOCKED,
      'A credential from before a rotation was used again. An administrator must unlock the host',
    );
  }
}

async function admit(ctx: Omit<Ctx, 'actor'>, record: CredentialRecord): Promise<SourceActor> {
  const actor: SourceActor = {
    kind: record.kind,
    id: record.sourceId,
    credentialId: record.id,
    enrollment: record.enrollment,
  };
  if (record.endsAt !== null && record.endsAt <= ctx.now) {
    if (record.endReason !== 'rotated') throw unknownCredential();
    await lock({ ...ctx, actor }, record);
    throw new SourceLocked(actor);
  }
  if (record.locked) throw new SourceLocked(actor);
  return actor;
}

/**
 * Locks a host because somebody holds a copy of its credential, or it was restored from an old image. A
 * person must find out which.
 */
async function lock(ctx: Ctx, { sourceId: hostId, generation }: CredentialRecord): Promise<void> {
  await transact(ctx.db, async (tx) => {
    const { count } = await tx.source.updateMany({
      where: { id: hostId, lockedAt: null },
      data: { lockedAt: ctx.now },
    });
    if (count === 0) return;
    const causeKey = `locked:${hostId}:${ctx.now.toISOString()}`;
    await recordChanges(tx, [{ hostId, kind: 'locked', detail: {}, causeKey }], ctx.now);
    await audit(tx, ctx, {
      action: 'host.locked',
      subject: { kind: 'host', id: hostId },
      detail: { generation },
    });
  });
}

/** Whether history already shows the host as locked, so that its next attempts need not be recorded. */
export async function isKnownAsLocked(db: DbRoot, hostId: string): Promise<boolean> {
  const live = await db.hostLive.findUnique({ where: { hostId } });
  if (live?.lastRejectedCode !== HOST_LOCKED || live.lastRejectedAt === null) return false;
  return live.lastObservedAt === null || live.lastRejectedAt > live.lastObservedAt;
}
