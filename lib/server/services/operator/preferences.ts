import { z } from 'zod';
import { Me, SetPreferencesInput } from '@/lib/contracts/procedures';
import { requireOperator } from '@/lib/server/auth/authorize';
import { verb } from '@/lib/server/verbs/verb';

/** What the console needs to know about the person signed in. */
export const me = verb({
  procedure: 'operator.me',
  summary: 'Shows who is signed in, with their preferences.',
  right: 'operator.self',
  people: true,
  kind: 'query',
  input: z.void(),
  output: Me,
  work: async ({ ctx }) => {
    const { id } = requireOperator(ctx);
    return Me.parse(await ctx.db.operator.findUniqueOrThrow({ where: { id } }));
  },
});

/** Sets a person's language, theme and shortcuts. It is no decision about the fleet, so it has no audit entry. */
export const setPreferences = verb({
  procedure: 'operator.setPreferences',
  summary: 'Sets the language, theme and shortcuts of whoever is signed in.',
  right: 'operator.self',
  people: true,
  kind: 'command',
  input: SetPreferencesInput,
  output: Me,
  work: async ({ ctx, input: data }) => {
    const { id } = requireOperator(ctx);
    return Me.parse(await ctx.db.operator.update({ where: { id }, data: { ...data, updatedAt: ctx.now } }));
  },
});
