import { inRepairOrder } from '@/lib/domain/repair-order';
import { grouped } from '@/lib/util/grouped';
import { groupBaselines } from './baselines';
import { BASELINE_CAUSE, type Pair, workFor } from './cause-work';
import { groupFixes } from './fix-groups';
import { byName, compareText } from './order';
import { groupRestarts } from './restart-groups';
import { orderRestarts } from './restarts';
import type { PlanHost, PlannedGroup, PlannedWork, PlanQuestion, Uncovered, UncoveredReason } from './types';

/**
 * Makes one sequence of work from hosts and their causes: settings first, then one restart for each host that
 * needs it, and TPM baselines when nothing changes any more. Each cause of each host is in one group, or in
 * `uncovered` with the reason. The result depends on the set of hosts, not on its order.
 */
export function planWork({ hosts, ableNodes }: PlanQuestion): PlannedWork {
  const sorted = [...new Map(hosts.map((host) => [host.id, host])).values()].toSorted(byName);
  const { pairs, uncovered } = readPairs(sorted);
  const open = new Set(uncovered.map(({ hostId }) => hostId));
  const { sequences, refused } = orderRestarts(restarting(pairs, open), ableNodes);
  const cannot = new Set(refused.map(({ id }) => id));
  const isLeft = ({ host, work }: Pair) => work.restart !== null && cannot.has(host.id);
  uncovered.push(...pairs.filter(isLeft).map((pair) => toUncovered(pair, reasonOf(pair.host))));
  const covered = pairs.filter((pair) => !isLeft(pair));
  const baselines = planBaselines(covered, { open, cannot });
  uncovered.push(...baselines.uncovered);
  const fixes = covered.filter(({ cause }) => cause !== BASELINE_CAUSE);
  const hasBaseline = new Set(baselines.groups.flatMap(({ tasks }) => tasks.map(({ hostId }) => hostId)));
  const restarts = groupRestarts(sequences, fixes, hasBaseline);
  const groups = [...groupFixes(fixes), ...restarts, ...baselines.groups];
  return {
    groups,
    uncovered: uncovered.toSorted(byHostAndCause),
    totals: totalsOf(sorted, groups, uncovered),
  };
}

function readPairs(hosts: readonly PlanHost[]): { pairs: Pair[]; uncovered: Uncovered[] } {
  const pairs: Pair[] = [];
  const uncovered: Uncovered[] = [];
  for (const host of hosts) {
    const refuse = (cause: string, reason: UncoveredReason) =>
      uncovered.push({ hostId: host.id, cause, reason });
    const causes = inRepairOrder([...new Set(host.causes)]);
    if (causes.length === 0) refuse(host.state, withoutCause(host));
    for (const cause of causes) {
      const work = host.state === 'Silent' ? 'silent' : workFor(host, cause);
      if (typeof work === 'string') refuse(cause, work);
      else pairs.push({ host, cause, work });
    }
  }
  return { pairs, uncovered };
}

function withoutCause({ state }: PlanHost): UncoveredReason {
  if (state === 'Silent') return 'silent';
  return state === 'Passed' ? 'passed' : 'needsDiagnosis';
}

/**
 * Hosts that restart. A host counts as able right after it only if no cause stays open and HGS knows its boot
 * state.
 */
function restarting(pairs: readonly Pair[], open: ReadonlySet<string>) {
  return [...grouped(pairs, ({ host }) => host).entries()]
    .filter(([, own]) => own.some(({ work }) => work.restart !== null))
    .map(([host, own]) => ({
      host,
      becomesAble: !open.has(host.id) && own.every(({ cause }) => cause !== BASELINE_CAUSE),
    }));
}

const reasonOf = ({ cluster }: PlanHost): UncoveredReason =>
  cluster === null ? 'vmsCannotMove' : 'noAbleNode';

const toUncovered = ({ host, cause }: Pair, reason: UncoveredReason): Uncovered => ({
  hostId: host.id,
  cause,
  reason,
});

type Left = { open: ReadonlySet<string>; cannot: ReadonlySet<string> };

/** A host whose restart stays open will measure something else after it, so its baseline waits for another plan. */
function planBaselines(covered: readonly Pair[], { open, cannot }: Left) {
  const asked = covered.filter(({ cause }) => cause === BASELINE_CAUSE).map(({ host }) => host);
  const settled = asked.filter(({ id }) => !cannot.has(id));
  const { groups, refused } = groupBaselines(settled.map((host) => ({ host, isWhole: !open.has(host.id) })));
  const waiting = [...asked.filter(({ id }) => cannot.has(id)), ...refused];
  return {
    groups: groups.toSorted((a, b) => compareText(a.key, b.key)),
    uncovered: waiting.map(
      ({ id }): Uncovered => ({ hostId: id, cause: BASELINE_CAUSE, reason: 'othersFirst' }),
    ),
  };
}

const byHostAndCause = (a: Uncovered, b: Uncovered) =>
  compareText(a.hostId, b.hostId) || compareText(a.cause, b.cause);

/** Only hosts without open causes count as freed with their VMs. */
function totalsOf(
  hosts: readonly PlanHost[],
  groups: readonly PlannedGroup[],
  uncovered: readonly Uncovered[],
) {
  const open = new Set(uncovered.map(({ hostId }) => hostId));
  const restarts = groups.filter(({ kind }) => kind === 'restart').flatMap(({ tasks }) => tasks);
  const freed = hosts.filter(({ id }) => !open.has(id));
  return {
    hosts: hosts.length,
    vmsFreed: freed.reduce((sum, { shieldedVms }) => sum + (shieldedVms ?? 0), 0),
    fixes: groups.filter(({ cause }) => cause !== null).length,
    restarts: restarts.length,
  };
}
