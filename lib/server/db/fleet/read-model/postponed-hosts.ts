const FIRST_WAIT_MS = 60_000;
const LONGEST_WAIT_MS = 3_600_000;

type Postponed = { times: number; untilMs: number };

/**
 * Hosts whose rows could not be written, each with the time of its next attempt: soon at first, then once an
 * hour.
 */
export type PostponedHosts = {
  ids: (now: Date) => string[];
  /** Called when the host could not be written. */
  postpone: (hostId: string, error: unknown, now: Date) => void;
  done: (hostIds: readonly string[]) => void;
};

/** `onFirst` is called once for each host, when it is postponed for the first time. */
export function createPostponedHosts(onFirst: (hostId: string, error: unknown) => void): PostponedHosts {
  const postponed = new Map<string, Postponed>();
  return {
    ids: (now) =>
      [...postponed].filter(([, { untilMs }]) => now.getTime() < untilMs).map(([hostId]) => hostId),
    postpone: (hostId, error, now) => {
      const times = (postponed.get(hostId)?.times ?? 0) + 1;
      const waitMs = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (times - 1));
      postponed.set(hostId, { times, untilMs: now.getTime() + waitMs });
      if (times === 1) onFirst(hostId, error);
    },
    done: (hostIds) => {
      for (const hostId of postponed.size === 0 ? [] : hostIds) postponed.delete(hostId);
    },
  };
}
