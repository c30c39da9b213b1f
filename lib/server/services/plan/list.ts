import { validate as isUuid } from 'uuid';
import { ListPlansInput, PlanList, type PlanRow } from '@/lib/contracts/plan';
import type { Ctx } from '@/lib/server/context';
import { momentOf, type When } from '@/lib/server/db/fleet/point-in-time';
import { questionCursor } from '@/lib/server/request/opaque-cursor';
import { refuseForgotten, whenOf } from '@/lib/server/request/resolve-time';
import { hostsOfWave } from '@/lib/server/services/change';
import { verb } from '@/lib/server/verbs/verb';
import { plansAt } from './as-it-was';
import { plansBelow } from './internal';
import { readRows } from './read-plans';

/** One page of plans, newest first, now or as they stood at an earlier time. */
export const listPlans = verb({
  procedure: 'plan.list',
  route: { at: 'GET /api/v1/plans' },
  summary: 'Lists plans by state, host or wave.',
  right: 'plan.read',
  kind: 'query',
  input: ListPlansInput,
  output: PlanList,
  work: async ({ ctx, input: asked }) => {
    await refuseForgotten(ctx, asked.at);
    const when = whenOf(ctx, asked.at);
    const asOf = momentOf(when).toISOString();
    const hosts = await hostsAskedFor(ctx, asked);
    const cursor = cursorOf(asked);
    const below = cursor.read(numberIn);
    const found = await matchingPlans(ctx, { ...asked, hosts, below }, when);
    const plans = found.slice(0, asked.limit).map(({ row }) => row);
    const last = found[asked.limit - 1];
    const nextCursor = found.length > asked.limit && last !== undefined ? cursor.write([last.number]) : null;
    return { asOf, plans, nextCursor };
  },
});

/** The hosts that the plans must cover; null means any plan. */
async function hostsAskedFor(ctx: Ctx, { host, wave, at }: ListPlansInput): Promise<string[] | null> {
  const named = host === null ? null : isUuid(host) ? [host] : [];
  if (wave === null) return named;
  const ofWave = await hostsOfWave(ctx, wave, at);
  return named === null ? ofWave : ofWave.filter((id) => named.includes(id));
}

type Found = { row: PlanRow; number: number };
type Asked = ListPlansInput & { hosts: readonly string[] | null; below: number | null };

/**
 * Reads plans until one more than a page matches: the state of a plan follows from history, so the database
 * cannot filter by it.
 */
async function matchingPlans(ctx: Ctx, asked: Asked, when: When): Promise<Found[]> {
  const { state, host, hosts, limit } = asked;
  const found: Found[] = [];
  let { below } = asked;
  for (;;) {
    const stored = await plansBelow(ctx, { hosts, below, limit: limit + 1 });
    const then = 'at' in when ? await plansAt(ctx, stored, when.at) : stored;
    const rows = await readRows(ctx, then, { when, host });
    const matching = rows.flatMap((row, index): Found[] => {
      const number = then[index]?.number ?? 0;
      return state.length === 0 || state.includes(row.state) ? [{ row, number }] : [];
    });
    found.push(...matching);
    const last = stored.at(-1);
    if (last === undefined || stored.length <= limit || found.length > limit)
      return found.slice(0, limit + 1);
    below = last.number;
  }
}

const cursorOf = ({ state, host, wave, at, cursor }: ListPlansInput) =>
  questionCursor({ cursor, digestOf: JSON.stringify([state, host, wave, at]) });

function numberIn([number, ...others]: readonly unknown[]): number | null {
  const isOurs = typeof number === 'number' && Number.isInteger(number) && number >= 0 && number < 2 ** 31;
  return isOurs && others.length === 0 ? number : null;
}
