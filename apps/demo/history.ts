import { expectedReports, type Leg, slicesOf } from './history-legs';
import { inLanes } from './in-lanes';
import type { Lane } from './lanes';
import { planWork } from './work-plan';

type Filling = {
  /** How many hosts, and who writes what they sent. */
  hosts: number;
  lanes: readonly Lane[];
  legs: readonly Leg[];
  signal: AbortSignal;
  /** Everything up to the end of this slice is stored. */
  onSlice: (slice: Leg) => Promise<void>;
  /** Told after every batch; `share` of the whole, from 0 to 1. */
  onProgress: (told: { snapshots: number; atMs: number; share: number }) => void;
};

const REPORTS_PER_BATCH = 480;
/** A batch writes a host's own rows once, and dates what it notices by its last snapshot: many, and not many days. */
const REPORTS_PER_HOST = 8;

/** Writes what the fleet sent in these legs; the snapshots of one host in their order. */
export async function fillHistory(filling: Filling): Promise<number> {
  const { hosts, lanes, legs, signal, onSlice, onProgress } = filling;
  const slices = legs.flatMap((leg) => slicesOf(leg, REPORTS_PER_HOST));
  const hostsPerTask = Math.min(REPORTS_PER_BATCH / REPORTS_PER_HOST, Math.ceil(hosts / lanes.length));
  const work = planWork(slices, hosts, Math.max(1, hostsPerTask));
  const expected = legs.reduce((sum, leg) => sum + expectedReports(leg, hosts), 0);
  let snapshots = 0;
  let written = 0;
  const follow = async (lane: Lane) => {
    for (let task = await work.next(); task !== null; task = await work.next()) {
      signal.throwIfAborted();
      const { slice, from, to } = task;
      const sent = await lane(task);
      snapshots += sent;
      written += expectedReports(slice, to - from);
      onProgress({ snapshots, atMs: slice.untilMs, share: written / expected });
      for (const done of work.done(task)) await onSlice(done);
    }
  };
  await inLanes(lanes, lanes.length, signal, (lane) => follow(lane).finally(work.stop));
  return snapshots;
}
