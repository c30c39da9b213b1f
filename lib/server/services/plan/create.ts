import { v7 as uuidv7 } from 'uuid';
import { CreatePlanInput, PlanDetail } from '@/lib/contracts/plan';
import { planName } from '@/lib/domain/plan/progress';
import { remediationText } from '@/lib/i18n/remediation-text';
import { audit } from '@/lib/server/audit/record';
import { type Ctx, recordedBy } from '@/lib/server/context';
import { type Db, type Prisma, transact } from '@/lib/server/db/client';
import { heldRestarts } from '@/lib/server/db/fleet/answers/held-restarts';
import { tellPlan } from '@/lib/server/db/ingest/plans';
import { holdLock } from '@/lib/server/db/locks';
import { raiseWatermark } from '@/lib/server/db/watermark';
import { ServiceError } from '@/lib/server/errors';
import { verb } from '@/lib/server/verbs/verb';
import type { PlanContent } from './content';
import { findPlan, planSubject, restartHeld } from './internal';
import { makeContent, restartingHosts } from './make-content';
import { nameFor } from './name-for';
import { readDetail, readRows } from './read-plans';
import { selectForPlan } from './select-for-plan';

type Named = { name: string; owner: string | null };

/** Makes a plan for the selected hosts as they are now, and reserves the restarts in it. */
export const createPlan = verb({
  procedure: 'plan.create',
  route: { at: 'POST /api/v1/plans', status: 201, location: ({ id }) => `/api/v1/plans/${id}` },
  summary: 'Makes a plan for the selected hosts.',
  right: 'plan.write',
  kind: 'command',
  input: CreatePlanInput,
  output: PlanDetail,
  work: async ({ ctx, input: { name, owner, lang, ...selection } }) => {
    const content = await makeContent(ctx, await selectForPlan(ctx, selection));
    if (content.groups.length === 0)
      throw new ServiceError('conflict', 'Nothing about these hosts can be planned: the preview says why');
    const named = { name: name ?? nameFor(content, remediationText(lang)), owner };
    const over = await provenHolders(ctx, restartingHosts(content.groups));
    const id = await transact(ctx.db, (tx) => writePlan(tx, ctx, { content, named, over }));
    return readDetail(ctx, await findPlan(ctx, id), { lang });
  },
});

/** Proven plans that hold some of these restarts. They are no longer open, so another plan may take these over. */
async function provenHolders(ctx: Ctx, hostIds: readonly string[]): Promise<ReadonlySet<string>> {
  const holders = [...new Set((await heldRestarts(ctx.db, hostIds)).map(({ planId }) => planId))];
  // Only the ids of plans over these hosts leave this function, so all fabrics may be read.
  const all = { ...ctx, actor: { kind: 'system', id: 'job' } } as const;
  const stored = await Promise.all(holders.map((id) => findPlan(all, id)));
  const rows = await readRows(all, stored);
  return new Set(rows.filter(({ state }) => state === 'proven').map(({ id }) => id));
}

type Made = { content: PlanContent; named: Named; over: ReadonlySet<string> };

async function writePlan(tx: Db, ctx: Ctx, { content, named, over }: Made): Promise<string> {
  await holdLock(tx, 'planNumbers');
  const id = uuidv7();
  const number = ((await tx.plan.aggregate({ _max: { number: true } }))._max.number ?? 0) + 1;
  const fabricIds = [...new Set(content.hosts.map(({ fabricId }) => fabricId))].sort();
  const hostIds = content.hosts.map((host) => host.id);
  const made = { createdAt: ctx.now, createdBy: recordedBy(ctx.actor) };
  // Sound: contents consist of plain values.
  const stored = content as unknown as Prisma.InputJsonObject;
  await tx.plan.create({
    data: { id, number, version: 1, ...named, fabricIds, hostIds, ...made, content: stored },
  });
  await tx.planTask.createMany({ data: tasksOf(id, content) });
  await holdRestarts(tx, ctx, id, { hostIds: restartingHosts(content.groups), over });
  const hosts = [...new Set(content.groups.flatMap(({ tasks }) => tasks.map(({ hostId }) => hostId)))];
  const opened = { kind: 'planOpened', hostIds: hosts, at: ctx.now, now: ctx.now } as const;
  await tellPlan(tx, { id, number, name: named.name, fabricIds }, opened);
  await raiseWatermark(tx);
  const detail = { number: planName(number), name: named.name, hosts: hostIds.length, fabricIds };
  await audit(tx, ctx, { action: 'plan.created', subject: planSubject(id), detail });
  return id;
}

const tasksOf = (planId: string, { groups }: PlanContent) =>
  groups.flatMap(({ key, tasks }) =>
    tasks.map(({ hostId }) => ({ id: uuidv7(), planId, groupKey: key, hostId, mark: 'todo' })),
  );

async function holdRestarts(
  tx: Db,
  ctx: Ctx,
  planId: string,
  { hostIds, over }: { hostIds: string[]; over: ReadonlySet<string> },
): Promise<void> {
  const held = await heldRestarts(tx, hostIds);
  const [conflict] = held.filter((one) => !over.has(one.planId));
  if (conflict !== undefined)
    throw restartHeld(
      ctx,
      conflict,
      held.length === 1 ? 'one of these hosts' : `some of these ${held.length} hosts`,
    );
  await tx.planRestart.deleteMany({ where: { hostId: { in: held.map(({ hostId }) => hostId) } } });
  await tx.planRestart.createMany({ data: hostIds.map((hostId) => ({ hostId, planId })) });
}
