/**
 * What else waits for the event loop waits no longer than this for one request's work. A small request goes through
 * the loop some eight times until it is answered, and may meet a turn each time.
 */
const TURN_MS = 5;

/** There is one event loop, and so one queue for it. */
const queue: (() => void)[] = [];

/** One for each round of the loop: what came in meanwhile is done before the next one goes on. */
function nextRound(): void {
  queue.shift()?.();
  if (queue.length > 0) setImmediate(nextRound);
}

function waitForTurn(): Promise<void> {
  return new Promise((resolve) => {
    queue.push(resolve);
    if (queue.length === 1) setImmediate(nextRound);
  });
}

/**
 * Work that is done in turns, so that whatever else there is to do comes in between. `take` resolves once it may go
 * on; asked where a turn is not over yet, it is not worth awaiting (`isOver`).
 */
export type LoopTurns = {
  isOver: () => boolean;
  take: () => Promise<void>;
  /** How long the loop was held in all, this turn included. */
  heldMs: () => number;
};

/** What `work` gives of each, in turns. */
export async function inTurns<T, R>(items: readonly T[], work: (item: T) => R): Promise<R[]> {
  const turns = loopTurns();
  const results: R[] = [];
  for (const item of items) {
    if (turns.isOver()) await turns.take();
    results.push(work(item));
  }
  return results;
}

const SLICE = 200;

/** The same of a long list, of which `work` takes some at once; `start` is where they begin. */
export function inSlices<T, R>(
  items: readonly T[],
  work: (slice: readonly T[], start: number) => R,
): Promise<R[]> {
  const starts = Array.from({ length: Math.ceil(items.length / SLICE) }, (_, index) => index * SLICE);
  return inTurns(starts, (start) => work(items.slice(start, start + SLICE), start));
}

export function loopTurns(): LoopTurns {
  let begunAt = performance.now();
  let beforeMs = 0;
  const sinceMs = () => performance.now() - begunAt;
  return {
    isOver: () => sinceMs() > TURN_MS,
    take: async () => {
      beforeMs += sinceMs();
      await waitForTurn();
      begunAt = performance.now();
    },
    heldMs: () => beforeMs + sinceMs(),
  };
}
