import { grouped } from '@/lib/util/grouped';

/** The outcome of a host between two times, in the order of screens. */
export const OUTCOMES = ['worse', 'silent', 'better', 'other'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** One fact at both times: its values, empty if it has none, null if the host was not in the fleet. */
export type ComparedFact<Fact extends string = string> = {
  fact: Fact;
  before: readonly string[] | null;
  after: readonly string[] | null;
};

/** A host that differs between two times, and the differing facts. */
export type ComparedHost<Fact extends string = string> = {
  id: string;
  hostname: string;
  outcome: Outcome;
  shieldedVms: number;
  facts: readonly ComparedFact<Fact>[];
};

/** Hosts that differ in the same facts, with the same values before and after. */
export type EqualHosts<Host extends ComparedHost = ComparedHost> = {
  /** Equal for equal changes. */
  key: string;
  outcome: Outcome;
  facts: Host['facts'];
  shieldedVms: number;
  /** The hosts in the order of names. */
  hosts: readonly Host[];
};

const byCode = (one: string, other: string) => (one < other ? -1 : one > other ? 1 : 0);
const byName = (one: ComparedHost, other: ComparedHost) =>
  byCode(one.hostname.toLowerCase(), other.hostname.toLowerCase()) || byCode(one.id, other.id);

const keyOf = ({ outcome, facts }: ComparedHost) =>
  JSON.stringify([outcome, facts.map(({ fact, before, after }) => [fact, before, after])]);

function groupOf<Host extends ComparedHost>(key: string, hosts: readonly Host[]): EqualHosts<Host> {
  const sorted = [...hosts].sort(byName);
  // A group contains at least the host for which it was made.
  const { outcome, facts } = sorted[0] as Host;
  return {
    key,
    outcome,
    facts,
    shieldedVms: sorted.reduce((sum, host) => sum + host.shieldedVms, 0),
    hosts: sorted,
  };
}

/** The place of a group among the others. */
export type GroupPlace = { outcome: Outcome; shieldedVms: number; count: number; name: string; id: string };

export function placeOf({ outcome, shieldedVms, hosts }: EqualHosts): GroupPlace {
  const [first] = hosts;
  return { outcome, shieldedVms, count: hosts.length, name: first?.hostname ?? '', id: first?.id ?? '' };
}

/** Worst first, then most dependent virtual machines, then the larger group, then by name. */
export const byWeight = (one: GroupPlace, other: GroupPlace): number =>
  OUTCOMES.indexOf(one.outcome) - OUTCOMES.indexOf(other.outcome) ||
  other.shieldedVms - one.shieldedVms ||
  other.count - one.count ||
  byCode(one.name.toLowerCase(), other.name.toLowerCase()) ||
  byCode(one.id, other.id);

/** Every host in exactly one group, with those that changed alike, or alone. */
export function groupCompared<Host extends ComparedHost>(
  hosts: readonly Host[],
  isGrouped: boolean,
): EqualHosts<Host>[] {
  const groups = grouped(hosts, (host) => (isGrouped ? keyOf(host) : host.id));
  return [...groups]
    .map(([key, equal]) => groupOf(key, equal))
    .sort((one, other) => byWeight(placeOf(one), placeOf(other)));
}
