/** Works through a list, so many at once; after a failure or an abort nothing is begun, and what was begun ends. */
export async function inLanes<T>(
  items: Iterable<T>,
  lanes: number,
  signal: AbortSignal,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const rest = items[Symbol.iterator]();
  let failed = false;
  const lane = async () => {
    for (let next = rest.next(); next.done !== true && !failed; next = rest.next()) {
      signal.throwIfAborted();
      await work(next.value);
    }
  };
  const guarded = () =>
    lane().catch((error: unknown) => {
      failed = true;
      throw error;
    });
  const ended = await Promise.allSettled(Array.from({ length: lanes }, guarded));
  for (const one of ended) if (one.status === 'rejected') throw one.reason;
}
