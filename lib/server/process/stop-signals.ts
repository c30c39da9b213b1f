/** npm passes on a signal that its whole process group already got: both count as one request to stop. */
const sameRequestMs = 1_000;

type Options = {
  stop: () => Promise<void>;
  /** Called with the error that kept `stop` from finishing. */
  onFailure: (error: unknown) => unknown;
};

/**
 * The first SIGINT or SIGTERM stops in order and exits with 0; a second one meanwhile ends at once. Returns a
 * function that stops in the same order and exits with 1, for a server that cannot continue.
 */
export function stopOnSignal({ stop, onFailure }: Options): () => void {
  let askedAt: number | undefined;
  const end = async (code: 0 | 1) => {
    askedAt = performance.now();
    try {
      await stop();
      process.exit(code);
    } catch (error) {
      onFailure(error);
      process.exit(1);
    }
  };
  const onSignal = () => {
    if (askedAt === undefined) void end(0);
    else if (performance.now() - askedAt > sameRequestMs) process.exit(1);
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  return () => {
    if (askedAt === undefined) void end(1);
  };
}
