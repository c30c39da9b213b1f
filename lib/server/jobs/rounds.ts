import type { JobName, JobTimes } from '@/lib/server/metrics/job-times';
import { every } from './every';

type Step = (isEnding: () => boolean) => Promise<unknown>;

export type Rounds = {
  job: JobName;
  everyMs: number;
  /** How long one step may take before the next begins without waiting. */
  stepMs?: number;
  /** The steps in order, each independent, by the sentence that the log gets if it fails. */
  steps: Readonly<Record<string, Step>>;
};

/** Where rounds are recorded: the time of each successful one, and each error. */
export type Noting = { times: JobTimes; onError: (error: unknown, sentence: string) => void };

const STEP_MS = 5 * 60_000;

/** Fails if the step takes too long. The step is told to end, but no longer awaited. */
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

/** One round: a step that fails or does not end does not keep the others from running. */
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

/** Runs rounds at an interval. Returns a function that ends this and resolves once the present round is over. */
export function inRounds(rounds: Rounds, noting: Noting): () => Promise<void> {
  noting.times.begin(rounds.job);
  const onError = (error: unknown) => noting.onError(error, rounds.job);
  return every(rounds.everyMs, (isEnding) => oneRound(rounds, noting, isEnding), onError);
}
