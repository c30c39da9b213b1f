import type { MapColour } from '@/lib/contracts/words/map-colour';
import type { MapHost } from '@/lib/contracts/words/map-hosts';
import { MAP_AGES, type MapAge } from '@/lib/domain/map-age';
import type { State } from '@/lib/domain/vocabulary';

/** So many kinds have a colour and a letter of their own; the rarer ones share the last. */
export const MOST_KINDS = 8;

const AGE_ORDER: readonly MapAge[] = [...MAP_AGES.map(([age]) => age), 'older'];

/** What a host is by one of the colours: a word of ours, or a name that hosts and HGS gave. */
export type KindName =
  | { is: 'name'; name: string }
  | { is: 'state'; name: State }
  | { is: 'age'; age: MapAge }
  | { is: 'several' | 'none' | 'notKnown' | 'others' };

export type MapKind = KindName & {
  key: string;
  /** Its place among colours and letters. Null for what is the absence of a kind: such cells stay plain. */
  place: number | null;
  count: number;
};

export type MapKinds = { kinds: readonly MapKind[]; kindOf: (host: MapHost) => MapKind | undefined };

export type KindColour = Exclude<MapColour, 'state'>;

const named = (name: string | null): KindName => (name === null ? { is: 'notKnown' } : { is: 'name', name });

function ageOf(since: string, asOf: string): KindName {
  const passed = Date.parse(asOf) - Date.parse(since);
  return { is: 'age', age: MAP_AGES.find(([, upTo]) => passed < upTo)?.[0] ?? 'older' };
}

/** Checks of a silent host are not evaluated: nobody knows that none fails. */
function checkOf({ state, checks: [first, second] }: MapHost): KindName {
  if (state === 'Silent') return { is: 'notKnown' };
  if (first === undefined) return { is: 'none' };
  return second === undefined ? { is: 'name', name: first } : { is: 'several' };
}

const NAME_OF: Readonly<Record<KindColour, (host: MapHost, asOf: string) => KindName>> = {
  check: checkOf,
  firmware: ({ firmware }) => named(firmware),
  os: ({ os }) => named(os),
  age: ({ since }, asOf) => ageOf(since, asOf),
};

const isPlain = ({ is }: KindName) => is === 'none' || is === 'notKnown';
const keyOf = (kind: KindName) => JSON.stringify(kind);

/** The most frequent first, and what has no kind last; ages as time goes. */
function inOrder(one: MapKind, other: MapKind): number {
  if (isPlain(one) !== isPlain(other)) return Number(isPlain(one)) - Number(isPlain(other));
  if (one.is === 'age' && other.is === 'age')
    return AGE_ORDER.indexOf(one.age) - AGE_ORDER.indexOf(other.age);
  return other.count - one.count || (one.key < other.key ? -1 : 1);
}

function countedKinds(counted: readonly CountedName[]): MapKind[] {
  const found = new Map<string, MapKind>();
  for (const { name, count } of counted) {
    const key = keyOf(name);
    found.set(key, { ...name, key, place: null, count: (found.get(key)?.count ?? 0) + count });
  }
  return [...found.values()].sort(inOrder);
}

/** Colours and letters, as long as there are any: what is left over shares the last. */
function placed(kinds: readonly MapKind[]): MapKind[] {
  const shown = kinds.slice(0, kinds.length > MOST_KINDS ? MOST_KINDS - 1 : MOST_KINDS);
  const own = shown.map((kind, index) => ({
    ...kind,
    place: kind.is === 'age' ? AGE_ORDER.indexOf(kind.age) : index,
  }));
  const rarer = kinds.slice(shown.length);
  if (rarer.length === 0) return own;
  const count = rarer.reduce((sum, kind) => sum + kind.count, 0);
  return [...own, { is: 'others', key: 'others', place: MOST_KINDS - 1, count }];
}

export type CountedName = { name: KindName; count: number };

/** The kinds of what is counted, and which of them a name is. */
export function kindsOf(counted: readonly CountedName[]) {
  const sorted = countedKinds(counted);
  const kinds = [...placed(sorted.filter((kind) => !isPlain(kind))), ...sorted.filter(isPlain)];
  const byKey = new Map(kinds.map((kind) => [kind.key, kind]));
  return { kinds, kindNamed: (name: KindName) => byKey.get(keyOf(name)) ?? byKey.get('others') };
}

/** The kinds of the hosts that are drawn, counted, and which of them each host is. */
export function kindsOfMap(hosts: readonly MapHost[], colour: KindColour, asOf: string): MapKinds {
  const nameOf = (host: MapHost) => NAME_OF[colour](host, asOf);
  const { kinds, kindNamed } = kindsOf(hosts.map((host) => ({ name: nameOf(host), count: 1 })));
  return { kinds, kindOf: (host) => kindNamed(nameOf(host)) };
}
