import type { Ctx } from '@/lib/server/context';
import type { Db } from '@/lib/server/db/client';

/** A server that is making a report says so every few seconds; after this it has gone, and another one begins anew. */
export const LEASE_MS = 30_000;
export const BEAT_MS = 5_000;

const TRIES = 5;

/** Queues the job in the transaction that asks for the report, so that neither exists without the other. */
export async function enqueueReport(tx: Db, id: string): Promise<void> {
  await tx.$executeRaw`
    SELECT graphile_worker.add_job('makeReport', json_build_object('id', ${id}::text), job_key := ${id}::text,
      max_attempts := ${TRIES}::int)`;
}

/**
 * Puts reports back into the queue whose server was killed while it made them. The queue itself would believe for four
 * hours that it is still at work.
 */
export async function enqueueAbandoned({ ctx }: { ctx: Ctx }): Promise<void> {
  const latest = new Date(ctx.now.getTime() - LEASE_MS);
  const abandoned = await ctx.db.report.findMany({
    where: { state: 'running', workedAt: { lt: latest } },
    select: { id: true },
  });
  for (const { id } of abandoned) await enqueueReport(ctx.db, id);
}
