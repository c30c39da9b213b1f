/** So long may the newest answer be ago: the slowest screen asks every 30 s. */
const UNANSWERED_SECONDS = 45;
/** Nothing can be vouched for after this: silence of a host would show by then. */
const UNVOUCHED_SECONDS = 15 * 60;

/** An answer that is on screen and is asked for again and again. */
export type WatchedAnswer = {
  /** The server's clock gave it; null where nothing was answered yet. */
  asOf: string | null;
  /** The last try to ask again failed. */
  hasFailed: boolean;
  /** It stands around every page, and not on this one. */
  isOfShell: boolean;
};

export type Freshness =
  /** Nothing on this page is of now. */
  | { kind: 'none' }
  | { kind: 'live' }
  | {
      kind: 'stale';
      why: 'offline' | 'failed' | 'unanswered';
      /** The oldest figures on screen; null where there are none yet. */
      asOf: string | null;
      /** Something is so old that nothing can be vouched for: figures of this page, or of the bar alone. */
      unvouched: 'page' | 'shell' | null;
    };

type Circumstances = {
  answers: readonly WatchedAnswer[];
  isOnline: boolean;
  /** The server's clock, as far as this browser knows it. */
  nowMs: number;
};

const oldestOf = (answers: readonly WatchedAnswer[]): string | null =>
  answers.flatMap(({ asOf }) => asOf ?? []).sort()[0] ?? null;

const ageOf = (asOf: string | null, nowMs: number) =>
  asOf === null ? 0 : Math.max(0, nowMs - Date.parse(asOf)) / 1000;

/** An age as it is told: to the second, and from a minute on to the minute, so that it is not drawn anew without need. */
export function toldSeconds(asOf: string, nowMs: number): number {
  const seconds = Math.floor(ageOf(asOf, nowMs));
  return seconds < 60 ? seconds : seconds - (seconds % 60);
}

/** Whether an answer is so old that it shows the past and not the present. */
export const isTooOldToBeLive = (ageMs: number) => ageMs > UNANSWERED_SECONDS * 1000;

/** Whether a screen is live, which it is while all that it shows is answered, and of now. */
export function freshnessOf({ answers, isOnline, nowMs }: Circumstances): Freshness {
  if (answers.length === 0 && isOnline) return { kind: 'none' };
  const asOf = oldestOf(answers);
  const age = ageOf(asOf, nowMs);
  const hasFailed = answers.some((answer) => answer.hasFailed);
  if (isOnline && !hasFailed && !isTooOldToBeLive(age * 1000)) return { kind: 'live' };
  const why = !isOnline ? 'offline' : hasFailed ? 'failed' : 'unanswered';
  const ofPage = answers.filter(({ isOfShell }) => !isOfShell);
  const isOld = (oldest: string | null) => ageOf(oldest, nowMs) > UNVOUCHED_SECONDS;
  const unvouched = isOld(oldestOf(ofPage)) ? 'page' : isOld(asOf) ? 'shell' : null;
  return { kind: 'stale', why, asOf, unvouched };
}
