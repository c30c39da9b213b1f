const FIRST_WAIT_MS = 60_000;
const LONGEST_WAIT_MS = 3_600_000;

type Left = { times: number; untilMs: number };

/** Hosts whose rows could not be written, each with the time of its next try: sooner at first, then once an hour. */
export type LeftForLater = {
  ids: (now: Date) => string[];
  /** Could not be written. Told the first time alone, until it could be. */
  leave: (hostId: string, error: unknown, now: Date) => void;
  done: (hostIds: readonly string[]) => void;
};

/** `tell` is called once for each host that is left. */
export function createLeftForLater(tell: (hostId: string, error: unknown) => void): LeftForLater {
  const left = new Map<string, Left>();
  return {
    ids: (now) => [...left].filter(([, { untilMs }]) => now.getTime() < untilMs).map(([hostId]) => hostId),
    leave: (hostId, error, now) => {
      const times = (left.get(hostId)?.times ?? 0) + 1;
      const waitMs = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (times - 1));
      left.set(hostId, { times, untilMs: now.getTime() + waitMs });
      if (times === 1) tell(hostId, error);
    },
    done: (hostIds) => {
      for (const hostId of left.size === 0 ? [] : hostIds) left.delete(hostId);
    },
  };
}
