import type { JobName, JobTimes } from '@/lib/server/metrics/job-times';
import { every } from './every';

type Step = (isEnding: () => boolean) => Promise<unknown>;

export type Rounds = {
  job: JobName;
  everyMs: number;
  /** How long one step may take before the next is begun without it. */
  stepMs?: number;
  /** What is done in this order, each step by itself, under the sentence that the log has where it fails. */
  steps: Readonly<Record<string, Step>>;
};

/** Where rounds are noted: the time of each that went well, and each error. */
export type Noting = { times: JobTimes; onError: (error: unknown, sentence: string) => void };

const STEP_MS = 5 * 60_000;

/** Fails where the step takes too long. What it is at goes on, is told to end, and is waited for no longer. */
async function inTime(ms: number, step: Step, isEnding: () => boolean): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  let isLate = false;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      isLate = true;
      reject(new Error(`Not done after ${ms / 1_000} s: it is begun anew in the next round`));
    }, ms);
    timer.unref();
  });
  try {
    await Promise.race([step(() => isLate || isEnding()), late]);
  } finally {
    clearTimeout(timer);
  }
}

/** One round: a step that fails or does not end keeps none of the others from being done. */
export async function oneRound(
  { job, steps, stepMs = STEP_MS }: Rounds,
  { times, onError }: Noting,
  isEnding: () => boolean = () => false,
): Promise<void> {
  let isWhole = true;
  for (const [sentence, step] of Object.entries(steps)) {
    try {
      await inTime(stepMs, step, isEnding);
    } catch (error) {
      isWhole = false;
      onError(error, sentence);
    }
  }
  if (isWhole) times.done(job);
}

/** Does a round every so often. What it returns ends that, and resolves once the round that has begun is over. */
export function inRounds(rounds: Rounds, noting: Noting): () => Promise<void> {
  noting.times.begin(rounds.job);
  const onError = (error: unknown) => noting.onError(error, rounds.job);
  return every(rounds.everyMs, (isEnding) => oneRound(rounds, noting, isEnding), onError);
}
