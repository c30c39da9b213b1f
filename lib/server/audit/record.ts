import { type AuditDetail, cleanDetail } from '@/lib/server/audit/canonical';
import { type ChainEntry, chainHash, FIRST_PREVIOUS_HASH } from '@/lib/server/audit/chain';
import type { Actor, Ctx } from '@/lib/server/context';
import { type Db, type Prisma, transact } from '@/lib/server/db/client';
import { holdLock } from '@/lib/server/db/locks';

export type Entry = {
  /** `<entity>.<what happened>`: a code, rendered for the reader. */
  action: string;
  /**
   * Set if somebody else did it than the present caller: what was counted earlier (count-occurrences.ts).
   * Such an entry has no request.
   */
  actor?: { kind: string; id: string | null };
  subject?: { kind: string; id: string };
  /** Must not contain a secret or a password. */
  detail?: AuditDetail;
};

/** The actor that an entry records. */
export function auditActor(actor: Actor): { kind: string; id: string | null } {
  return { kind: actor.kind, id: actor.kind === 'anonymous' ? null : actor.id };
}

/**
 * Writes the entry of a change in the change's own transaction, so that both are kept or neither. Call it
 * last, because other writers wait from here until the commit.
 */
export async function audit(tx: Db, ctx: Ctx, entry: Entry): Promise<void> {
  await auditAll(tx, ctx, [entry]);
}

/** The entries of one change to many things, in their order. */
export async function auditAll(tx: Db, ctx: Ctx, entries: readonly Entry[]): Promise<void> {
  if (entries.length === 0) return;
  await transact(tx, async (db) => {
    await holdLock(db, 'auditChain');
    const last = await db.auditEntry.findFirst({
      orderBy: { sequence: 'desc' },
      select: { sequence: true, hash: true },
    });
    await db.auditEntry.createMany({ data: chained(ctx, entries, last) });
  });
}

type Link = { sequence: bigint; hash: Uint8Array };

function chained(ctx: Ctx, entries: readonly Entry[], last: Link | null): Prisma.AuditEntryCreateManyInput[] {
  let { sequence, hash } = last ?? { sequence: 0n, hash: FIRST_PREVIOUS_HASH };
  return entries.map((entry) => {
    const previousHash = new Uint8Array(hash);
    const row = chainEntry(ctx, entry, sequence + 1n);
    sequence = row.sequence;
    hash = chainHash(previousHash, row);
    return {
      ...row,
      detail: row.detail as Prisma.InputJsonObject,
      previousHash,
      hash: new Uint8Array(hash),
    };
  });
}

function chainEntry(ctx: Ctx, { action, actor, subject, detail = {} }: Entry, sequence: bigint): ChainEntry {
  const { kind: actorKind, id: actorId } = actor ?? auditActor(ctx.actor);
  return {
    sequence,
    at: ctx.now,
    actorKind,
    actorId,
    action,
    subjectKind: subject?.kind ?? null,
    subjectId: subject?.id ?? null,
    requestId: actor ? null : ctx.requestId,
    detail: cleanDetail(detail),
  };
}
