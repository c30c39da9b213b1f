import { BurstyRateLimiter, RateLimiterMemory } from 'rate-limiter-flexible';
import { ServiceError } from '@/lib/server/errors';

/** Failed credentials a minute from one address. */
const FAILURES = { points: 100, duration: 60 };
/** Requests of one credential: 50 a second, and 150 more at once. */
const STEADY = { points: 50, duration: 1 };
const BURST = { points: 150, duration: 60 };

export type AgentLimits = {
  /** Counts a credential that was refused. Throws 429 instead of it beyond the limit. */
  noteFailure: (address: string) => Promise<void>;
  /** Throws 429 beyond the limit. Only a valid credential comes here, so nobody is refused for another's failures. */
  noteRequest: (credentialId: string) => Promise<void>;
};

export function createAgentLimits(): AgentLimits {
  const failures = new RateLimiterMemory({ ...FAILURES, keyPrefix: 'failures' });
  const requests = new BurstyRateLimiter(
    new RateLimiterMemory({ ...STEADY, keyPrefix: 'steady' }),
    new RateLimiterMemory({ ...BURST, keyPrefix: 'burst' }),
  );
  return {
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
    throw new ServiceError('too_many_requests', 'Too many requests. Keep the snapshots and wait', {
      retryAfterSeconds: Math.max(1, Math.ceil(Number(waitMs ?? 1_000) / 1000)),
    });
  }
}
