import { BurstyRateLimiter, RateLimiterMemory } from 'rate-limiter-flexible';
import { ServiceError } from '@/lib/server/errors';

/** Failed credentials per minute from one address. */
const FAILURES = { points: 100, duration: 60 };
/** Requests of one credential: 50 a second, and 150 more at once. */
const STEADY = { points: 50, duration: 1 };
const BURST = { points: 150, duration: 60 };

/**
 * How much of one credential may be read per minute: in inflated bytes, and in milliseconds for which
 * reading, judging and packing blocked the event loop. A spool of 3,000 ordinary snapshots is about 12 MiB.
 * Anything above is refused before it is read, so that wide documents of one host never hold up the others.
 */
const READ = { bytes: { points: 32 * 1024 * 1024, duration: 60 }, heldMs: { points: 6_000, duration: 60 } };

export type AgentLimits = {
  /** Counts a refused credential. Beyond the limit it throws 429 instead of the refusal. */
  noteFailure: (address: string) => Promise<void>;
  /** Throws 429 beyond the limit. Only valid credentials come here, so nobody is refused for another's failures. */
  noteRequest: (credentialId: string) => Promise<void>;
  /** Throws 429 if the bytes read for this credential have reached the limit. */
  admitReading: (credentialId: string) => Promise<void>;
  /** Throws 429 if it has blocked the event loop for as long as it may. */
  admitHeld: (credentialId: string) => Promise<void>;
  /** Throws 429 if these bytes exceed the limit. */
  noteBytes: (credentialId: string, bytes: number) => Promise<void>;
  /** Counts finished work: reading, and then judging and packing. */
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
