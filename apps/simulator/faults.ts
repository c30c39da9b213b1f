import type { WireFault } from './agent-api';
import type { Fleet, FleetHost } from './fleet/fleet';
import { share, whole } from './fleet/seeded';

/** Shares from 0 to 1 of what is sent; `skew` of the hosts. */
export type Faults = {
  lostReplies: number;
  torn: number;
  repeated: number;
  late: number;
  skew: number;
  /** Every so often all hosts send at once; null never. */
  stormSeconds: number | null;
};

export const NO_FAULTS: Faults = {
  lostReplies: 0,
  torn: 0,
  repeated: 0,
  late: 0,
  skew: 0,
  stormSeconds: null,
};

const MAX_SKEW_SECONDS = 7_200;

/** Seeded like the fleet: the same run has the same faults, as far as the server's answers are the same. */
export function createFaults(fleet: Fleet, faults: Faults) {
  const hits = (chance: number, ...parts: (string | number)[]) =>
    chance > 0 && share(fleet.seed, 'fault', ...parts) < chance;
  return {
    wire: (host: FleetHost, time: number, tried: number): WireFault => {
      if (hits(faults.torn, 'torn', host.key, time, tried)) return 'torn';
      return hits(faults.lostReplies, 'lost', host.key, time, tried) ? 'lostReply' : null;
    },
    isRepeated: (host: FleetHost, time: number) => hits(faults.repeated, 'repeat', host.key, time),
    /** How long a snapshot waits before it is sent, in intervals. */
    lateIntervals: (host: FleetHost, time: number) =>
      hits(faults.late, 'late', host.key, time) ? whole(1, 30, fleet.seed, 'lateBy', host.key, time) / 10 : 0,
  };
}

export type FaultPlan = ReturnType<typeof createFaults>;

/** Hosts whose clocks are up to two hours off, in either direction. */
export function withSkewedClocks(fleet: Fleet, skew: number): Fleet {
  if (skew === 0) return fleet;
  const hosts = fleet.hosts.map((host): FleetHost => {
    if (share(host.key, 'skewed') >= skew) return host;
    const offsetSeconds = whole(-MAX_SKEW_SECONDS, MAX_SKEW_SECONDS, host.key, 'skew');
    return { ...host, clock: { from: Number.NEGATIVE_INFINITY, offsetSeconds, driftSecondsPerDay: 0 } };
  });
  return { ...fleet, hosts };
}
