import { MayRestart, MayRestartInput } from '@/lib/contracts/may-restart';
import type { RestartFacts } from '@/lib/domain/restart/facts';
import { mayRestart, RESTART_REASONS } from '@/lib/domain/restart/may-restart';
import { restartText } from '@/lib/i18n/restart-text';
import type { Ctx } from '@/lib/server/context';
import { inOneView } from '@/lib/server/db/client';
import { verb } from '@/lib/server/verbs/verb';
import { restartFacts } from './restart-facts';

/** A host's page asks both questions at the same time, and both need the same facts, so these are read once. */
function factsOnce(ctx: Ctx, id: string): Promise<RestartFacts> {
  const read = () => inOneView(ctx.db, (db) => restartFacts({ ...ctx, db }, id));
  return ctx.once === undefined ? read() : ctx.once(`restart ${id}`, read);
}

/** Whether a node may be drained or restarted now, and the reasons. */
export const mayRestartHost = verb({
  procedure: 'host.mayRestart',
  route: { at: 'GET /api/v1/hosts/:id/may-restart' },
  summary: 'Says whether a host may be drained or restarted now.',
  right: 'host.read',
  kind: 'query',
  input: MayRestartInput,
  output: MayRestart,
  work: async ({ ctx, input }) => {
    const facts = await factsOnce(ctx, input.id);
    const { answer, reasons, ableTargets, evidenceUntil } = mayRestart(input.for, facts);
    const text = restartText('en');
    return {
      answer,
      for: input.for,
      reasons: reasons.map((reason) => ({
        ...reason,
        answer: RESTART_REASONS[reason.code],
        text: text(reason),
      })),
      ableTargets,
      asOf: ctx.now.toISOString(),
      evidenceAt: facts.lastObservedAt?.toISOString() ?? null,
      evidenceUntil: evidenceUntil?.toISOString() ?? null,
    };
  },
});
