import type { MapColour } from '@/lib/contracts/words/map-colour';
import type { MapHost } from '@/lib/contracts/words/map-hosts';
import { DAY_MS, HOUR_MS } from '@/lib/util/durations';

/** So many kinds have a colour and a letter of their own; the rarer ones share the last. */
export const MOST_KINDS = 8;

/** Up to how long ago a host's state began. What is older is "older". */
const AGES = [
  ['hour', HOUR_MS],
  ['day', DAY_MS],
  ['week', 7 * DAY_MS],
  ['month', 30 * DAY_MS],
] as const;
type Age = (typeof AGES)[number][0] | 'older';
const AGE_ORDER: readonly Age[] = [...AGES.map(([age]) => age), 'older'];

/** What a host is by one of the colours: a word of ours, or a name that hosts and HGS gave. */
export type KindName =
  | { is: 'name'; name: string }
  | { is: 'age'; age: Age }
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
  return { is: 'age', age: AGES.find(([, upTo]) => passed < upTo)?.[0] ?? 'older' };
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

function countedKinds(names: readonly KindName[]): MapKind[] {
  const found = new Map<string, MapKind>();
  for (const name of names) {
    const key = keyOf(name);
    const count = (found.get(key)?.count ?? 0) + 1;
    found.set(key, { ...name, key, place: null, count });
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

/** The kinds of the hosts that are drawn, counted, and which of them each host is. */
export function kindsOfMap(hosts: readonly MapHost[], colour: KindColour, asOf: string): MapKinds {
  const nameOf = (host: MapHost) => NAME_OF[colour](host, asOf);
  const sorted = countedKinds(hosts.map(nameOf));
  const kinds = [...placed(sorted.filter((kind) => !isPlain(kind))), ...sorted.filter(isPlain)];
  const byKey = new Map(kinds.map((kind) => [kind.key, kind]));
  return { kinds, kindOf: (host) => byKey.get(keyOf(nameOf(host))) ?? byKey.get('others') };
}
