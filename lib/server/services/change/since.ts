import type { ChangesSince, ChangesSinceInput } from '@/lib/contracts/changes';
import { authorize, fabricScope } from '@/lib/server/auth/authorize';
import type { Verb } from '@/lib/server/context';
import { countTurned } from '@/lib/server/db/fleet/answers/turned-count';
import { refuseForgotten, whenOf } from '@/lib/server/request/resolve-time';
import { wavesForTheWorse } from '@/lib/server/services/history';

/** What happened since a time, in sum: what somebody who looked then has missed. */
export async function changesSince({ ctx, input }: Verb<ChangesSinceInput>): Promise<ChangesSince> {
  authorize(ctx, 'history.read');
  const { since, filter } = input;
  whenOf(ctx, since, 'since');
  await refuseForgotten(ctx, since, 'since');
  const asked = { fabrics: fabricScope(ctx), filter, from: since, to: ctx.now };
  const [turned, waves] = await Promise.all([countTurned(ctx.db, asked), wavesForTheWorse(ctx.db, asked)]);
  return { since: since.toISOString(), asOf: ctx.now.toISOString(), ...turned, waves };
}
