import { countBy, rateOf } from '@/lib/domain/compliance';
import { isAble } from '@/lib/domain/judge';
import { type Cause, COMPLIANCE, type Compliance, STATES, type State } from '@/lib/domain/vocabulary';
import { grouped } from '@/lib/util/grouped';

/**
 * The figures of a report depend only on its hosts, so a reader with the hosts can check the sums, as the
 * verification of a report does.
 */
export type CountedHost = {
  fabric: string;
  cluster: string | null;
  state: State;
  compliance: Compliance;
  causes: readonly Cause[];
  /** Null if the host does not know. Counted as none, as everywhere. */
  shieldedVms: number | null;
};

export type ClassTotals = Record<Compliance, number> & {
  hosts: number;
  rate: number | null;
  vms: { total: number; blocked: number; unverified: number };
};

const vmsOf = (hosts: readonly Pick<CountedHost, 'shieldedVms'>[]) =>
  hosts.reduce((sum, { shieldedVms }) => sum + (shieldedVms ?? 0), 0);

export const isBlocking = ({ state }: Pick<CountedHost, 'state'>) => state !== 'Silent' && !isAble(state);

export function totalsOf(hosts: readonly CountedHost[]): ClassTotals {
  const classes = countBy(COMPLIANCE, hosts, ({ compliance }) => compliance);
  return {
    hosts: hosts.length,
    ...classes,
    rate: rateOf(classes.compliant, hosts.length),
    vms: {
      total: vmsOf(hosts),
      blocked: vmsOf(hosts.filter(isBlocking)),
      unverified: vmsOf(hosts.filter(({ state }) => state === 'Silent')),
    },
  };
}

export const statesOf = (hosts: readonly Pick<CountedHost, 'state'>[]): Record<State, number> =>
  countBy(STATES, hosts, ({ state }) => state);

/** Compares by code point like PostgreSQL's "C" order, so that the result is the same on every machine. */
export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  const shorter = Math.min(a.length, b.length);
  let at = 0;
  while (at < shorter && a.charCodeAt(at) === b.charCodeAt(at)) at += 1;
  if (at === shorter) return a.length - b.length;
  const differenceAt = (index: number) => (a.codePointAt(index) ?? 0) - (b.codePointAt(index) ?? 0);
  // Within a pair of surrogates the whole character counts.
  return (at > 0 ? differenceAt(at - 1) : 0) || differenceAt(at);
}

/** Hosts by fabric, and within it by cluster, both in the order of names; hosts without a cluster come last. */
export function byFabric<H extends Pick<CountedHost, 'fabric'>>(hosts: readonly H[]): [string, H[]][] {
  return [...grouped(hosts, ({ fabric }) => fabric)].sort(([a], [b]) => compareText(a, b));
}

export type InCluster<H> = { fabric: string; cluster: string | null; hosts: H[] };

export function byCluster<H extends Pick<CountedHost, 'fabric' | 'cluster'>>(
  hosts: readonly H[],
): InCluster<H>[] {
  return byFabric(hosts).flatMap(([fabric, inFabric]) =>
    [...grouped(inFabric, ({ cluster }) => cluster)]
      .sort(([a], [b]) => (a === null ? 1 : b === null ? -1 : compareText(a, b)))
      .map(([cluster, members]) => ({ fabric, cluster, hosts: members })),
  );
}

export type CauseFigures = {
  cause: Cause;
  hosts: number;
  vmsBlocked: number;
  /** Hosts with this as their only cause, and the VMs on them. */
  freedAlone: { hosts: number; vms: number };
};

/** Most blocked VMs first, then most hosts, then by name. */
export function causesOfHosts(hosts: readonly CountedHost[]): CauseFigures[] {
  const pairs = hosts.flatMap((host) => host.causes.map((cause) => ({ cause, host })));
  return [...grouped(pairs, ({ cause }) => cause)]
    .map(([cause, found]) => {
      const having = found.map(({ host }) => host);
      const alone = having.filter(({ causes }) => causes.length === 1);
      const freedAlone = { hosts: alone.length, vms: vmsOf(alone) };
      return { cause, hosts: having.length, vmsBlocked: vmsOf(having), freedAlone };
    })
    .sort((a, b) => b.vmsBlocked - a.vmsBlocked || b.hosts - a.hosts || compareText(a.cause, b.cause));
}
