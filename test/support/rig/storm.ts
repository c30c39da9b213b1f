import { setTimeout as wait } from 'node:timers/promises';
import type { EnrolledHost } from '@/apps/simulator/host-agent';
import type { LedgerEntry } from '@/apps/simulator/ledger';
import { type Answer, deliver, smallSnapshot } from '@/test/support/rig/ask';

type Storm = {
  address: string;
  hosts: readonly EnrolledHost[];
  /** Each host comes at some moment of this time. */
  withinMs: number;
  /** How much of the time that it is told to wait a host does wait. */
  waitScale: number;
  answers: Answer[];
};

/** Keeps what it could not send, and comes again when it is told to. */
async function persist(host: EnrolledHost, storm: Storm): Promise<LedgerEntry[]> {
  const snapshots = [smallSnapshot(), smallSnapshot()];
  await wait(Math.random() * storm.withinMs);
  for (;;) {
    const answer = await deliver(storm.address, host, snapshots);
    storm.answers.push(answer);
    if (answer.status === 200) {
      const acknowledgedAt = new Date().toISOString();
      const { hostId } = host;
      return snapshots.map(({ snapshotId }) => ({ hostId, snapshotId, outcome: 'stored', acknowledgedAt }));
    }
    await wait((answer.retryAfterSeconds ?? 0) * 1000 * storm.waitScale);
  }
}

/** Every host with two snapshots that it could not send before; ends when all are acknowledged. */
export async function comeBack(storm: Storm): Promise<LedgerEntry[]> {
  return (await Promise.all(storm.hosts.map((host) => persist(host, storm)))).flat();
}

/** How many come back in the fullest tenth of the time they were told: that must not be a storm again. */
export function fullestTenth(waitSeconds: readonly number[]): number {
  const buckets = new Array<number>(10).fill(0);
  for (const value of waitSeconds) {
    const index = Math.min(9, Math.floor((value - 30) / 9.1));
    buckets[index] = (buckets[index] ?? 0) + 1;
  }
  return Math.max(...buckets);
}
