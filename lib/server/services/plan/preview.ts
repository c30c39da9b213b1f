import { type PlanPreview, PreviewPlanInput } from '@/lib/contracts/plan';
import { remediationText } from '@/lib/i18n/remediation-text';
import { authorize } from '@/lib/server/auth/authorize';
import type { Verb } from '@/lib/server/context';
import { parseInput } from '@/lib/server/request/parse-input';
import { fabricNames } from '@/lib/server/services/fabric';
import { digestOfHosts } from '@/lib/server/services/host';
import { holderOf } from './internal';
import { conflictsOf, makeContent } from './make-content';
import { nameFor } from './name-for';
import { renderPreview } from './render-plan';
import { selectForPlan } from './select-for-plan';

/** What a plan for these hosts would be, to be looked at before anybody makes it. Nothing is kept. */
export async function previewPlan({ ctx, input }: Verb<PreviewPlanInput>): Promise<PlanPreview> {
  authorize(ctx, 'plan.write');
  const { lang, ...selection } = parseInput(PreviewPlanInput, input);
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
