import { FleetCounts, FleetCountsInput } from '@/lib/contracts/history';
import { rateOf } from '@/lib/domain/compliance';
import { type Compliance, REPORTING, STATES, type State } from '@/lib/domain/vocabulary';
import { fabricScope } from '@/lib/server/auth/authorize';
import { countExceptedAt, countStatesAt, type StateCount } from '@/lib/server/db/history/counts';
import { refuseForgotten } from '@/lib/server/request/resolve-time';
import { verb } from '@/lib/server/verbs/verb';

function sumBy<T extends string>(
  words: readonly T[],
  counts: readonly StateCount[],
  wordOf: (count: StateCount) => T,
) {
  const sums = Object.fromEntries(words.map((word) => [word, 0])) as Record<T, number>;
  for (const count of counts) sums[wordOf(count)] += count.hosts;
  return sums;
}

/** The classes of a fleet whose states are known, and how many hosts exceptions explain. */
export function complianceOf(
  states: Readonly<Record<State, number>>,
  excepted: number,
): Record<Compliance, number> {
  const total = STATES.reduce((sum, state) => sum + states[state], 0);
  return {
    compliant: states.Passed,
    excepted,
    nonCompliant: total - states.Passed - states.Silent - excepted,
    unverified: states.Silent,
  };
}

export const statesOf = (counts: readonly StateCount[]) => sumBy(STATES, counts, ({ state }) => state);

/** Counts of the whole fleet at an earlier time, whatever its size: the summary without details of single hosts. */
export const fleetCounts = verb({
  procedure: 'history.counts',
  summary: 'Counts the hosts of the fleet by state at a time.',
  right: 'history.read',
  kind: 'query',
  heavy: true,
  input: FleetCountsInput,
  output: FleetCounts,
  work: async ({ ctx, input }) => {
    await refuseForgotten(ctx, input.at);
    const asked = { at: input.at, fabrics: fabricScope(ctx) };
    const counts = await countStatesAt(ctx.db, asked);
    const states = statesOf(counts);
    const total = counts.reduce((sum, { hosts }) => sum + hosts, 0);
    const compliance = complianceOf(states, await countExceptedAt(ctx.db, asked));
    return {
      asOf: input.at.toISOString(),
      total,
      states,
      reporting: sumBy(REPORTING, counts, ({ reporting }) => reporting),
      compliance,
      rates: { able: rateOf(states.Passed, total), compliant: rateOf(compliance.compliant, total) },
    };
  },
});
