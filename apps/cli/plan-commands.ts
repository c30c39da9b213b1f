import { type Command, type Said, text, type Values } from '@/apps/cli/command';
import { type Cell, table } from '@/apps/cli/output';
import { commandByRoute } from '@/apps/cli/registry-commands';
import type { PlanList } from '@/lib/contracts/plan';
import { ExportPlanInput, GetPlanInput, type PlanDetail, type PlanRow } from '@/lib/contracts/plan';
import type { Ctx } from '@/lib/server/context';
import { parseInput } from '@/lib/server/request/parse-input';
import { exportPlan, getPlan, listPlans } from '@/lib/server/services/plan';

const HEAD = ['number', 'state', 'name', 'owner', 'hosts', 'restarts', 'proven', 'tasks', 'made', 'id'];

const rowOf = ({ number, state, name, owner, totals, progress, createdAt, id }: PlanRow): Cell[] => [
  ...[number, state, name, owner, totals.hosts, totals.restarts, progress.proven, progress.total],
  ...[createdAt, id],
];

const TASKS = ['group', 'kind', 'cause', 'host', 'state', 'task'];

/** What it does not cover stands below its tasks, with the reason. */
const tasksOf = ({ groups, uncovered }: PlanDetail): Cell[][] => [
  ...groups.flatMap(({ order, kind, cause, tasks }) =>
    tasks.map(({ hostname, state, id }) => [order, kind, cause, hostname, state, id]),
  ),
  ...uncovered.map(({ hostname, cause, reason }) => [null, 'uncovered', cause, hostname, reason, null]),
];

async function show(ctx: Ctx, id: string, values: Values): Promise<Said> {
  const asked = {
    id,
    for: text(values, 'for') ?? null,
    lang: text(values, 'lang'),
    at: text(values, 'at') ?? null,
  };
  const format = text(values, 'format');
  if (format === undefined) {
    const answer = await getPlan({ ctx, input: parseInput(GetPlanInput, asked) });
    return { answer, lines: table(TASKS, tasksOf(answer)) };
  }
  const file = await exportPlan({ ctx, input: parseInput(ExportPlanInput, { ...asked, format }) });
  return { answer: file.text, lines: file.text.trimEnd().split('\n') };
}

export const planCommands: readonly Command[] = [
  ...commandByRoute(listPlans, {
    does: 'lists plans, the newest first',
    lines: ({ plans }: PlanList) => table(HEAD, plans.map(rowOf)),
    rows: 'plans',
  }),
  {
    usage: 'plan show NUMBER|ID [--at T] [--format md|csv|ps1] [--for hgs] [--lang en|fr]',
    does: 'prints the tasks of a plan and how far they are, or its file',
    example: 'plan show RP-0012 --format md',
    verb: getPlan,
    run: ({ ctx, words: [called = ''], values }) => show(ctx, called, values),
  },
];
