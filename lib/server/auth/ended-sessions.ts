import { findSessionTimes } from '@/lib/server/auth/caller-rows';
import { isOver } from '@/lib/server/auth/resolve-caller';
import type { Db } from '@/lib/server/db/client';

/** Which of these sessions, named by the digests of their tokens, nobody is signed in by any more. Looking is no use of one. */
export async function endedSessions(
  db: Db,
  tokenDigests: readonly string[],
  now: Date,
): Promise<ReadonlySet<string>> {
  const rows = await findSessionTimes(db, tokenDigests);
  const going = new Set(rows.filter((row) => !isOver(row, now)).map(({ token }) => token));
  return new Set(tokenDigests.filter((token) => !going.has(token)));
}
