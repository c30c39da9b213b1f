import { findSessionTimes } from '@/lib/server/auth/caller-rows';
import { endOf } from '@/lib/server/auth/resolve-caller';
import type { Db } from '@/lib/server/db/client';
import { DAY_MS } from '@/lib/util/durations';

/** Which of these sessions, given by the digests of their tokens, have ended. The check does not count as a use. */
export async function endedSessions(
  db: Db,
  tokenDigests: readonly string[],
  now: Date,
): Promise<ReadonlySet<string>> {
  const rows = await findSessionTimes(db, tokenDigests);
  const going = new Set(rows.filter((row) => endOf(row, now) === null).map(({ token }) => token));
  return new Set(tokenDigests.filter((token) => !going.has(token)));
}

/** Expired sessions are kept this long, so that sign-in can say why they have ended. */
const KEPT_MS = DAY_MS;

export async function sweepSessions(db: Db, now: Date): Promise<void> {
  const before = new Date(now.getTime() - KEPT_MS);
  await db.session.deleteMany({ where: { absoluteExpiresAt: { lt: before } } });
}
