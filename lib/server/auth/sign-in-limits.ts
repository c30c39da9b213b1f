import { createHash } from 'node:crypto';
import { isIPv6 } from 'node:net';
import type { Pool } from 'pg';
import { RateLimiterPostgres } from 'rate-limiter-flexible';
import type { Db } from '@/lib/server/db/client';
import { poolOf } from '@/lib/server/db/direct';
import { ServiceError } from '@/lib/server/errors';

/** Attempts of one address, or of one known device at one account, in a window. */
export const TRIES = 10;
/** Attempts of all unknown devices together at one account: more than one address can use in any window. */
export const ACCOUNT_TRIES = 30;
export const WINDOW_SECONDS = 40;

export type SignInTry = {
  email: string;
  address: string;
  /** The id of a device that has signed in to this account before, otherwise null (known-devices.ts). */
  device: string | null;
};

export type SignInLimits = {
  /**
   * Called before the password is hashed. Throws 429 if no attempt is left. Resolves with a function that
   * returns the attempt: a successful one does not count.
   */
  take: (attempt: SignInTry) => Promise<() => Promise<void>>;
};

/** An IPv6 customer has a whole /64, so a limit by single address would be useless. */
export function networkOf(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '');
  if (!isIPv6(plain)) return plain;
  const [head = '', tail = ''] = plain.toLowerCase().split('%')[0]?.split('::') ?? [];
  const left = head.split(':').filter(Boolean);
  const right = tail.split(':').filter(Boolean);
  const zeros = Array.from({ length: Math.max(0, 8 - left.length - right.length) }, () => '0');
  const groups = plain.includes('::') ? [...left, ...zeros, ...right] : left;
  return `${groups
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':')}::/64`;
}

/** Hashed, so that the table does not hold what people typed, and a long name costs no more than a short one. */
function accountKey(email: string): string {
  return createHash('sha256').update(email.trim().toLowerCase()).digest('base64url');
}

/** Drops the library's statement names, because a pooler may give the next statement a different connection. */
function namelessClient(pool: Pool) {
  return { query: ({ text, values }: { text: string; values: unknown[] }) => pool.query(text, values) };
}

function limiterOf(pool: Pool, keyPrefix: string, points: number): RateLimiterPostgres {
  return new RateLimiterPostgres({
    storeClient: namelessClient(pool),
    storeType: 'pool',
    tableName: 'rate_limit',
    tableCreated: true,
    // A job does it instead (sweepSignInTries), so that failures are logged.
    clearExpiredByTimeout: false,
    keyPrefix,
    points,
    duration: WINDOW_SECONDS,
  });
}

type Bucket = { limiter: RateLimiterPostgres; key: string };

async function consume({ limiter, key }: Bucket): Promise<void> {
  try {
    await limiter.consume(key);
  } catch (refusal) {
    if (refusal instanceof Error) throw refusal;
    const { msBeforeNext } = refusal as { msBeforeNext: number };
    throw new ServiceError('too_many_requests', 'Too many sign-in attempts: wait a moment, then try again', {
      retryAfterSeconds: Math.max(1, Math.ceil(msBeforeNext / 1_000)),
    });
  }
}

/** Takes from each bucket in turn; if one is empty, the others get theirs back. */
async function consumeAll(buckets: readonly Bucket[]): Promise<() => Promise<void>> {
  const taken: Bucket[] = [];
  const giveBack = async () => {
    for (const { limiter, key } of taken) await limiter.reward(key);
  };
  for (const bucket of buckets) {
    try {
      await consume(bucket);
    } catch (error) {
      await giveBack();
      throw error;
    }
    taken.push(bucket);
  }
  return giveBack;
}

/**
 * Counts in the database, so that several servers share the limits and a restart forgets none. A device known
 * at the account has its own limit and is not blocked by anybody else's attempts. All others first use an
 * attempt of their address: what that limit refuses costs the account nothing.
 */
export function createSignInLimits(db: Db): SignInLimits {
  const pool = poolOf(db);
  const addresses = limiterOf(pool, 'sign-in:address', TRIES);
  const accounts = limiterOf(pool, 'sign-in:account', ACCOUNT_TRIES);
  const devices = limiterOf(pool, 'sign-in:device', TRIES);
  return {
    take: ({ email, address, device }) => {
      const account = accountKey(email);
      if (device !== null) return consumeAll([{ limiter: devices, key: `${device}:${account}` }]);
      return consumeAll([
        { limiter: addresses, key: networkOf(address) },
        { limiter: accounts, key: account },
      ]);
    },
  };
}

/** Removes the windows that have ended. */
export async function sweepSignInTries(db: Db, now: Date): Promise<void> {
  await db.$executeRaw`DELETE FROM rate_limit WHERE expire < ${BigInt(now.getTime())}::bigint`;
}
