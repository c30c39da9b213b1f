import { createHash } from 'node:crypto';
import { isIPv6 } from 'node:net';
import type { Db } from '@/lib/server/db/client';
import { ServiceError } from '@/lib/server/errors';

/** Ten tries at once, then one every four seconds; counted per account and per address. */
export const SIGN_IN_BURST = 10;
const TRY_EVERY_MS = 4_000;

/** An IPv6 customer holds a whole /64: one address of it is no limit. */
function networkOf(address: string): string {
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

/** Both are hashed: the table need not hold what people typed, and a long name costs no more than a short one. */
function keysOf(email: string, address: string): string[] {
  const account = createHash('sha256').update(email.trim().toLowerCase()).digest('base64url');
  return [`sign-in:account:${account}`, `sign-in:address:${networkOf(address)}`].sort();
}

/**
 * One statement, so that it holds across instances and over a restart. `expire` is the time at which the
 * bucket is full again (GCRA): a try moves it on, and is refused where that would lie too far ahead.
 */
async function takeOne(db: Db, key: string, nowMs: number): Promise<number> {
  const latestMs = nowMs + SIGN_IN_BURST * TRY_EVERY_MS;
  const taken = await db.$executeRaw`
    INSERT INTO rate_limit AS r (key, points, expire) VALUES (${key}, 0, ${BigInt(nowMs + TRY_EVERY_MS)}::bigint)
    ON CONFLICT (key) DO UPDATE SET expire = greatest(r.expire, ${BigInt(nowMs)}::bigint) + ${TRY_EVERY_MS}::int
    WHERE greatest(r.expire, ${BigInt(nowMs)}::bigint) + ${TRY_EVERY_MS}::int <= ${BigInt(latestMs)}::bigint`;
  if (taken > 0) return 0;
  const row = await db.rateLimit.findUnique({ where: { key }, select: { expire: true } });
  return Math.max(1, Number(row?.expire ?? nowMs) + TRY_EVERY_MS - latestMs);
}

/** Called before the password is hashed. Throws 429 when either the account or the address has none left. */
export async function takeSignInTry(db: Db, email: string, address: string, now: Date): Promise<void> {
  for (const key of keysOf(email, address)) {
    const waitMs = await takeOne(db, key, now.getTime());
    if (waitMs > 0)
      throw new ServiceError(
        'too_many_requests',
        'Too many sign-in attempts: wait a moment, then try again',
        {
          retryAfterSeconds: Math.ceil(waitMs / 1_000),
        },
      );
  }
}

/** A sign-in that succeeded gives its own try back; failures stay counted. Spent buckets are swept with it. */
export async function giveBackSignInTry(db: Db, email: string, address: string, now: Date): Promise<void> {
  await db.$executeRaw`
    UPDATE rate_limit SET expire = expire - ${TRY_EVERY_MS}::int WHERE key = ANY(${keysOf(email, address)}::text[])`;
  await db.$executeRaw`DELETE FROM rate_limit WHERE expire < ${BigInt(now.getTime())}::bigint`;
}
