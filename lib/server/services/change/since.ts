import { ChangesSince, ChangesSinceInput } from '@/lib/contracts/changes';
import { fabricScope } from '@/lib/server/auth/authorize';
import { countTurned } from '@/lib/server/db/fleet/answers/turned-count';
import { refuseForgotten, whenOf } from '@/lib/server/request/resolve-time';
import { wavesForTheWorse } from '@/lib/server/services/history';
import { SINCE_A_TIME } from '@/lib/server/verbs/question-words';
import { verb } from '@/lib/server/verbs/verb';

/** A summary of what happened since a time, for somebody who looked last then. */
export const changesSince = verb({
  procedure: 'change.since',
  route: { at: 'GET /api/v1/changes/since', operation: 'countChangesSince', words: SINCE_A_TIME },
  summary: 'Counts changes since a time.',
  right: 'history.read',
  kind: 'query',
  heavy: true,
  input: ChangesSinceInput,
  output: ChangesSince,
  work: async ({ ctx, input: { since, filter } }) => {
    whenOf(ctx, since, 'since');
    await refuseForgotten(ctx, since, 'since');
    const asked = { fabrics: fabricScope(ctx), filter, from: since, to: ctx.now };
    const [turned, waves] = await Promise.all([countTurned(ctx.db, asked), wavesForTheWorse(ctx.db, asked)]);
    return { since: since.toISOString(), asOf: ctx.now.toISOString(), ...turned, waves };
  },
});
