/** What agents keep that they could not send; so far back late evidence is taken, and "once" holds. */
export const WINDOW_DAYS = 8;

/** A window is folded anew from the midnight in which it begins, and days of history are dropped whole. */
export const LEAST_RETENTION_DAYS = WINDOW_DAYS + 2;

/** Snapshots that a host may keep within the window, however long its interval. */
export const LEAST_KEPT = 2_000;

/**
 * And however short it is: folding so many anew takes over a second of a core. A host at the shortest interval sends half
 * of it in a window, so that this window and the one before are below together, and nothing is counted when it sends.
 */
export const MOST_KEPT = 24_000;
