import { type Command, list, text, type Values } from '@/apps/cli/command';
import { type Cell, table } from '@/apps/cli/output';
import type { PlanList } from '@/lib/contracts/plan';
import {
  ExportPlanInput,
  GetPlanInput,
  ListPlansInput,
  type PlanDetail,
  type PlanRow,
} from '@/lib/contracts/plan';
import { MAX_LIMIT } from '@/lib/contracts/words/host-query';
import type { Ctx } from '@/lib/server/context';
import { parseInput } from '@/lib/server/request/parse-input';
import { findLiveHost } from '@/lib/server/services/host';
import { exportPlan, getPlan, listPlans } from '@/lib/server/services/plan';

/** All pages: a list that ends at a limit says nothing about what it left out. */
async function allPlans(ctx: Ctx, asked: object): Promise<PlanRow[]> {
  const rows: PlanRow[] = [];
  let cursor: string | null = null;
  do {
    const input = parseInput(ListPlansInput, { ...asked, limit: MAX_LIMIT, cursor });
    const page: PlanList = await listPlans({ ctx, input });
    rows.push(...page.plans);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return rows;
}

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

async function show(ctx: Ctx, id: string, values: Values): Promise<string[]> {
  const asked = { id, for: text(values, 'for') ?? null, lang: text(values, 'lang') };
  const format = text(values, 'format');
  if (format === undefined)
    return table(TASKS, tasksOf(await getPlan({ ctx, input: parseInput(GetPlanInput, asked) })));
  const file = await exportPlan({ ctx, input: parseInput(ExportPlanInput, { ...asked, format }) });
  return file.text.trimEnd().split('\n');
}

export const planCommands: Record<string, Command> = {
  'plan list': {
    usage: 'plan list [--state S]... [--host H]',
    does: 'lists plans, the newest first',
    words: 0,
    options: { state: { type: 'string', multiple: true }, host: { type: 'string' } },
    run: async ({ ctx, values }) => {
      const named = text(values, 'host');
      const host = named === undefined ? null : (await findLiveHost(ctx, named)).id;
      return table(HEAD, (await allPlans(ctx, { state: list(values, 'state') ?? [], host })).map(rowOf));
    },
  },
  'plan show': {
    usage: 'plan show NUMBER|ID [--format md|csv|ps1] [--for hgs] [--lang en|fr]',
    does: 'prints the tasks of a plan and how far they are, or its file',
    words: 1,
    options: { format: { type: 'string' }, for: { type: 'string' }, lang: { type: 'string' } },
    run: ({ ctx, words: [called = ''], values }) => show(ctx, called, values),
  },
};
