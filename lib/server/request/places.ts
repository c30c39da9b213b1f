import type { ServiceError } from '@/lib/server/errors';

type Limits = {
  /** How many may be inside at once. */
  places: number;
  /** How many of these one caller may have, so that nobody keeps all others out. */
  perCaller: number;
  /** How many may wait, over all callers. */
  waiting: number;
  /** How many of these may belong to one caller. */
  waitingPerCaller?: number;
  longestWaitMs: number;
};

/** A caller without a place waits briefly, because most places are soon free, and is then refused. */
export type Places = {
  /** Resolves with a function that returns the place; `signal` is aborted when the caller's connection ends. */
  take: (caller: string, signal: AbortSignal) => Promise<() => void>;
};

type Visitor = { caller: string; enter: () => void };

/** `refusal` makes the error for a caller who finds neither a place nor room to wait. */
export function createPlaces(limits: Limits, refusal: () => ServiceError): Places {
  const { places, perCaller, waiting, waitingPerCaller = waiting, longestWaitMs } = limits;
  const inside: string[] = [];
  const queue = new Set<Visitor>();

  const hasPlace = (caller: string) =>
    inside.length < places && inside.filter((other) => other === caller).length < perCaller;

  function letIn(): void {
    for (const visitor of queue) if (hasPlace(visitor.caller)) visitor.enter();
  }

  function occupy(caller: string): () => void {
    inside.push(caller);
    let isGiven = false;
    return () => {
      if (isGiven) return;
      isGiven = true;
      inside.splice(inside.indexOf(caller), 1);
      letIn();
    };
  }

  function wait(caller: string, signal: AbortSignal): Promise<() => void> {
    return new Promise((resolve, reject) => {
      const leave = () => {
        clearTimeout(patience);
        signal.removeEventListener('abort', giveUp);
        queue.delete(visitor);
      };
      const giveUp = () => {
        leave();
        reject(refusal());
      };
      const enter = () => {
        leave();
        resolve(occupy(caller));
      };
      const visitor = { caller, enter };
      const patience = setTimeout(giveUp, longestWaitMs);
      signal.addEventListener('abort', giveUp);
      queue.add(visitor);
    });
  }

  function isLineFull(caller: string): boolean {
    if (queue.size >= waiting) return true;
    return [...queue].filter((visitor) => visitor.caller === caller).length >= waitingPerCaller;
  }

  async function take(caller: string, signal: AbortSignal): Promise<() => void> {
    if (signal.aborted) throw refusal();
    if (hasPlace(caller)) return occupy(caller);
    if (isLineFull(caller)) throw refusal();
    return wait(caller, signal);
  }

  return { take };
}
