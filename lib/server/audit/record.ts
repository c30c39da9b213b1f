import { type AuditDetail, cleanDetail } from '@/lib/server/audit/canonical';
import { type ChainEntry, chainHash, FIRST_PREVIOUS_HASH } from '@/lib/server/audit/chain';
import type { Actor, Ctx } from '@/lib/server/context';
import { type Db, type Prisma, transact } from '@/lib/server/db/client';

type Entry = {
  /** `<entity>.<what happened>`: a code, rendered for the reader. */
  action: string;
  subject?: { kind: string; id: string };
  /** Never a secret or a password. */
  detail?: AuditDetail;
};

/** Held to the end of the transaction: entries of one database form one chain, in the order of their commits. */
const CHAIN_LOCK = 7_105_106_001n;

function actorId(actor: Actor): string | null {
  return actor.kind === 'anonymous' ? null : actor.id;
}

/**
 * Writes the entry of a change in the change's own transaction: both are kept, or neither. Call it last,
 * since it makes other writers wait from here to the commit.
 */
export async function audit(tx: Db, ctx: Ctx, { action, subject, detail = {} }: Entry): Promise<void> {
  await transact(tx, async (db) => {
    await db.$executeRaw`SELECT pg_advisory_xact_lock(${CHAIN_LOCK}::bigint)`;
    const last = await db.auditEntry.findFirst({
      orderBy: { sequence: 'desc' },
      select: { sequence: true, hash: true },
    });
    const entry: ChainEntry = {
      sequence: (last?.sequence ?? 0n) + 1n,
      at: ctx.now,
      actorKind: ctx.actor.kind,
      actorId: actorId(ctx.actor),
      action,
      subjectKind: subject?.kind ?? null,
      subjectId: subject?.id ?? null,
      requestId: ctx.requestId,
      detail: cleanDetail(detail),
    };
    const previousHash = last?.hash ?? FIRST_PREVIOUS_HASH;
    const hash = chainHash(previousHash, entry);
    await db.auditEntry.create({
      data: { ...entry, detail: entry.detail as Prisma.InputJsonObject, previousHash, hash },
      select: { sequence: true },
    });
  });
}
