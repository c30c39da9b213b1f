import { countOccurrence } from '@/lib/server/audit/count-occurrences';
import { auditActor } from '@/lib/server/audit/record';
import type { Ctx } from '@/lib/server/context';
import { type ErrorCode, isServiceError } from '@/lib/server/errors';

const DENIALS: readonly ErrorCode[] = ['forbidden', 'person_required', 'same_person'];

/**
 * Counts, for the audit log, that somebody was refused something for who they are. `asked` is the procedure or route.
 * Who is nobody yet has no rights to go beyond: their 401s are not counted.
 */
export async function countDenial(ctx: Ctx, asked: string, error: unknown): Promise<void> {
  if (!isServiceError(error) || !DENIALS.includes(error.code) || ctx.actor.kind === 'anonymous') return;
  const actor = auditActor(ctx.actor);
  await countOccurrence(
    ctx.db,
    { actor, at: ctx.now },
    {
      action: 'access.denied',
      key: `${actor.kind} ${actor.id} ${asked}`,
      period: 'hour',
      detail: { asked, reason: error.message },
    },
  );
}
