import { v7 as uuidv7 } from 'uuid';
import type { Ctx } from '@/lib/server/context';
import type { Db, Prisma } from '@/lib/server/db/client';
import { timestamp } from '@/lib/server/db/fleet/point-in-time';

type Notice = {
  kind: 'report';
  payload: Prisma.InputJsonObject;
  recipientKind: 'mailAddress';
  recipient: string;
  /** Within its kind: the same cause is told a recipient once. */
  causeKey: string;
};

/** Tells it in the transaction that knows of it, or not at all. */
export async function notify(tx: Db, ctx: Ctx, notices: readonly Notice[]): Promise<void> {
  const times = { createdAt: ctx.now, nextAt: ctx.now, changedAt: ctx.now };
  const data = notices.map((notice) => ({ ...notice, ...times, id: uuidv7(), state: 'waiting' }));
  await tx.notification.createMany({ data, skipDuplicates: true });
  await enqueueNotifications({ ctx: { ...ctx, db: tx } });
}

/** Wakes a server where something is to be sent: now, again, or because the server that began was killed. */
export async function enqueueNotifications({ ctx }: { ctx: Ctx }): Promise<void> {
  await ctx.db.$executeRaw`
    SELECT graphile_worker.add_job('sendNotification', job_key := 'notifications')
    WHERE EXISTS (SELECT FROM notification WHERE next_at <= ${timestamp(ctx.now)})`;
}
