import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import type { ReportPlan } from '@/lib/contracts/report-content';
import type { Pools } from '@/lib/server/db/pools';
import { changePlan, closePlan, createPlan } from '@/lib/server/services/plan';
import { personCtx } from '@/test/support/exceptions';
import { minutes, type PlanWorld, planWorld } from '@/test/support/plans';
import { REPORT_ORDER } from '@/test/support/report-order';
import { usesDatabase } from '@/test/support/uses-database';
import { makeContent } from './make-content';

let pools: Pools;
usesDatabase((_, opened) => {
  pools = opened;
});

type Asked = { at: number } | { from: number; to: number };

async function cited(my: PlanWorld, asked: Asked): Promise<ReportPlan[]> {
  const times =
    'at' in asked
      ? ({ kind: 'moment', at: minutes(asked.at) } as const)
      : ({ kind: 'period', from: minutes(asked.from), to: minutes(asked.to) } as const);
  const input = { ...REPORT_ORDER, id: randomUUID(), ...times };
  return (await makeContent({ ctx: my.at(200_000), input })).plans;
}

const WORDS = { owner: 'Ops Paris', lang: 'en' } as const;

it('cites the plans over its hosts as they stood at its end, whatever came later', async () => {
  const my = await planWorld(pools, ['Expired'], ['Expired']);
  const plan = await createPlan({ ctx: my.at(0), input: { hosts: my.ids, name: 'First', ...WORDS } });
  await my.send(0, 5, []);
  await my.send(1, 5, []);
  const before = await cited(my, { at: 6 });
  await my.send(1, 7, ['Expired']);
  await changePlan({ ctx: my.at(8), input: { id: plan.id, version: 1, name: 'Second', lang: 'en' } });
  await closePlan({ ctx: my.at(10), input: { id: plan.id } });

  expect(await cited(my, { at: 6 })).toEqual(before);
  expect(before).toMatchObject([
    {
      ...{ id: plan.id, number: plan.number, name: 'First', owner: 'Ops Paris' },
      ...{ state: 'proven', closedAt: null, closedBy: null },
      totals: { tasks: 2, proven: 2, regressions: 0 },
    },
  ]);
  const closed = { name: 'Second', state: 'closed', closedAt: minutes(10).toISOString() };
  const totals = { tasks: 2, proven: 1, regressions: 1 };
  for (const asked of [{ at: 11 }, { from: 9, to: 30 }])
    expect(await cited(my, asked)).toMatchObject([{ ...closed, totals }]);
  const [, second] = my.ids;
  const [row] = await cited(my, { at: 11 });
  expect(row?.tasks.find(({ hostId }) => hostId === second)).toEqual({
    ...{ hostId: second, kind: 'fix', causes: ['Expired'], state: 'regressed', provenAt: null },
    regressions: 1,
  });
  // Not before it was made, and not in a period after its end.
  expect(await cited(my, { at: -1 })).toEqual([]);
  expect(await cited(my, { from: 11, to: 30 })).toEqual([]);
  expect(await cited(my, { at: 100_000 })).toHaveLength(1);
  expect(await cited(my, { at: 190_000 })).toEqual([]);
});

it('cites no plan of fabrics that its maker does not see', async () => {
  const [my, other] = [await planWorld(pools, ['Expired']), await planWorld(pools, ['Expired'])];
  const both = personCtx(pools.console, { fabrics: [my.fabricId, other.fabricId], now: minutes(0) });
  await createPlan({ ctx: both, input: { hosts: [...my.ids, ...other.ids], ...WORDS } });
  expect(await cited(my, { at: 1 })).toEqual([]);
});
