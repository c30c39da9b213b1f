import type { PlanDetail, PlanRow } from '@/lib/contracts/plan';
import { isTaskOver } from '@/lib/domain/plan/progress';
import type { Locale } from '@/lib/i18n/locales';
import { remediationText } from '@/lib/i18n/remediation-text';
import type { Ctx } from '@/lib/server/context';
import { heldRestarts } from '@/lib/server/db/fleet/answers/held-restarts';
import { ableNodesBeside } from '@/lib/server/db/fleet/answers/plan-hosts';
import { momentOf, type When } from '@/lib/server/db/fleet/point-in-time';
import { fabricNames } from '@/lib/server/services/fabric';
import { doersOf } from '@/lib/server/services/operator';
import { type EvaluatedPlan, evaluatePlans } from './evaluate';
import type { StoredPlan } from './internal';
import { type Reader, toDetail, toRow } from './render-plan';

async function readerOf(ctx: Ctx, stored: readonly StoredPlan[], lang: Locale): Promise<Reader> {
  const people = stored.flatMap(({ createdBy, closedBy, tasks, confirmations }) => [
    ...[createdBy, closedBy, ...tasks.map(({ markedBy }) => markedBy)],
    ...confirmations.map(({ confirmedBy }) => confirmedBy),
  ]);
  const [fabrics, doer] = await Promise.all([
    fabricNames(
      ctx.db,
      stored.flatMap(({ fabricIds }) => fabricIds),
    ),
    doersOf(ctx.db, people),
  ]);
  return { text: remediationText(lang), fabrics, doer, ableNodes: () => [] };
}

/**
 * Nodes that scripts may name: able now, and not to be restarted by an open plan. Tasks of this plan that are
 * proven or no longer needed do not count.
 */
async function ableNodesOf(
  ctx: Ctx,
  { stored, content, taskOf }: EvaluatedPlan,
): Promise<Reader['ableNodes']> {
  const nodes = await ableNodesBeside(ctx.db, ctx.now, stored.hostIds);
  const ids = nodes.map(({ id }) => id);
  const restarts = content.groups.filter(({ kind }) => kind === 'restart');
  const isOver = (id: string) => restarts.some((group) => isTaskOver(taskOf(group, id)?.state ?? 'todo'));
  const held = (await heldRestarts(ctx.db, ids)).filter(
    ({ hostId, planId }) => planId !== stored.id || !isOver(hostId),
  );
  const busy = new Set(held.map(({ hostId }) => hostId));
  const free = nodes.filter(({ id }) => !busy.has(id));
  return ({ fabricId, cluster }) =>
    free
      .filter((node) => node.fabricId === fabricId && node.cluster === cluster)
      .map(({ hostname }) => hostname);
}

/** `host`: its tasks are counted separately. */
type Asked = { when?: When; host?: string | null };

export async function readRows(
  ctx: Ctx,
  stored: readonly StoredPlan[],
  { when, host = null }: Asked = {},
): Promise<PlanRow[]> {
  const [plans, reader] = await Promise.all([evaluatePlans(ctx, stored, when), readerOf(ctx, stored, 'en')]);
  return plans.map((plan) => toRow(plan, reader, host));
}

/** Names no node for a past moment, because its commands are not meant for use. */
export async function readDetail(
  ctx: Ctx,
  stored: StoredPlan,
  { lang, when = { live: ctx.now } }: { lang: Locale; when?: When },
): Promise<PlanDetail> {
  const [[plan], reader] = await Promise.all([
    evaluatePlans(ctx, [stored], when),
    readerOf(ctx, [stored], lang),
  ]);
  if (plan === undefined) throw new Error('One plan has one answer');
  const ableNodes = 'at' in when ? () => [] : await ableNodesOf(ctx, plan);
  return toDetail(plan, { ...reader, ableNodes }, momentOf(when));
}
