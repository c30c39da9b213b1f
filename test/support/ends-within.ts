import { setTimeout as wait } from 'node:timers/promises';

/** Whether `work` ends in time. */
export function endsWithin(ms: number, work: Promise<unknown>): Promise<boolean> {
  return Promise.race([work.then(() => true), wait(ms, false, { ref: false })]);
}
