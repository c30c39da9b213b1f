import { BurstyRateLimiter, RateLimiterMemory } from 'rate-limiter-flexible';
import { ServiceError } from '@/lib/server/errors';

/** Failed credentials a minute from one address. */
const FAILURES = { points: 100, duration: 60 };
/** Requests of one credential: 50 a second, and 150 more at once. */
const STEADY = { points: 50, duration: 1 };
const BURST = { points: 150, duration: 60 };

/**
 * What one credential may have read of it in a minute: bytes as they are once inflated, and milliseconds for which the
 * event loop was held to read, judge and pack them. A spool of 3,000 ordinary snapshots is some 12 MiB; what is over this is refused
 * before it is read, so that no host's documents, however wide, keep the others waiting.
 */
const READ = { bytes: { points: 32 * 1024 * 1024, duration: 60 }, heldMs: { points: 6_000, duration: 60 } };

export type AgentLimits = {
  /** Counts a credential that was refused. Throws 429 instead of it beyond the limit. */
  noteFailure: (address: string) => Promise<void>;
  /** Throws 429 beyond the limit. Only a valid credential comes here, so nobody is refused for another's failures. */
  noteRequest: (credentialId: string) => Promise<void>;
  /** Throws 429 where what was read for this credential has reached the limit. */
  admitReading: (credentialId: string) => Promise<void>;
  /** Throws 429 where the loop was held for it as long as it may be. */
  admitHeld: (credentialId: string) => Promise<void>;
  /** Throws 429 where these are more than may be read. */
  noteBytes: (credentialId: string, bytes: number) => Promise<void>;
  /** Counts what is done already: reading, and then judging and packing. */
  noteHeld: (credentialId: string, ms: number) => Promise<void>;
};

export function createAgentLimits(): AgentLimits {
  const failures = new RateLimiterMemory({ ...FAILURES, keyPrefix: 'failures' });
  const requests = new BurstyRateLimiter(
    new RateLimiterMemory({ ...STEADY, keyPrefix: 'steady' }),
    new RateLimiterMemory({ ...BURST, keyPrefix: 'burst' }),
  );
  const bytes = new RateLimiterMemory({ ...READ.bytes, keyPrefix: 'bytes' });
  const held = new RateLimiterMemory({ ...READ.heldMs, keyPrefix: 'held' });

  const admitBelow = (limiter: RateLimiterMemory) => async (credentialId: string) => {
    const spent = await limiter.get(credentialId);
    if (spent !== null && spent.consumedPoints >= limiter.points) throw tooMany(spent.msBeforeNext);
  };
  const admitBytes = admitBelow(bytes);
  const admitHeld = admitBelow(held);

  return {
    admitReading: async (credentialId) => {
      await admitBytes(credentialId);
      await admitHeld(credentialId);
    },
    admitHeld,
    noteBytes: (credentialId, read) => consume(() => bytes.consume(credentialId, read)),
    noteHeld: async (credentialId, ms) => {
      await held.penalty(credentialId, Math.ceil(ms));
    },
    noteFailure: (address) => consume(() => failures.consume(address)),
    noteRequest: (credentialId) => consume(() => requests.consume(credentialId)),
  };
}

async function consume(take: () => Promise<unknown>): Promise<void> {
  try {
    await take();
  } catch (refusal) {
    if (refusal instanceof Error) throw refusal;
    const waitMs =
      typeof refusal === 'object' && refusal !== null ? Reflect.get(refusal, 'msBeforeNext') : undefined;
    throw tooMany(Number(waitMs ?? 1_000));
  }
}

const tooMany = (waitMs: number) =>
  new ServiceError(
    'too_many_requests',
    'Too many requests, or too much in them. Keep the snapshots and wait',
    {
      retryAfterSeconds: Math.max(1, Math.ceil(waitMs / 1000)),
    },
  );
