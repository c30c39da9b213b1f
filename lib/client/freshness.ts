/** So long may the newest answer be ago: the slowest screen asks every 30 s. */
const UNANSWERED_SECONDS = 45;
/** Nothing can be vouched for after this: silence of a host would show by then. */
const UNVOUCHED_SECONDS = 15 * 60;

/** An answer that is on screen and is asked for again and again. */
export type WatchedAnswer = {
  /** The server's clock gave it; null where the answer does not say. */
  asOf: string | null;
  /** The last try to ask again failed. */
  hasFailed: boolean;
};

export type Freshness =
  /** Nothing on this page is of now. */
  | { kind: 'none' }
  | { kind: 'live' }
  | {
      kind: 'stale';
      why: 'offline' | 'failed' | 'unanswered';
      /** The oldest figures on screen; null where none of them has a time. */
      asOf: string | null;
      /** The age in steps. Null where no age is known, and below the first step. */
      ageSeconds: number | null;
      /** So old that nothing can be vouched for. */
      isUnvouched: boolean;
    };

type Circumstances = {
  answers: readonly WatchedAnswer[];
  isOnline: boolean;
  /** The browser's clock gave it. */
  nowMs: number;
  /** How far the browser's clock is ahead of the server's. */
  aheadMs: number;
};

/** Steps in which an age is told, so that it does not change every few seconds; null below the first one. */
function steps(seconds: number): number | null {
  const step = seconds < 60 ? 15 : 60;
  return Math.floor(seconds / step) * step || null;
}

/** Whether an answer is so old that it shows the past and not the present. */
export const isTooOldToBeLive = (ageMs: number) => ageMs > UNANSWERED_SECONDS * 1000;

/** Whether a screen is live, which it is while all that it shows is answered, and of now. */
export function freshnessOf({ answers, isOnline, nowMs, aheadMs }: Circumstances): Freshness {
  if (answers.length === 0) return { kind: 'none' };
  const [asOf = null] = answers.flatMap((answer) => answer.asOf ?? []).sort();
  const ageMs = asOf === null ? 0 : Math.max(0, nowMs - aheadMs - Date.parse(asOf));
  const age = ageMs / 1000;
  const hasFailed = answers.some((answer) => answer.hasFailed);
  if (isOnline && !hasFailed && !isTooOldToBeLive(ageMs)) return { kind: 'live' };
  const why = !isOnline ? 'offline' : hasFailed ? 'failed' : 'unanswered';
  return { kind: 'stale', why, asOf, ageSeconds: steps(age), isUnvouched: age > UNVOUCHED_SECONDS };
}
