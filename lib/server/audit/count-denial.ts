import { countOccurrence } from '@/lib/server/audit/count-occurrences';
import { auditActor } from '@/lib/server/audit/record';
import type { Ctx } from '@/lib/server/context';
import { type ErrorCode, isServiceError } from '@/lib/server/errors';

const DENIALS: readonly ErrorCode[] = ['forbidden', 'person_required', 'same_person'];

/**
 * Counts a refusal for lack of rights in the audit log. `asked` is the procedure or route. A caller who has
 * not signed in has no rights to exceed, so such 401s are not counted.
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
