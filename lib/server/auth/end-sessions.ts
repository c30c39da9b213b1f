import type { Db, Prisma } from '@/lib/server/db/client';
import { raiseWatermark } from '@/lib/server/db/watermark';

/**
 * Ends these sessions and makes every server check its open event streams at once: pages that show the fleet
 * learn it as soon as this is committed, not with their next request.
 */
export async function endSessions(tx: Db, where: Prisma.SessionWhereInput): Promise<number> {
  const { count } = await tx.session.deleteMany({ where });
  if (count > 0) await raiseWatermark(tx);
  return count;
}

/**
 * Keeps a sign-in of this person that is under way from getting a session, even if the password was right
 * (sign-in.ts). Called before their sessions are ended: until the transaction ends nobody else begins one,
 * and nobody uses their rights to give access to others (hold-rights.ts).
 */
export async function refuseSignInsUnderWay(tx: Db, operatorId: string): Promise<void> {
  await tx.operator.update({ where: { id: operatorId }, data: { sessionEpoch: { increment: 1 } } });
}
