import { randomUUID } from 'node:crypto';
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import type { Fleet, FleetHost } from '@/apps/simulator/fleet/fleet';
import { observations } from '@/apps/simulator/fleet/schedule';
import { sentAtOf, snapshotAt } from '@/apps/simulator/fleet/snapshot';
import { STORY_INTERVAL_SECONDS } from '@/apps/simulator/fleet/story';
import type { EnrolledHost } from '@/apps/simulator/host-agent';
import type { DbRoot } from '@/lib/server/db/client';
import { isDatabaseAway, isDeadlock } from '@/lib/server/db/failures';
import { findReceipts } from '@/lib/server/db/ingest/lock-hosts';
import { type Delivery, ingestBatch, MissingPartitionsError, readItem } from '@/lib/server/services/snapshot';
import { DAY_MS } from '@/lib/util/durations';
import { grouped } from '@/lib/util/grouped';
import { parseRfc3339 } from '@/lib/util/rfc3339';
import type { Leg } from './history-legs';

/** A host that the server still takes, with the number of its enrolment. */
export type LiveHost = EnrolledHost & { enrollment: number };

export type PastHost = Pick<LiveHost, 'host' | 'hostId' | 'enrollment'>;

/** What the hosts from one place in the list up to, not including, another sent in a slice of the past. */
export type Task = { slice: Leg; from: number; to: number };

/** Writes one task after the other; gives the number of snapshots. */
export type Lane = (task: Task) => Promise<number>;
export type Lanes = { lanes: readonly Lane[]; end: () => Promise<void> };

type Sending = { db: DbRoot; fleet: Fleet; hosts: readonly PastHost[]; retentionDays: number };

/** While one batch is judged here, PostgreSQL writes another. */
export const LANES_OF_A_THREAD = 2;

const MAX_TRIES = 8;
const RETRY_AFTER_MS = 500;

/** Lanes of this very thread. */
export function lanesHere(sending: Sending): Lanes {
  const lane: Lane = (task) => deliverTask(sending, task);
  return { lanes: Array.from({ length: LANES_OF_A_THREAD }, () => lane), end: async () => undefined };
}

/**
 * Writes a slice in one transaction as the server would have, with the clock of that time. A host that is silent for good
 * was told the usual interval last, so that its silence begins an hour after its last snapshot. From each of its last two
 * runs on it has a transaction of its own: what it sends vouches for as long as it was told in the one before.
 */
export async function deliverTask(sending: Sending, { slice, from, to }: Task): Promise<number> {
  const { fleet, hosts } = sending;
  const window = { ...slice, presentMs: fleet.presentMs };
  const usual: Delivery[] = [];
  const last: Delivery[][] = [[], []];
  for (const known of hosts.slice(from, to)) {
    for (const { collectedMs, sentMs } of observations(known.host, window)) {
      const ofRun = last[known.host.lastRuns.findLastIndex((run) => run <= collectedMs)] ?? usual;
      ofRun.push(deliveryOf(fleet, known, collectedMs, sentMs));
    }
    // Transactions of the other lane must not wait for hundreds of snapshots to be made.
    await nextTurn();
  }
  let stored = await deliverAll(sending, usual, slice.toldSeconds);
  for (const deliveries of last) stored += await deliverAll(sending, deliveries, STORY_INTERVAL_SECONDS);
  return stored;
}

async function deliverAll(
  { db, retentionDays }: Sending,
  deliveries: readonly Delivery[],
  reportIntervalSeconds: number,
): Promise<number> {
  if (deliveries.length === 0) return 0;
  const missing = await notStored(db, deliveries);
  if (missing.length === 0) return 0;
  missing.sort((a, b) => a.receivedAt - b.receivedAt);
  const settings = { reportIntervalSeconds, retentionDays };
  await ingestDays(missing, (some) => withPatience(() => ingestBatch(db, some, settings)));
  return missing.length;
}

/**
 * What hosts sent before a stop is not sent again: a later version of the demo may have its hosts say something else at
 * that time, which the server would reject as a conflict.
 */
async function notStored(db: DbRoot, deliveries: readonly Delivery[]): Promise<Delivery[]> {
  const keyOf = ({ hostId, items: [item] }: Delivery) => ({ hostId, snapshotId: item?.key ?? '' });
  const receipts = await withPatience(() => findReceipts(db, deliveries.map(keyOf)));
  const stored = new Set(receipts.map(({ hostId, snapshotId }) => `${hostId} ${snapshotId}`));
  return deliveries.filter((delivery) => {
    const { hostId, snapshotId } = keyOf(delivery);
    return !stored.has(`${hostId} ${snapshotId}`);
  });
}

/**
 * A batch of many makes few partitions at once, since clocks of hosts ask for them; a past that is loaded asks for many
 * days. Each day's first snapshot makes those of its day then, and is a duplicate in the batch.
 */
async function ingestDays(
  deliveries: readonly Delivery[],
  ingest: (some: readonly Delivery[]) => Promise<unknown>,
): Promise<void> {
  try {
    await ingest(deliveries);
  } catch (error) {
    if (!(error instanceof MissingPartitionsError)) throw error;
    const byDay = grouped(deliveries, ({ receivedAt }) => Math.floor(receivedAt / DAY_MS));
    for (const ofDay of byDay.values()) await ingest(ofDay.slice(0, 1));
    await ingest(deliveries);
  }
}

/** As an agent would: on a machine that is busy with something else, what was not taken in time is sent again. */
async function withPatience<T>(work: () => Promise<T>): Promise<T> {
  for (let tried = 1; ; tried += 1) {
    try {
      return await work();
    } catch (error) {
      const mayPass = isDatabaseAway(error) || isDeadlock(error);
      if (!mayPass || tried === MAX_TRIES) throw error;
      await sleep(tried * RETRY_AFTER_MS);
    }
  }
}

function deliveryOf(fleet: Fleet, known: PastHost, collectedMs: number, sentMs: number): Delivery {
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
): PastHost[] => {
  const hosts = new Map(fleet.hosts.map((host): [string, FleetHost] => [host.hostname, host]));
  return known.flatMap(({ hostname, hostId, enrollment }) => {
    const host = hosts.get(hostname);
    return host === undefined ? [] : [{ host, hostId, enrollment }];
  });
};
