import type { ChangeKind } from '@/lib/domain/change-kinds';
import { grouped } from '@/lib/util/grouped';
import { shortHash } from '@/lib/util/short-hash';

/**
 * One host's change, with the reason that others may share. One HGS attests a whole fabric, so a wave never
 * leaves it.
 */
export type WaveChange = {
  id: string;
  hostId: string;
  fabricId: string;
  at: number;
  kind: string;
  /** Equal for changes that may form one wave. */
  reason: string;
};

export type Wave<Member extends WaveChange = WaveChange> = {
  id: string;
  from: number;
  to: number;
  /** The hosts in the order in which they turned. */
  members: readonly Member[];
};

/** Twice the default interval: two hosts may show the same event an interval apart. */
export const WAVE_GAP_MS = 30 * 60_000;
/** Changes that continue for longer are no wave but a lasting condition. */
export const WAVE_LONGEST_MS = 6 * 3_600_000;

/** The fewest hosts that form a wave. */
export const LEAST_HOSTS = 2;
/** Two hosts that recover at the same time need nobody, so they are listed one by one. */
export const LEAST_RECOVERED = 3;
/** The kind of a recovery, which stored reasons do not show because they are digests. */
export const RECOVERED: ChangeKind = 'recovery';

const inOrder = (a: WaveChange, b: WaveChange) => a.at - b.at || (a.id < b.id ? -1 : Number(a.id > b.id));

/**
 * Hosts that turned for the same reason within a short time. The result depends on the set of changes, not on
 * its order.
 */
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
  const least = members.every(({ kind }) => kind === RECOVERED) ? LEAST_RECOVERED : LEAST_HOSTS;
  if (new Set(members.map(({ hostId }) => hostId)).size < least) return [];
  return [{ id: waveId(first), from: first.at, to: last.at, members }];
}

/** The id of a wave is derived from its first change. */
export const waveId = ({ at, fabricId, reason }: Pick<WaveChange, 'at' | 'fabricId' | 'reason'>): string =>
  `${at.toString(36)}-${shortHash(`${fabricId} ${reason}`)}`;

export const TRAITS = ['cluster', 'model', 'firmware'] as const;
export type Trait = (typeof TRAITS)[number];
export type Traits = Readonly<Record<Trait, string | null>>;

export type Shared = {
  trait: Trait;
  value: string;
  /** How many hosts outside the wave have it too. */
  others: number;
};

/** The hosts with which a wave is compared, including its own. */
export type Crowd = { total: number; countOf: (trait: Trait, value: string) => number };

/** The common value; null if the values differ or one is missing. */
export function sameOrNull(values: readonly (string | null)[]): string | null {
  const [first = null, ...others] = values;
  return others.every((value) => value === first) ? first : null;
}

/** The traits that all hosts of a wave have in common. */
export const commonTraits = (members: readonly Traits[]): Traits => ({
  cluster: sameOrNull(members.map(({ cluster }) => cluster)),
  model: sameOrNull(members.map(({ model }) => model)),
  firmware: sameOrNull(members.map(({ firmware }) => firmware)),
});

/** What all hosts of a wave have and most others do not; what only they have comes first. */
export function sharedTraits(common: Traits, hosts: number, crowd: Crowd): Shared[] {
  const outside = crowd.total - hosts;
  return TRAITS.flatMap((trait): Shared[] => {
    const value = common[trait];
    if (value === null) return [];
    const others = Math.max(0, crowd.countOf(trait, value) - hosts);
    return outside > 0 && others * 2 <= outside ? [{ trait, value, others }] : [];
  }).sort((a, b) => Number(a.others > 0) - Number(b.others > 0));
}

/** A change of the host itself instead of its judgement. */
export type Precedent = {
  hostId: string;
  at: number;
  kind: ChangeKind;
  from: string | null;
  to: string | null;
};

/** A host that is updated one evening may be judged with it only the next day. */
export const PRECEDENT_MS = 24 * 3_600_000;

/** What was replaced alike on all hosts of a wave, with the first and the last time. */
export type CommonPrecedent = Pick<Precedent, 'kind' | 'from' | 'to'> & { firstAt: number; lastAt: number };

const nameOf = ({ kind, from, to }: { kind: string; from: string | null; to: string | null }) =>
  JSON.stringify([kind, from, to]);

const isShortlyBefore = (at: number, turnedAt: number) => at <= turnedAt && at >= turnedAt - PRECEDENT_MS;

/** What was changed alike on every host of a wave shortly before it turned. */
export function precedentsOf(
  members: readonly Pick<WaveChange, 'hostId' | 'at'>[],
  changes: readonly Precedent[],
): CommonPrecedent[] {
  const byHost = grouped(changes, ({ hostId }) => hostId);
  const had = members.map(({ hostId, at: turnedAt }) =>
    (byHost.get(hostId) ?? []).filter(({ at }) => isShortlyBefore(at, turnedAt)),
  );
  const [first = [], ...others] = had;
  const names = others.map((precedents) => new Set(precedents.map(nameOf)));
  const common = new Map(
    first
      .filter((change) => names.every((known) => known.has(nameOf(change))))
      .map(({ kind, from, to }) => [nameOf({ kind, from, to }), { kind, from, to }]),
  );
  const all = grouped(had.flat(), nameOf);
  return [...common].map(([name, precedent]) => {
    const times = (all.get(name) ?? []).map(({ at }) => at);
    return { ...precedent, firstAt: Math.min(...times), lastAt: Math.max(...times) };
  });
}

type Replaced = { hostId: string; at: number; kind: string; from: string | null; to: string | null };

/** Whether a replacement on one host is among those common to all hosts of its wave. */
export function isPrecedent(
  common: readonly CommonPrecedent[],
  { turnedAt, change }: { turnedAt: ReadonlyMap<string, number>; change: Replaced },
): boolean {
  const turned = turnedAt.get(change.hostId);
  if (turned === undefined || !isShortlyBefore(change.at, turned)) return false;
  return common.some((precedent) => nameOf(precedent) === nameOf(change));
}
