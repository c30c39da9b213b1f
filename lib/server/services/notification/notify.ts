import { v7 as uuidv7 } from 'uuid';
import type { Ctx } from '@/lib/server/context';
import type { Db, Prisma } from '@/lib/server/db/client';
import { timestamp } from '@/lib/server/db/fleet/point-in-time';

type Notice = {
  kind: 'report';
  payload: Prisma.InputJsonObject;
  recipientKind: 'mailAddress';
  recipient: string;
  /** Within its kind, a recipient is notified once for the same cause. */
  causeKey: string;
};

/** Queues the notices in the transaction that records their cause, or not at all. */
export async function notify(tx: Db, ctx: Ctx, notices: readonly Notice[]): Promise<void> {
  const times = { createdAt: ctx.now, nextAt: ctx.now, changedAt: ctx.now };
  const data = notices.map((notice) => ({ ...notice, ...times, id: uuidv7(), state: 'waiting' }));
  await tx.notification.createMany({ data, skipDuplicates: true });
  await enqueueNotifications({ ctx: { ...ctx, db: tx } });
}

/** Wakes a server when something is due: new, to be tried again, or left by a server that was killed. */
export async function enqueueNotifications({ ctx }: { ctx: Ctx }): Promise<void> {
  await ctx.db.$executeRaw`
    SELECT graphile_worker.add_job('sendNotification', job_key := 'notifications')
    WHERE EXISTS (SELECT FROM notification WHERE next_at <= ${timestamp(ctx.now)})`;
}
