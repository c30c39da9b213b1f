import { dayOf } from '@/lib/domain/history';
import type { Ctx } from '@/lib/server/context';
import { withStatementsOf } from '@/lib/server/db/bounded-pool';
import type { Db, DbRoot } from '@/lib/server/db/client';
import {
  ensureDay,
  fillDay,
  filledDays,
  nextMidnight,
  publishDays,
  settledDays,
  tryFillLock,
} from '@/lib/server/db/history/days';
import { refillDirtyHosts } from '@/lib/server/db/history/refill';
import { withPartitions } from '@/lib/server/db/ingest/partitions';
import { DAY_MS } from '@/lib/util/durations';

/** Snapshots of a day may still be on their way for a while; a later one marks its host. */
const SETTLING_MS = 10 * 60_000;
/** The longest time for filling one day, or the whole past of one host. */
export const LONGEST_STEP_MS = 30 * 60_000;

type FillCtx = Pick<Ctx, 'now'> & {
  db: DbRoot;
  /** Called between days, so that a stop need not wait for a long past. */
  isEnding?: () => boolean;
};

/**
 * Fills the tables from which the past is read faster: every closed day once, and again the hosts whose past
 * changed. It may be called as often as one likes, on any number of instances; each step has its own
 * transaction.
 */
export async function fillPast({
  db,
  now,
  isEnding = () => false,
}: FillCtx): Promise<{ days: number; hosts: number }> {
  const closedUntil = new Date(dayOf(now.getTime() - SETTLING_MS) * DAY_MS);
  let days = 0;
  for (let midnight = await nextMidnight(db, closedUntil); midnight !== null; days += 1) {
    if (isEnding() || !(await fillOne(db, midnight))) break;
    midnight = await nextMidnight(db, closedUntil);
  }
  const settled = await settledDays(db);
  const { hosts, isWhole } = await refillAll(db);
  if (isWhole) await publishDays(db, settled);
  return { days, hosts };
}

/** Returns false if another instance is doing it. */
async function fillOne(db: DbRoot, midnight: Date): Promise<boolean> {
  return withPartitions(async () => {
    await ensureDay(db, midnight);
    return alone(db, async (tx) => {
      const filled = await filledDays(tx);
      if (filled === null || filled.last < midnight) await fillDay(tx, midnight);
      return true;
    });
  });
}

/**
 * `isWhole` is false while another instance works on it: hosts may still be marked, and their later days were
 * filled without the corrections.
 */
async function refillAll(db: DbRoot): Promise<{ hosts: number; isWhole: boolean }> {
  for (let hosts = 0; ; ) {
    const refilled = await alone(db, async (tx) => {
      const filled = await filledDays(tx);
      return filled === null ? 0 : refillDirtyHosts(tx, filled);
    });
    if (refilled === false || refilled === 0) return { hosts, isWhole: refilled === 0 };
    hosts += refilled;
  }
}

async function alone<T>(db: DbRoot, work: (tx: Db) => Promise<T>): Promise<T | false> {
  const step = () =>
    db.$transaction(async (tx) => ((await tryFillLock(tx)) ? work(tx) : false), {
      maxWait: 5_000,
      timeout: LONGEST_STEP_MS,
    });
  return withStatementsOf(LONGEST_STEP_MS, step);
}
