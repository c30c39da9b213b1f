/** How long the server waits for events that may never come. Tests wait less. */
export type TimeLimits = {
  /**
   * How long PostgreSQL may be silent while an answer is due; by default a little longer than a statement may
   * take.
   */
  answerMs?: number;
  /** The server is not ready unless some background job has succeeded within this time. */
  jobsQuietMs: number;
  /** The server is not ready if a delivery of snapshots has waited longer than this. */
  deliveryMs: number;
  /** A stop ends within this time, even if something hangs. */
  stopMs: number;
};

export const TIME_LIMITS: TimeLimits = { jobsQuietMs: 120_000, deliveryMs: 30_000, stopMs: 30_000 };
