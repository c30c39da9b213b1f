import { randomUUID } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Fleet, FleetHost } from '@/apps/simulator/fleet/fleet';
import { observations } from '@/apps/simulator/fleet/schedule';
import { sentAtOf, snapshotAt } from '@/apps/simulator/fleet/snapshot';
import type { EnrolledHost } from '@/apps/simulator/host-agent';
import type { DbRoot } from '@/lib/server/db/client';
import { type Delivery, ingestBatch, readItem } from '@/lib/server/services/snapshot';
import { parseRfc3339 } from '@/lib/util/rfc3339';
import type { Leg } from './legs';

/** A host that the server still takes, with the number of its enrolment. */
export type LiveHost = EnrolledHost & { enrollment: number };

export type KnownHost = Pick<LiveHost, 'host' | 'hostId' | 'enrollment'>;

/** What the hosts from one place in the list up to, not including, another sent in a slice of the past. */
export type Task = { slice: Leg; from: number; to: number };

/** Writes one task after the other; gives the number of snapshots. */
export type Lane = (task: Task) => Promise<number>;
export type Lanes = { lanes: readonly Lane[]; end: () => Promise<void> };

type Sending = { db: DbRoot; fleet: Fleet; hosts: readonly KnownHost[]; retentionDays: number };

/** While one batch is judged here, PostgreSQL writes another. */
export const LANES_OF_A_THREAD = 2;

/** Lanes of this very thread. */
export function lanesHere(sending: Sending): Lanes {
  const lane: Lane = (task) => deliverTask(sending, task);
  return { lanes: Array.from({ length: LANES_OF_A_THREAD }, () => lane), end: async () => undefined };
}

/** In one transaction, as the server would have written it, with the clock of that time. */
export async function deliverTask(sending: Sending, { slice, from, to }: Task): Promise<number> {
  const { db, fleet, hosts, retentionDays } = sending;
  const window = { ...slice, presentMs: fleet.presentMs };
  const deliveries = hosts
    .slice(from, to)
    .flatMap((known) =>
      observations(known.host, window).map(({ collectedMs, sentMs }) =>
        deliveryOf(fleet, known, collectedMs, sentMs),
      ),
    );
  if (deliveries.length === 0) return 0;
  // Hundreds of snapshots were just made in one turn: a signal to stop is heard here.
  await nextTurn();
  deliveries.sort((a, b) => a.receivedAt - b.receivedAt);
  await ingestBatch(db, deliveries, { reportIntervalSeconds: slice.toldSeconds, retentionDays });
  return deliveries.length;
}

function deliveryOf(fleet: Fleet, known: KnownHost, collectedMs: number, sentMs: number): Delivery {
  const { host, hostId, enrollment } = known;
  return {
    hostId,
    enrollment,
    receivedAt: sentMs,
    sentAt: parseRfc3339(sentAtOf(host, sentMs)),
    spool: { pending: 0, dropped: 0 },
    items: [readItem(snapshotAt(fleet, host, collectedMs))],
    bodyFault: null,
    requestId: randomUUID(),
  };
}

export const knownHosts = (
  fleet: Fleet,
  known: readonly { hostname: string; hostId: string; enrollment: number }[],
): KnownHost[] => {
  const hosts = new Map(fleet.hosts.map((host): [string, FleetHost] => [host.hostname, host]));
  return known.flatMap(({ hostname, hostId, enrollment }) => {
    const host = hosts.get(hostname);
    return host === undefined ? [] : [{ host, hostId, enrollment }];
  });
};
