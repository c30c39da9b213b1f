/** The facts in a snapshot that may explain why hosts turned. */
export const WAVE_FACTS = ['cluster', 'model', 'firmware', 'osBuild', 'ciPolicy', 'agent'] as const;
export type WaveFact = (typeof WAVE_FACTS)[number];
export type HostFacts = Readonly<Record<WaveFact, string | null>>;

/** How many hosts have this combination of facts. */
export type FactCount = HostFacts & { hosts: number };

export type SharedFact = {
  fact: WaveFact;
  value: string;
  /** How many hosts of the wave, and of the rest, have it. */
  wave: number;
  rest: number;
};

const total = (counts: readonly FactCount[]) => counts.reduce((sum, { hosts }) => sum + hosts, 0);

/**
 * The most frequent value; of two equally frequent ones, the first in alphabetical order. Null if the hosts
 * do not say it.
 */
function commonest(hosts: readonly HostFacts[], fact: WaveFact): { value: string; count: number } | null {
  const counts = new Map<string, number>();
  for (const host of hosts) {
    const value = host[fact];
    if (value !== null) counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  const [first] = [...counts].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1));
  return first === undefined ? null : { value: first[0], count: first[1] };
}

const shareOf = (part: number, whole: number) => (whole === 0 ? 0 : part / whole);

/** The share of hosts with it in the wave minus the share in the rest, from -1 to 1. */
export const differenceOf = ({ wave, rest }: SharedFact, sizes: { wave: number; rest: number }): number =>
  shareOf(wave, sizes.wave) - shareOf(rest, sizes.rest);

/** What most hosts of a wave have in common, compared with all others: the largest difference comes first. */
export function sharedFacts(members: readonly HostFacts[], rest: readonly FactCount[]): SharedFact[] {
  const sizes = { wave: members.length, rest: total(rest) };
  return WAVE_FACTS.flatMap((fact): SharedFact[] => {
    const found = commonest(members, fact);
    if (found === null || found.count * 2 <= members.length) return [];
    const others = total(rest.filter((count) => count[fact] === found.value));
    return [{ fact, value: found.value, wave: found.count, rest: others }];
  }).sort((a, b) => differenceOf(b, sizes) - differenceOf(a, sizes));
}
