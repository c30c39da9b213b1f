/**
 * How long agents keep snapshots that they could not send, late evidence is accepted, and a repetition is
 * recognised.
 */
export const WINDOW_DAYS = 8;

/** A window is folded from the midnight in which it begins, and days of history are dropped whole. */
export const LEAST_RETENTION_DAYS = WINDOW_DAYS + 2;

/** How many snapshots a host may keep within the window, however long its interval. */
export const LEAST_KEPT = 2_000;

/**
 * The same, however short its interval: folding so many takes over a second of a core. A host at the shortest
 * interval sends half of it in a window, so that this window and the previous one stay below it together, and
 * sending needs no counting.
 */
export const MOST_KEPT = 24_000;
