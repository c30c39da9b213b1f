import { randomUUID } from 'node:crypto';
import type { Ctx } from '@/lib/server/context';
import type { Db } from '@/lib/server/db/client';
import { ServiceError } from '@/lib/server/errors';
import { HOUR_MS } from '@/lib/util/durations';
import { BEAT_MS, LEASE_MS } from './queue';

// Which server works on a report, and when it must stop.

/** Progress is written at most this often, because each time costs a write. */
const TOLD_EVERY_MS = 1_000;
/** A report on a hundred thousand hosts takes minutes. A longer one would hold up all others. */
const LONGEST_MS = HOUR_MS;

/** Thrown if somebody has cancelled the report, or another server has taken it over. */
export class NoLongerWanted extends Error {}

/** A report and who is making it: each start has its own random `workedBy`. */
export type Own = { id: string; workedBy: string };

/**
 * Matches until the report is cancelled or taken over by another server; after that nothing of it may be
 * written.
 */
export const whileOwn = (own: Own) => ({ ...own, state: 'running' });

/** Null if the report was cancelled, or another server is making it. */
export async function begin({ db, now }: Ctx, id: string): Promise<Own | null> {
  const isFree = [
    { state: 'queued' },
    { state: 'running', workedAt: { lt: new Date(now.getTime() - LEASE_MS) } },
  ];
  const workedBy = randomUUID();
  const { count } = await db.report.updateMany({
    where: { id, OR: isFree },
    data: { state: 'running', progress: 0, workedAt: now, workedBy },
  });
  return count > 0 ? { id, workedBy } : null;
}

/** `signal` is aborted when the server stops. */
export type WorkLimits = { signal?: AbortSignal | undefined; longestMs?: number };

export type Work = ReturnType<typeof workOn>;

/**
 * Renews the lease every few seconds, and writes the progress. Both notice when the report is no longer
 * wanted. `signal` then ends the work; it also does when the server stops or the work has taken too long.
 */
export function workOn(db: Db, own: Own, { signal: stopped, longestMs = LONGEST_MS }: WorkLimits) {
  const ended = new AbortController();
  const signal = AbortSignal.any([ended.signal, ...(stopped === undefined ? [] : [stopped])]);
  const tell = async (data: { workedAt: Date } | { progress: number }): Promise<void> => {
    const { count } = await db.report.updateMany({ where: whileOwn(own), data });
    if (count === 0) ended.abort(new NoLongerWanted());
  };
  // A renewal that fails because the database is away is made up for by the next one.
  const beating = setInterval(() => void tell({ workedAt: new Date() }).catch(() => undefined), BEAT_MS);
  const limit = setTimeout(() => ended.abort(tooLong(longestMs)), longestMs);
  let toldAt = 0;
  const progress = async (percent: number): Promise<void> => {
    signal.throwIfAborted();
    if (performance.now() - toldAt < TOLD_EVERY_MS) return;
    toldAt = performance.now();
    await tell({ progress: Math.floor(percent) });
    signal.throwIfAborted();
  };
  const end = () => {
    clearInterval(beating);
    clearTimeout(limit);
  };
  return { signal, progress, end };
}

/** This error is final, because another attempt would take as long. */
const tooLong = (ms: number) =>
  new ServiceError(
    'unavailable',
    `It was not made within ${Math.round(ms / 60_000)} minutes: ask for fewer hosts, or for a shorter period`,
  );
