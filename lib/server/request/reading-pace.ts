import { createExpiringMap } from '@/lib/util/expiring-map';

/** The share of the event loop for consecutive requests of one credential. The rest is for everybody else. */
const SHARE = 0.25;
/** A shorter wait is not worth a timer: ordinary requests block the loop for a fraction of a millisecond. */
const LEAST_WAIT_MS = 5;
/** A request is answered within 8.5 s, of which its reading and its commit need some. */
const MOST_WAIT_MS = 4_000;

export type ReadingPace = {
  /** Resolves once the credential's next request may be read. */
  wait: (credentialId: string) => Promise<void>;
  /** Records how long the loop was blocked for it. */
  held: (credentialId: string, ms: number) => void;
};

/**
 * A credential could use its allowance of a minute at once, and others would wait: so after each request the
 * next one of the same credential waits three times as long as the loop was blocked.
 */
export function createReadingPace(now: () => number = () => performance.now()): ReadingPace {
  const freeAt = createExpiringMap<number>((at) => at <= now());

  const waitMsOf = (credentialId: string) => Math.max(0, (freeAt.get(credentialId) ?? 0) - now());

  return {
    wait: async (credentialId) => {
      const waitMs = waitMsOf(credentialId);
      if (waitMs >= LEAST_WAIT_MS) await new Promise((resolve) => setTimeout(resolve, waitMs));
    },
    held: (credentialId, ms) => {
      const waitMs = Math.min(MOST_WAIT_MS, waitMsOf(credentialId) + ms * (1 / SHARE - 1));
      freeAt.set(credentialId, now() + waitMs);
    },
  };
}
