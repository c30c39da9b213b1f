import { z } from 'zod';
import { ServerAbsence } from '@/lib/contracts/changes';
import { fabricScope } from '@/lib/server/auth/authorize';
import { lastAbsence } from '@/lib/server/db/fleet/answers/server-absence';
import { GRACE_INTERVALS } from '@/lib/server/db/ingest/silence';
import { verb } from '@/lib/server/verbs/verb';

/** Whether hosts may still seem silent because this server was away. */
export const serverAway = verb({
  procedure: 'change.serverAway',
  summary: 'Says when this server was away and could not see what hosts sent.',
  right: 'host.read',
  kind: 'query',
  input: z.void(),
  output: ServerAbsence,
  work: async ({ ctx }) => {
    const absence = await lastAbsence(ctx.db, fabricScope(ctx), ctx.now, GRACE_INTERVALS);
    if (absence === null) return null;
    return { ...absence, from: absence.from.toISOString(), to: absence.to.toISOString() };
  },
});
