/** So long may the newest answer be ago: the slowest screen asks every 30 s. */
const UNANSWERED_SECONDS = 45;
/** Nothing can be vouched for after this: silence of a host would show by then. */
const UNVOUCHED_SECONDS = 15 * 60;

/** The server answered with an error, or nothing came from it. */
export type Failure = 'failed' | 'unanswered';

/** An answer of now that is on screen. */
export type ShownAnswer = {
  /** The server's clock gave it; null where nothing was answered yet. */
  asOf: string | null;
  /** Why the last try to ask again failed; null where it did not. */
  failure: Failure | null;
  /** It is not asked for again, since somebody fills in a form beside it. */
  isAskedOnce: boolean;
  /** It stands around every page, and not on this one. */
  isOfShell: boolean;
};

export type Freshness =
  /** Nothing on this page is of now. */
  | { kind: 'none' }
  | { kind: 'live' }
  /** All is well, but figures of this page are of when it asked for them, and stay so. */
  | { kind: 'once' }
  | {
      kind: 'stale';
      why: 'offline' | Failure;
      /** The oldest figures on screen; null where there are none yet. */
      asOf: string | null;
      /** Figures of this page are so old that nothing can be vouched for. */
      isPageOld: boolean;
      /** So are those of the bar. */
      isShellOld: boolean;
      /** Something on screen can be asked for again. */
      canRetry: boolean;
    };

type Circumstances = {
  answers: readonly ShownAnswer[];
  isOnline: boolean;
  /** The server's clock, as far as this browser knows it. */
  nowMs: number;
};

const oldestOf = (answers: readonly ShownAnswer[]): string | null =>
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

/** Whether a screen is live, which it is while all that it shows is asked for again, answered, and of now. */
export function freshnessOf({ answers, isOnline, nowMs }: Circumstances): Freshness {
  if (answers.length === 0 && isOnline) return { kind: 'none' };
  const watched = answers.filter(({ isAskedOnce }) => !isAskedOnce);
  const age = ageOf(oldestOf(watched), nowMs);
  const failures = watched.flatMap(({ failure }) => failure ?? []);
  if (isOnline && failures.length === 0 && !isTooOldToBeLive(age * 1000))
    return { kind: watched.length < answers.length ? 'once' : 'live' };
  const why = !isOnline ? 'offline' : failures.includes('failed') ? 'failed' : 'unanswered';
  const isAnyOld = (some: readonly ShownAnswer[]) => ageOf(oldestOf(some), nowMs) > UNVOUCHED_SECONDS;
  return {
    kind: 'stale',
    why,
    asOf: oldestOf(answers),
    isPageOld: isAnyOld(answers.filter(({ isOfShell }) => !isOfShell)),
    isShellOld: isAnyOld(answers.filter(({ isOfShell }) => isOfShell)),
    canRetry: watched.length > 0,
  };
}
