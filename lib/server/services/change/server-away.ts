import type { ServerAbsence } from '@/lib/contracts/changes';
import { authorize, fabricScope } from '@/lib/server/auth/authorize';
import type { Ctx } from '@/lib/server/context';
import { lastAbsence } from '@/lib/server/db/fleet/answers/server-absence';
import { GRACE_INTERVALS } from '@/lib/server/db/ingest/silence';

/** Whether silence may still be this server's own doing. */
export async function serverAway({ ctx }: { ctx: Ctx }): Promise<ServerAbsence> {
  authorize(ctx, 'host.read');
  const absence = await lastAbsence(ctx.db, fabricScope(ctx), ctx.now, GRACE_INTERVALS);
  if (absence === null) return null;
  return { ...absence, from: absence.from.toISOString(), to: absence.to.toISOString() };
}
