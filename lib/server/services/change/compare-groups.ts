import {
  type ChangeGroup,
  ChangeGroups,
  ChangeGroupsInput,
  type ComparedHost,
} from '@/lib/contracts/compare';
import { MEMBERS_NAMED, MOST_COMPARED } from '@/lib/contracts/words/compare';
import {
  byWeight,
  type EqualHosts,
  type GroupPlace,
  groupCompared,
  OUTCOMES,
  placeOf,
} from '@/lib/domain/compared';
import { countDifferences, heaviestDifferences } from '@/lib/server/db/fleet/answers/compare';
import { GROUPS_OF_COMPARISON } from '@/lib/server/verbs/question-words';
import { verb } from '@/lib/server/verbs/verb';
import { memberOf } from '@/lib/util/guards';
import { shortHash } from '@/lib/util/short-hash';
import { toldHost } from './compare';
import { factsOf } from './compared-facts';
import { comparisonCursor, readComparison } from './comparison';
import { groupWaves } from './group-waves';

type Host = Omit<ComparedHost, 'differs'> & { hostname: string; facts: ChangeGroup['facts'] };

const isOutcome = memberOf(OUTCOMES);
const isNumber = (value: unknown): value is number => typeof value === 'number';
const isText = (value: unknown): value is string => typeof value === 'string';

/** Names may be longer than a cursor: groups whose names begin with the same characters are ordered by id. */
const NAME_CHARS = 200;
const shortPlace = (group: EqualHosts): GroupPlace => {
  const place = placeOf(group);
  return { ...place, name: place.name.slice(0, NAME_CHARS) };
};

function placeIn([outcome, shieldedVms, count, name, id]: readonly unknown[]): GroupPlace | null {
  if (!isText(outcome) || !isOutcome(outcome) || !isNumber(shieldedVms) || !isNumber(count)) return null;
  return isText(name) && isText(id) ? { outcome, shieldedVms, count, name, id } : null;
}

const asParts = ({ outcome, shieldedVms, count, name, id }: GroupPlace) => [
  outcome,
  shieldedVms,
  count,
  name,
  id,
];

function comparedHost(host: ComparedHost): Host {
  const { differs: _, ...told } = host;
  return { ...told, hostname: (host.after ?? host.before)?.hostname ?? '', facts: factsOf(host) };
}

function toldMember({ id, hostname, shieldedVms, before, after }: Host): ChangeGroup['members'][number] {
  const { fabric = '', cluster = null } = after ?? before ?? {};
  return { id, hostname, fabric, cluster, shieldedVms, isGone: after === null };
}

/**
 * The last HGS status of hosts that were silent at one of the times. Null when the hosts differ in it or were
 * not silent.
 */
function lastStatusOf(hosts: readonly Host[], side: 'before' | 'after') {
  const words = new Set(hosts.map(({ [side]: then }) => then?.state === 'Silent' && then.attestationStatus));
  const [word] = words;
  return (words.size === 1 && word) || null;
}

function toldGroup({
  key,
  outcome,
  facts,
  shieldedVms,
  hosts,
}: EqualHosts<Host>): Omit<ChangeGroup, 'waveId'> {
  const clusters = [
    ...new Set(hosts.flatMap(({ before, after }) => (after ?? before)?.cluster ?? [])),
  ].sort();
  return {
    id: shortHash(key),
    outcome,
    hosts: hosts.length,
    shieldedVms,
    facts: [...facts],
    lastStatus: { before: lastStatusOf(hosts, 'before'), after: lastStatusOf(hosts, 'after') },
    clusters: { first: clusters[0] ?? null, count: clusters.length },
    members: hosts.slice(0, MEMBERS_NAMED).map(toldMember),
  };
}

/**
 * Compares like `change.compare` and groups hosts that changed alike: the worst first, then the groups that
 * most VMs depend on.
 */
export const compareGroups = verb({
  procedure: 'change.compareGroups',
  route: { at: 'GET /api/v1/changelog/groups', tag: 'changes', words: GROUPS_OF_COMPARISON },
  summary: 'Says what differs between the fleet at two times, equal differences together.',
  right: 'history.read',
  kind: 'query',
  heavy: true,
  input: ChangeGroupsInput,
  output: ChangeGroups,
  work: async ({ ctx, input }) => {
    const { from, to, sides, narrowed } = await readComparison(ctx, input);
    const beyond = comparisonCursor(input).read(placeIn);
    const [counted, found] = await Promise.all([
      countDifferences(ctx.db, sides, narrowed),
      heaviestDifferences(ctx.db, sides, { limit: MOST_COMPARED, ...narrowed }),
    ]);
    const groups = groupCompared(
      found.map((row) => comparedHost(toldHost(row))),
      input.isGrouped,
    );
    const rest = beyond === null ? groups : groups.filter((group) => byWeight(beyond, shortPlace(group)) < 0);
    const page = rest.slice(0, input.limit);
    const last = page.at(-1);
    const hasMore = rest.length > page.length && last !== undefined;
    const told = page.map(toldGroup);
    const waveOf = await groupWaves(ctx, told, { from, to });
    return {
      from: from.toISOString(),
      to: to.toISOString(),
      ...counted,
      groupCount: groups.length,
      // A host that changed between the two statements is in only one of the results.
      leftOut: Math.max(0, counted.total - found.length),
      groups: told.map((group) => ({ ...group, waveId: waveOf(group) })),
      nextCursor: hasMore ? comparisonCursor(input).write(asParts(shortPlace(last))) : null,
    };
  },
});
