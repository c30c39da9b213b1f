import { randomUUID } from 'node:crypto';
import type { Ctx, Verb } from '@/lib/server/context';
import { type RowOf, rowsOf } from '@/lib/server/db/checked-rows';
import { type Db, transact } from '@/lib/server/db/client';
import { timestamp } from '@/lib/server/db/fleet/point-in-time';
import type { Mailer, Refusal } from '@/lib/server/mail/mailer';
import { enqueueNotifications } from './notify';

/** A server that took one and is silent for so long was killed. A mail takes a minute at most. */
const LEASE_MS = 180_000;

type Means = { mailer: Mailer | null; publicUrl: string };
type Said = Omit<Refusal, 'code'> & { code: string };

/** What differs between kinds. */
export type NotificationKind = {
  /** How long to wait after each deferred attempt; after the last one nobody tries again. */
  waitsMinutes: readonly number[];
  /** Resolves to null if the receiver has accepted it. */
  send: (ctx: Ctx, notification: Leased, means: Means) => Promise<Said | null>;
  /** Records the final result in the audit log. */
  record: (
    tx: Db,
    ctx: Ctx,
    notification: Leased,
    why: { code: string; detail: string } | null,
  ) => Promise<void>;
};

type Sending = Means & { kinds: Readonly<Record<string, NotificationKind>> };

/**
 * Sends the notification that has waited longest. Only one server holds it during the lease; each attempt
 * takes a new lease.
 */
export async function sendNotification({ ctx, input: { kinds, ...means } }: Verb<Sending>): Promise<void> {
  const leaseOwner = randomUUID();
  const [notification] = await lease(ctx, leaseOwner, Object.keys(kinds));
  const kind = kinds[notification?.kind ?? ''];
  if (notification === undefined || kind === undefined) return;
  // Another job sends the next one at the same time.
  await enqueueNotifications({ ctx });
  const refusal = await attempt(kind, ctx, notification, means);
  const why = refusal && { code: refusal.code, detail: refusal.detail };
  const after = outcomeOf(ctx.now, kind.waitsMinutes[notification.tries - 1], refusal);
  await transact(ctx.db, async (tx) => {
    const { count } = await tx.notification.updateMany({
      where: { id: notification.id, leaseOwner },
      data: { ...after, ...(why ?? { code: null, detail: null }), leaseOwner: null, changedAt: ctx.now },
    });
    // The count is 0 if its subject was removed meanwhile, or if it took so long that another server has it.
    if (count > 0 && after.nextAt === null) await kind.record(tx, ctx, notification, why);
  });
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

/** An attempt that throws counts, and so does one that ends the server: neither repeats without end. */
async function attempt(
  kind: NotificationKind,
  ctx: Ctx,
  notification: Leased,
  means: Means,
): Promise<Said | null> {
  if (notification.tries > kind.waitsMinutes.length + 1)
    return { code: 'failed', detail: 'Each server that sent it ended meanwhile', isFinal: false };
  try {
    return await kind.send(ctx, notification, means);
  } catch (error) {
    return { code: 'failed', detail: messageOf(error), isFinal: false };
  }
}

const leased = rowsOf('leased notification', {
  id: 'text',
  kind: 'text',
  payload: 'json',
  recipient: 'text',
  tries: 'number',
});
type Leased = RowOf<typeof leased>;

const lease = ({ db, now }: Ctx, owner: string, kinds: readonly string[]): Promise<Leased[]> =>
  leased(db)`
    UPDATE notification SET state = 'sending', tries = tries + 1, changed_at = ${timestamp(now)},
      next_at = ${timestamp(new Date(now.getTime() + LEASE_MS))}, lease_owner = ${owner}::uuid
    WHERE id = (
      SELECT id FROM notification WHERE next_at <= ${timestamp(now)} AND kind = ANY (${[...kinds]}::text[])
      ORDER BY next_at, id LIMIT 1 FOR UPDATE SKIP LOCKED)
    RETURNING id, kind, payload, recipient, tries`;

function outcomeOf(now: Date, waitMinutes: number | undefined, refusal: Said | null) {
  if (refusal === null) return { state: 'sent', nextAt: null };
  if (refusal.isFinal) return { state: 'refused', nextAt: null };
  if (waitMinutes === undefined) return { state: 'givenUp', nextAt: null };
  return { state: 'waiting', nextAt: new Date(now.getTime() + waitMinutes * 60_000) };
}
