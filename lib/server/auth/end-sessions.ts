import type { Db, Prisma } from '@/lib/server/db/client';
import { raiseWatermark } from '@/lib/server/db/watermark';

/**
 * Signs out whoever has one of these sessions, and has every server look at once at the streams of events that are open:
 * pages that show the fleet are told so as soon as this is committed, and not when they next ask.
 */
export async function endSessions(tx: Db, where: Prisma.SessionWhereInput): Promise<number> {
  const { count } = await tx.session.deleteMany({ where });
  if (count > 0) await raiseWatermark(tx);
  return count;
}

/**
 * Whoever is signing in as this person now does not come to a session, also where the password was right (sign-in.ts). Called
 * before their sessions are ended: until the end of the transaction nobody else begins one, and nobody uses their rights to
 * give access to others (hold-rights.ts).
 */
export async function refuseSignInsUnderWay(tx: Db, operatorId: string): Promise<void> {
  await tx.operator.update({ where: { id: operatorId }, data: { sessionEpoch: { increment: 1 } } });
}
