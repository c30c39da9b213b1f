type Work = (isEnding: () => boolean) => Promise<unknown>;

/**
 * Does `work` now and then every `ms`, never twice at once. What it returns ends that, and resolves once the round
 * that has begun is over; a long round may ask `isEnding` and stop early.
 */
export function every(ms: number, work: Work, onError: (error: unknown) => void): () => Promise<void> {
  let round: Promise<void> | undefined;
  let ending = false;
  const run = () => {
    round ??= work(() => ending)
      .then(() => undefined, onError)
      .finally(() => {
        round = undefined;
      });
  };
  run();
  const timer = setInterval(run, ms);
  timer.unref();
  return async () => {
    ending = true;
    clearInterval(timer);
    await round;
  };
}
