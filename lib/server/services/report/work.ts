import { randomUUID } from 'node:crypto';
import type { Ctx } from '@/lib/server/context';
import type { Db } from '@/lib/server/db/client';
import { ServiceError } from '@/lib/server/errors';
import { HOUR_MS } from '@/lib/util/durations';
import { BEAT_MS, LEASE_MS } from './queue';

// Whose work a report is while it is being made, and what ends that work.

/** Progress is written at most once in this many milliseconds, since each time costs a write. */
const TOLD_EVERY_MS = 1_000;
/** A report of a hundred thousand hosts takes minutes. Whatever takes so long holds up all others. */
const LONGEST_MS = HOUR_MS;

/** Thrown where somebody has cancelled the report, or another server has taken it over meanwhile. */
export class NoLongerWanted extends Error {}

/** A report that is being made, by whom: each time that it is begun is known by a word of its own. */
export type Own = { id: string; workedBy: string };

/** No longer so once it is cancelled, or another server has taken it over: then nothing of it may be written. */
export const whileOwn = (own: Own) => ({ ...own, state: 'running' });

/** Null where the report was cancelled, or another server is making it. */
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

/** `signal` tells that the server stops. */
export type WorkLimits = { signal?: AbortSignal | undefined; longestMs?: number };

export type Work = ReturnType<typeof workOn>;

/**
 * Says every few seconds that somebody is at work, and with `progress` how far. Both notice where it is in vain; `signal` ends
 * the work then, when the server stops, and when it has taken too long.
 */
export function workOn(db: Db, own: Own, { signal: stopped, longestMs = LONGEST_MS }: WorkLimits) {
  const ended = new AbortController();
  const signal = AbortSignal.any([ended.signal, ...(stopped === undefined ? [] : [stopped])]);
  const tell = async (data: { workedAt: Date } | { progress: number }): Promise<void> => {
    const { count } = await db.report.updateMany({ where: whileOwn(own), data });
    if (count === 0) ended.abort(new NoLongerWanted());
  };
  // A beat that fails because the database is away is made up for by the next one.
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

/** It is not tried again: it would take as long. */
const tooLong = (ms: number) =>
  new ServiceError(
    'unavailable',
    `It was not made within ${Math.round(ms / 60_000)} minutes: ask for fewer hosts, or for a shorter period`,
  );
