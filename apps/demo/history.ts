import { randomUUID } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Fleet } from '@/apps/simulator/fleet/fleet';
import { observations } from '@/apps/simulator/fleet/schedule';
import { sentAtOf, snapshotAt } from '@/apps/simulator/fleet/snapshot';
import type { EnrolledHost } from '@/apps/simulator/host-agent';
import type { DbRoot } from '@/lib/server/db/client';
import { type Delivery, ingestBatch, maintainPartitions, readItem } from '@/lib/server/services/snapshot';
import { parseRfc3339 } from '@/lib/util/rfc3339';
import { type Leg, slicesOf } from './legs';
import type { Progress } from './memory';

/** A host that the server still takes, with the number of its enrolment. */
export type LiveHost = EnrolledHost & { enrollment: number };

type Filling = {
  db: DbRoot;
  fleet: Fleet;
  hosts: readonly LiveHost[];
  legs: readonly Leg[];
  retentionDays: number;
  signal: AbortSignal;
  saveProgress: (progress: Progress) => void;
  /** Told after every slice. */
  onProgress: (told: { snapshots: number; atMs: number }) => void;
};

const REPORTS_PER_BATCH = 1_000;
/** While one batch is judged here, PostgreSQL writes another. */
const BATCHES_AT_ONCE = 2;
const DAY_MS = 86_400_000;

/** Writes what the fleet sent in these legs, as the server would have, with the clock of that time. */
export async function fillHistory(filling: Filling): Promise<number> {
  const { db, hosts, legs, signal, saveProgress, onProgress } = filling;
  const groups = groupsOf(hosts);
  let snapshots = 0;
  let tidiedDay = -1;
  for (const slice of legs.flatMap((leg) => slicesOf(leg, groups[0]?.length ?? 1, REPORTS_PER_BATCH))) {
    const queue = [...groups];
    const work = async () => {
      for (let group = queue.shift(); group !== undefined; group = queue.shift()) {
        signal.throwIfAborted();
        const delivered = await deliverSlice(filling, slice, group);
        snapshots += delivered;
        onProgress({ snapshots, atMs: slice.untilMs });
      }
    };
    await Promise.all(Array.from({ length: BATCHES_AT_ONCE }, work));
    saveProgress({ untilMs: slice.untilMs, toldSeconds: slice.toldSeconds });
    const day = Math.floor(slice.untilMs / DAY_MS);
    if (day === tidiedDay) continue;
    tidiedDay = day;
    await maintainPartitions(db, new Date(slice.untilMs));
  }
  return snapshots;
}

function groupsOf(hosts: readonly LiveHost[]): LiveHost[][] {
  const size = Math.min(REPORTS_PER_BATCH, Math.ceil(hosts.length / BATCHES_AT_ONCE));
  const groups: LiveHost[][] = [];
  for (let from = 0; from < hosts.length; from += size) groups.push(hosts.slice(from, from + size));
  return groups;
}

async function deliverSlice(filling: Filling, slice: Leg, group: readonly LiveHost[]): Promise<number> {
  const { db, fleet, retentionDays } = filling;
  const deliveries: Delivery[] = [];
  for (const live of group) {
    const window = { ...slice, presentMs: fleet.presentMs };
    for (const { collectedMs, sentMs } of observations(live.host, window))
      deliveries.push(deliveryOf(fleet, live, collectedMs, sentMs));
  }
  if (deliveries.length === 0) return 0;
  // Thousands of snapshots were just made in one turn: a signal to stop is heard here.
  await nextTurn();
  deliveries.sort((a, b) => a.receivedAt - b.receivedAt);
  await ingestBatch(db, deliveries, { reportIntervalSeconds: slice.toldSeconds, retentionDays });
  return deliveries.length;
}

function deliveryOf(fleet: Fleet, live: LiveHost, collectedMs: number, sentMs: number): Delivery {
  const { host, hostId, enrollment } = live;
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
