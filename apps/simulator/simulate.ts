import { createAgentApi } from './agent-api';
import { createFaults, type Faults, withSkewedClocks } from './faults';
import type { Fleet } from './fleet/fleet';
import type { Repair } from './fleet/repairs';
import { nextObservation } from './fleet/schedule';
import { type Counts, type EnrolledHost, HostAgent, noCounts } from './host-agent';
import type { Ledger } from './ledger';

type Options = {
  fleet: Fleet;
  enrolled: readonly EnrolledHost[];
  server: string;
  /** Holds until a host has been told otherwise, or for good where `isIntervalFixed`. */
  intervalSeconds: number;
  isIntervalFixed?: boolean;
  /** Everything sent up to here is in the server already. */
  fromMs: number;
  faults: Faults;
  ledger?: Ledger;
  /** Waits before retries are multiplied by it (1). */
  waitScale?: number;
  log: (line: string) => void;
};

export type Simulation = {
  counts: Counts;
  /** All that was due before this time is acknowledged. */
  acknowledgedUntilMs: () => number;
  /** How many snapshots wait to be acknowledged. */
  pending: () => number;
  /** Ends what ails a host, as somebody who repairs it does. Null: there is no such host. */
  mend: (hostId: string, repair: Omit<Repair, 'host'>) => Repair | null;
  stop: () => Promise<void>;
};

/**
 * Every host runs on its own schedule, even when its requests fail: a slow server meets the same load
 * as a fast one (open loop).
 */
export function simulate(options: Options): Simulation {
  const { enrolled, server, faults, ledger, log } = options;
  const fleet = withSkewedClocks(options.fleet, faults.skew);
  const hostOf = new Map(fleet.hosts.map((host) => [host.key, host]));
  const api = createAgentApi(server);
  const counts = noCounts();
  const plan = createFaults(fleet, faults);
  const timers = new Set<NodeJS.Timeout>();
  const agents = enrolled.map(
    (one) =>
      new HostAgent({
        fleet,
        enrolled: { ...one, host: hostOf.get(one.host.key) ?? one.host },
        api,
        faults: plan,
        counts,
        waitScale: options.waitScale ?? 1,
        record: (entries) => ledger?.record(entries),
        onRefused: ({ status, code }) =>
          log(
            `${one.host.hostname} is no longer taken by the server (${status} ${code}): it reports no more`,
          ),
      }),
  );

  function after(ms: number, work: () => void): void {
    const timer = setTimeout(
      () => {
        timers.delete(timer);
        work();
      },
      Math.max(0, ms),
    );
    timers.add(timer);
  }

  function schedule(agent: HostAgent, fromMs: number): void {
    if (agent.isStopped) return;
    const told = options.isIntervalFixed ? null : agent.intervalSeconds;
    const intervalSeconds = told ?? options.intervalSeconds;
    const window = { fromMs, intervalSeconds, presentMs: fleet.presentMs };
    const next = nextObservation(agent.host, window);
    if (next === null) return;
    const { collectedMs, sentMs } = next;
    after(sentMs - Date.now(), () => {
      const waitMs = plan.lateIntervals(agent.host, collectedMs) * intervalSeconds * 1000;
      if (waitMs === 0) agent.collect(collectedMs);
      else after(waitMs, () => agent.collect(collectedMs));
      schedule(agent, sentMs);
    });
  }

  for (const agent of agents) schedule(agent, options.fromMs);
  if (faults.stormSeconds !== null) {
    const storm = setInterval(() => {
      const now = Date.now();
      for (const agent of agents) agent.collect(now);
    }, faults.stormSeconds * 1000);
    timers.add(storm);
  }

  return {
    counts,
    acknowledgedUntilMs: () =>
      Math.min(Date.now(), ...agents.map((agent) => agent.oldestUnsent() ?? Number.POSITIVE_INFINITY)) - 1,
    pending: () => agents.reduce((sum, agent) => sum + agent.pending(), 0),
    mend: (hostId, { causes, at }) => {
      const agent = agents.find((one) => one.hostId === hostId);
      if (agent === undefined) return null;
      const repair = { host: agent.host.key, causes, at };
      agent.mend(repair);
      return repair;
    },
    stop: async () => {
      for (const timer of timers) clearTimeout(timer);
      const ended = agents.map((agent) => agent.stop());
      api.close();
      await Promise.all(ended);
      await ledger?.close();
    },
  };
}
