import type { ChangeKind } from '@/lib/domain/changes';
import { grouped } from '@/lib/util/grouped';
import { shortHash } from '@/lib/util/short-hash';

/** One host's change, with the reason that others may share; a fabric is attested by one HGS, so no wave leaves it. */
export type WaveChange = {
  id: string;
  hostId: string;
  fabricId: string;
  at: number;
  /** Equal for changes that may be one wave. */
  reason: string;
};

export type Wave<Member extends WaveChange = WaveChange> = {
  id: string;
  from: number;
  to: number;
  /** Hosts in the order in which they turned. */
  members: readonly Member[];
};

/** Twice the usual interval: what happens to two hosts at once is seen by one an interval later than by the other. */
export const WAVE_GAP_MS = 30 * 60_000;
/** What goes on for longer is no wave but the way things are. */
export const WAVE_LONGEST_MS = 6 * 3_600_000;

const inOrder = (a: WaveChange, b: WaveChange) => a.at - b.at || (a.id < b.id ? -1 : Number(a.id > b.id));

/** Hosts that turned for the same reason within a short time. Follows from the set of changes, not from its order. */
export function findWaves<Member extends WaveChange>(changes: readonly Member[]): Wave<Member>[] {
  const groups = grouped(changes, ({ fabricId, reason }) => `${fabricId} ${reason}`);
  return [...groups.values()]
    .flatMap((group) => chainsOf(group.sort(inOrder)))
    .flatMap((members) => waveOf(members))
    .sort((a, b) => a.from - b.from || (a.id < b.id ? -1 : 1));
}

function chainsOf<Member extends WaveChange>(sorted: readonly Member[]): Member[][] {
  const chains: Member[][] = [];
  for (const change of sorted) {
    const chain = chains.at(-1);
    const last = chain?.at(-1);
    if (chain !== undefined && last !== undefined && change.at - last.at <= WAVE_GAP_MS) chain.push(change);
    else chains.push([change]);
  }
  return chains;
}

function waveOf<Member extends WaveChange>(members: readonly Member[]): Wave<Member>[] {
  const [first, last] = [members[0], members.at(-1)];
  if (first === undefined || last === undefined) return [];
  if (last.at - first.at > WAVE_LONGEST_MS) return [];
  if (new Set(members.map(({ hostId }) => hostId)).size < 2) return [];
  return [{ id: waveId(first), from: first.at, to: last.at, members }];
}

/** A wave is named after its first change. */
export const waveId = ({ at, fabricId, reason }: Pick<WaveChange, 'at' | 'fabricId' | 'reason'>): string =>
  `${at.toString(36)}-${shortHash(`${fabricId} ${reason}`)}`;

export const TRAITS = ['cluster', 'model', 'firmware'] as const;
export type Trait = (typeof TRAITS)[number];
export type Traits = Readonly<Record<Trait, string | null>>;

export type Shared = {
  trait: Trait;
  value: string;
  /** Hosts beside the wave's that have it too. */
  others: number;
};

/** The hosts that a wave is compared with, its own included. */
export type Crowd = { total: number; countOf: (trait: Trait, value: string) => number };

/** What all hosts of a wave have and most others do not; what only they have comes first. */
export function sharedTraits(members: readonly Traits[], crowd: Crowd): Shared[] {
  const outside = crowd.total - members.length;
  return TRAITS.flatMap((trait): Shared[] => {
    const value = members[0]?.[trait] ?? null;
    if (value === null || members.some((member) => member[trait] !== value)) return [];
    const others = Math.max(0, crowd.countOf(trait, value) - members.length);
    return outside > 0 && others * 2 <= outside ? [{ trait, value, others }] : [];
  }).sort((a, b) => Number(a.others > 0) - Number(b.others > 0));
}

/** A change of what a host is, rather than of how it is judged. */
export type Precedent = {
  hostId: string;
  at: number;
  kind: ChangeKind;
  from: string | null;
  to: string | null;
};

/** A host that is updated one evening may be judged by it only the next day. */
export const PRECEDENT_MS = 24 * 3_600_000;

/** What was changed in the same way on every host of a wave, shortly before it turned. */
export function precedentsOf(
  members: readonly Pick<WaveChange, 'hostId' | 'at'>[],
  changes: readonly Precedent[],
): Pick<Precedent, 'kind' | 'from' | 'to'>[] {
  const nameOf = ({ kind, from, to }: Precedent) => JSON.stringify([kind, from, to]);
  const byHost = new Map<string, Precedent[]>();
  for (const change of changes) byHost.set(change.hostId, [...(byHost.get(change.hostId) ?? []), change]);
  const had = ({ hostId, at: turnedAt }: (typeof members)[number]) =>
    (byHost.get(hostId) ?? []).filter(({ at }) => at <= turnedAt && at >= turnedAt - PRECEDENT_MS);
  const [first, ...others] = members.map(had);
  const names = others.map((precedents) => new Set(precedents.map(nameOf)));
  const common = (first ?? []).filter((change) => names.every((known) => known.has(nameOf(change))));
  const distinct = new Map(
    common.map(({ kind, from, to }) => [JSON.stringify([kind, from, to]), { kind, from, to }]),
  );
  return [...distinct.values()];
}
