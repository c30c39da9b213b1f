import { isAble } from '@/lib/domain/judge';
import { isState } from '@/lib/domain/vocabulary';
import { HOUR_MS } from '@/lib/util/durations';
import { grouped } from '@/lib/util/grouped';

/** A host that turned within a time: its state before and after. */
export type TurnedHost = {
  fabric: string;
  cluster: string | null;
  /** Since when it has its present state. */
  at: Date;
  /** Whether it joined the fleet within the time. */
  isNew: boolean;
  /** The first state of a new host, null if that is unknown. */
  from: string | null;
  /** Null if it is no longer in the fleet. */
  to: string | null;
  /** Its present causes. */
  causes: readonly string[];
  /** How many shielded VMs it holds, or held when it was last heard; null if unknown. */
  shieldedVms: number | null;
};

export type HostsAndVms = { hosts: number; vms: number };
export type Turns = { worse: HostsAndVms; silent: HostsAndVms; better: HostsAndVms };
export type ChangeSums = Turns & {
  /** Hosts that joined the fleet able, and able hosts that left it. */
  joined: number;
  left: number;
  byCluster: ({ fabric: string; cluster: string } & Turns)[];
  byCause: ({ cause: string } & HostsAndVms)[];
  /** How many of the worse hosts have several causes: each of them is counted in all of these. */
  severalCauses: number;
  /** The whole hours in which hosts turned, in order. */
  byHour: ({ from: Date } & Record<keyof Turns, number>)[];
};

const isAbleState = (text: string | null) => isState(text) && isAble(text);

/** Null for a host that is able or not as before: a flapping host changes no sum. */
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

/** Hosts that stopped being able come first, because recovered hosts need nobody. */
const byTurns = (a: Turns, b: Turns) =>
  byWeight(a.worse, b.worse) || byWeight(a.silent, b.silent) || byWeight(a.better, b.better);

/** Each host counts in the hour of its last turn, which gave it its present state. */
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

/**
 * What happened to the fleet within a time: sums, by cluster and by cause (the heaviest first, up to `most`),
 * and by hour.
 */
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
