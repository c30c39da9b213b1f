/** How long the server waits for what may never come. Tests wait less. */
export type TimeLimits = {
  /** PostgreSQL may say nothing for so long while an answer is waited for; without it a little longer than a statement may take. */
  answerMs?: number;
  /** Some background job must have gone well within this time, or the server is not ready. */
  jobsQuietMs: number;
  /** No delivery of snapshots may wait longer to be written, or the server is not ready. */
  deliveryMs: number;
  /** A stop ends within this time, whatever hangs. */
  stopMs: number;
};

export const TIME_LIMITS: TimeLimits = { jobsQuietMs: 120_000, deliveryMs: 30_000, stopMs: 30_000 };
