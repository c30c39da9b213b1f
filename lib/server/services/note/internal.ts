import { validate as isUuid } from 'uuid';
import type { Note } from '@/lib/contracts/note';
import { type Ctx, recordedBy } from '@/lib/server/context';
import { ServiceError } from '@/lib/server/errors';
import { doersOf } from '@/lib/server/services/operator';

export type StoredNote = { id: string; text: string; writtenAt: Date; writtenBy: string };

const SHOWN = { id: true, text: true, writtenAt: true, writtenBy: true } as const;
type Asked = { hostId: string; upTo: Date; limit: number; after: string | null };

/** The notes of a host that nobody has withdrawn, newest first. */
export const storedNotes = (ctx: Ctx, { hostId, upTo, limit, after }: Asked): Promise<StoredNote[]> =>
  ctx.db.note.findMany({
    where: { hostId, withdrawnAt: null, writtenAt: { lte: upTo } },
    orderBy: [{ writtenAt: 'desc' }, { id: 'desc' }],
    take: limit,
    ...(after !== null && { cursor: { id: after }, skip: 1 }),
    select: SHOWN,
  });

/** A note of this host that nobody has withdrawn. */
export async function findNote(ctx: Ctx, hostId: string, id: string): Promise<StoredNote> {
  const where = { id, hostId, withdrawnAt: null };
  const stored = isUuid(id) ? await ctx.db.note.findUnique({ where, select: SHOWN }) : null;
  if (stored === null) throw new ServiceError('not_found', 'No such note of this host');
  return stored;
}

/** Notes as the caller sees them. */
export async function toNotes(ctx: Ctx, stored: readonly StoredNote[]): Promise<Note[]> {
  const doer = await doersOf(
    ctx.db,
    stored.map(({ writtenBy }) => writtenBy),
  );
  const own = recordedBy(ctx.actor);
  return stored.map(({ id, text, writtenAt, writtenBy }) => ({
    ...{ id, text, writtenAt: writtenAt.toISOString(), writtenBy: doer(writtenBy) },
    isOwn: writtenBy === own,
  }));
}
