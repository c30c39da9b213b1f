import type { ChangeGroup } from '@/lib/contracts/compare';
import { TURNS_FOR_THE_WORSE } from '@/lib/domain/change-kinds';
import { fabricScope } from '@/lib/server/auth/authorize';
import type { Ctx } from '@/lib/server/context';
import { turnsOfHosts } from '@/lib/server/db/fleet/answers/changes';
import { wavesAround } from './waves';

type Group = Pick<ChangeGroup, 'outcome' | 'members'>;

const isOfSome = ({ outcome, members }: Group) =>
  members.length > 1 && (outcome === 'worse' || outcome === 'silent');

/**
 * The wave in which most hosts of a group turned between the two times, given the named members; null where
 * there is none. A comparison that is read backwards has no wave either, because nothing turned in that
 * direction.
 */
export async function groupWaves(
  ctx: Ctx,
  groups: readonly Group[],
  { from, to }: { from: Date; to: Date },
): Promise<(group: Group) => string | null> {
  const hostIds = groups.filter(isOfSome).flatMap(({ members }) => members.map(({ id }) => id));
  if (hostIds.length === 0 || from > to) return () => null;
  const turns = await turnsOfHosts(ctx.db, { hostIds, kinds: TURNS_FOR_THE_WORSE, from, to });
  const { all } = await wavesAround(ctx.db, fabricScope(ctx), turns, to);
  const hostsOf = all.map(({ id, members }) => ({ id, hosts: new Set(members.map(({ hostId }) => hostId)) }));
  return (group) => {
    if (!isOfSome(group)) return null;
    const shares = hostsOf.map(({ id, hosts }) => ({
      id,
      share: group.members.filter((member) => hosts.has(member.id)).length,
    }));
    const [largest] = shares.sort((one, other) => other.share - one.share);
    return largest !== undefined && largest.share * 2 > group.members.length ? largest.id : null;
  };
}
