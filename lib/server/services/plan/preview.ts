import type { z } from 'zod';
import { PlanPreview, PreviewPlanInput } from '@/lib/contracts/plan';
import { remediationText } from '@/lib/i18n/remediation-text';
import type { Ctx } from '@/lib/server/context';
import { fabricNames } from '@/lib/server/services/fabric';
import { digestOfHosts } from '@/lib/server/services/host';
import { verb } from '@/lib/server/verbs/verb';
import { holderOf } from './internal';
import { conflictsOf, makeContent } from './make-content';
import { nameFor } from './name-for';
import { renderPreview } from './render-plan';
import { selectForPlan } from './select-for-plan';

async function preview(
  ctx: Ctx,
  { lang, ...selection }: z.output<typeof PreviewPlanInput>,
): Promise<PlanPreview> {
  const hosts = await selectForPlan(ctx, selection);
  const content = await makeContent(ctx, hosts);
  const conflicts = await conflictsOf(ctx, content);
  const fabrics = await fabricNames(
    ctx.db,
    content.hosts.map(({ fabricId }) => fabricId),
  );
  const text = remediationText(lang);
  const nameOf = new Map(content.hosts.map(({ id, hostname }) => [id, hostname]));
  return {
    asOf: ctx.now.toISOString(),
    ...{ count: hosts.length, digest: digestOfHosts(hosts) },
    name: nameFor(content, text),
    ...renderPreview(content, { text, fabrics }),
    held: conflicts.map((held) => {
      const { hostId } = held;
      const holder = holderOf(ctx, held);
      const hostname = nameOf.get(hostId) ?? hostId;
      return { hostId, hostname, planId: holder?.id ?? null, plan: holder?.name ?? null };
    }),
  };
}

/** Shows what a plan for these hosts would be, before anybody makes it. Nothing is stored. */
export const previewPlan = verb({
  procedure: 'plan.preview',
  summary: 'Says what a plan for the selected hosts would have in it.',
  right: 'plan.write',
  kind: 'query',
  input: PreviewPlanInput,
  output: PlanPreview,
  work: ({ ctx, input }) => preview(ctx, input),
});

/** Previews a plan for named hosts in a request body, because an address has no room for very many. */
export const previewPickedPlan = verb({
  procedure: 'plan.previewPicked',
  route: { at: 'POST /api/v1/plans/preview', operation: 'previewPlan' },
  summary: 'Says what a plan for the selected hosts would have in it.',
  right: 'plan.write',
  kind: 'question',
  input: PreviewPlanInput,
  output: PlanPreview,
  work: ({ ctx, input }) => preview(ctx, input),
});
