type Work = (isEnding: () => boolean) => Promise<unknown>;

/**
 * Runs `work` every `ms`, never twice at once. Returns a function that ends this and resolves once the
 * present round is over; a long round may check `isEnding` and stop early.
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
