/** What agents keep that they could not send; so far back late evidence is taken, and "once" holds. */
export const WINDOW_DAYS = 8;

/** A window is folded anew from the midnight in which it begins, and days of history are dropped whole. */
export const LEAST_RETENTION_DAYS = WINDOW_DAYS + 2;
