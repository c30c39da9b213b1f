import { isAble } from '@/lib/domain/judge';
import { isState } from '@/lib/domain/vocabulary';
import { HOUR_MS } from '@/lib/util/durations';
import { grouped } from '@/lib/util/grouped';

/** A host that turned within a time: what it was before, and what it is after. */
export type TurnedHost = {
  fabric: string;
  cluster: string | null;
  /** Since when it is what it is. */
  at: Date;
  /** It was not in the fleet before. */
  isNew: boolean;
  /** A new host has what it was at first, and null where that is not known. */
  from: string | null;
  /** Null where it is no longer in the fleet. */
  to: string | null;
  /** What it fails by. */
  causes: readonly string[];
  /** How many shielded VMs it holds, or held when it was last heard; null where that is not known. */
  shieldedVms: number | null;
};

export type HostsAndVms = { hosts: number; vms: number };
export type Turns = { worse: HostsAndVms; silent: HostsAndVms; better: HostsAndVms };
export type ChangeSums = Turns & {
  /** Hosts that came to the fleet able, and hosts that were able and are no longer in it. */
  joined: number;
  left: number;
  byCluster: ({ fabric: string; cluster: string } & Turns)[];
  byCause: ({ cause: string } & HostsAndVms)[];
  /** How many of the hosts that are worse have several causes: each of them is counted by all of these. */
  severalCauses: number;
  /** The whole hours in which hosts turned, in their order. */
  byHour: ({ from: Date } & Record<keyof Turns, number>)[];
};

const isAbleState = (text: string | null) => isState(text) && isAble(text);

/** Null for a host that is again what it was: one that does not settle moves no sum. */
function turnOf({ from, to }: TurnedHost): keyof Turns | null {
  if (from === null || to === null || isAbleState(from) === isAbleState(to)) return null;
  if (isAbleState(to)) return 'better';
  return to === 'Silent' ? 'silent' : 'worse';
}

const sumOf = (hosts: readonly TurnedHost[]): HostsAndVms => ({
  hosts: hosts.length,
  vms: hosts.reduce((sum, { shieldedVms }) => sum + (shieldedVms ?? 0), 0),
});

function turnsOf(hosts: readonly TurnedHost[]): Turns {
  const of = (turn: keyof Turns) => sumOf(hosts.filter((host) => turnOf(host) === turn));
  return { worse: of('worse'), silent: of('silent'), better: of('better') };
}

const byWeight = (a: HostsAndVms, b: HostsAndVms) => b.vms - a.vms || b.hosts - a.hosts;

/** What stopped being able first: what recovered needs nobody. */
const byTurns = (a: Turns, b: Turns) =>
  byWeight(a.worse, b.worse) || byWeight(a.silent, b.silent) || byWeight(a.better, b.better);

/** Each host in the hour of its last turn, by which it is what it counts as. */
function hoursOf(hosts: readonly TurnedHost[]): ChangeSums['byHour'] {
  const hours = grouped(hosts, ({ at }) => Math.floor(at.getTime() / HOUR_MS));
  return [...hours]
    .sort(([one], [other]) => one - other)
    .map(([hour, group]) => {
      const { worse, silent, better } = turnsOf(group);
      return {
        from: new Date(hour * HOUR_MS),
        worse: worse.hosts,
        silent: silent.hosts,
        better: better.hosts,
      };
    });
}

/** What a time did to the fleet, in sum, by cluster and by cause, the heaviest first, so many at most, and hour by hour. */
export function sumChanges(turned: readonly TurnedHost[], most: number): ChangeSums {
  const hosts = turned.filter((host) => turnOf(host) !== null);
  const clusters = grouped(
    hosts.flatMap((host) => (host.cluster === null ? [] : [{ ...host, cluster: host.cluster }])),
    ({ fabric, cluster }) => JSON.stringify([fabric, cluster]),
  );
  const byCluster = [...clusters.values()].flatMap((group) => {
    const [first] = group;
    return first === undefined ? [] : [{ fabric: first.fabric, cluster: first.cluster, ...turnsOf(group) }];
  });
  const failing = hosts.filter((host) => turnOf(host) === 'worse');
  const causesOf = ({ causes }: TurnedHost) => [...new Set(causes)];
  const causes = grouped(
    failing.flatMap((host) => causesOf(host).map((cause) => ({ cause, host }))),
    ({ cause }) => cause,
  );
  const byCause = [...causes].map(([cause, group]) => ({ cause, ...sumOf(group.map(({ host }) => host)) }));
  return {
    ...turnsOf(hosts),
    joined: turned.filter(({ isNew, from, to }) => isNew && isAbleState(from ?? to)).length,
    left: turned.filter(({ from, to }) => to === null && isAbleState(from)).length,
    byCluster: byCluster.sort(byTurns).slice(0, most),
    byCause: byCause.sort(byWeight).slice(0, most),
    severalCauses: failing.filter((host) => causesOf(host).length > 1).length,
    byHour: hoursOf(hosts),
  };
}
