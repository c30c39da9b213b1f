import type { ChangeKind } from '@/lib/domain/change-kinds';
import { grouped } from '@/lib/util/grouped';
import { shortHash } from '@/lib/util/short-hash';

/** One host's change, with the reason that others may share; a fabric is attested by one HGS, so no wave leaves it. */
export type WaveChange = {
  id: string;
  hostId: string;
  fabricId: string;
  at: number;
  kind: string;
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

/** So few hosts that changed alike are a wave. */
export const LEAST_HOSTS = 2;
/** Two hosts that are able again at the same time ask for nobody: they are told one by one. */
export const LEAST_RECOVERED = 3;
/** The kind of change that is a recovery. Stored reasons are digests, which do not say it. */
export const RECOVERED: ChangeKind = 'recovery';

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
  const least = members.every(({ kind }) => kind === RECOVERED) ? LEAST_RECOVERED : LEAST_HOSTS;
  if (new Set(members.map(({ hostId }) => hostId)).size < least) return [];
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

/** What all of some have, and null where they differ or one of them has none. */
export function sameOrNull(values: readonly (string | null)[]): string | null {
  const [first = null, ...others] = values;
  return others.every((value) => value === first) ? first : null;
}

/** What all hosts of a wave have, by what each of them had. */
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

/** What was replaced alike on all hosts of a wave, from the first of them to the last. */
export type CommonPrecedent = Pick<Precedent, 'kind' | 'from' | 'to'> & { firstAt: number; lastAt: number };

const nameOf = ({ kind, from, to }: { kind: string; from: string | null; to: string | null }) =>
  JSON.stringify([kind, from, to]);

const isShortlyBefore = (at: number, turnedAt: number) => at <= turnedAt && at >= turnedAt - PRECEDENT_MS;

/** What was changed in the same way on every host of a wave, shortly before it turned. */
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

/** Whether what was replaced on one host is what had been replaced on all hosts of its wave. */
export function isPrecedent(
  common: readonly CommonPrecedent[],
  { turnedAt, change }: { turnedAt: ReadonlyMap<string, number>; change: Replaced },
): boolean {
  const turned = turnedAt.get(change.hostId);
  if (turned === undefined || !isShortlyBefore(change.at, turned)) return false;
  return common.some((precedent) => nameOf(precedent) === nameOf(change));
}
