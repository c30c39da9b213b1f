import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { ServiceError } from '@/lib/server/errors';
import { spreadRetrySeconds } from '@/lib/server/request/retry-after';
import type { Runtime } from '@/lib/server/runtime';

export const READY_PATH = '/api/health/ready';
const READY_WITHIN_MS = 2_000;

async function isDatabaseReady({ db }: Runtime): Promise<boolean> {
  const timeout = new Promise<false>((resolve) => {
    setTimeout(resolve, READY_WITHIN_MS, false).unref();
  });
  const asked = db.$executeRaw`SELECT 1`.then(
    () => true,
    () => false,
  );
  return Promise.race([asked, timeout]);
}

/** Why this server should get no requests now; null if it should. */
async function whyNotReady(runtime: Runtime): Promise<string | null> {
  const { batcher, limits, metrics } = runtime;
  if (runtime.stopping) return 'The server is stopping';
  if (!(await isDatabaseReady(runtime))) return 'The database cannot be reached';
  if (batcher.oldestMs() > limits.deliveryMs) return 'Snapshots wait, and none of them is written';
  if (metrics.jobs.quietMs() > limits.jobsQuietMs)
    return `No background job has gone well for ${limits.jobsQuietMs / 1_000} seconds`;
  return null;
}

/** Answers load balancers and supervisors without a credential, and reveals nothing about the content. */
export function healthRoutes(app: FastifyInstance, runtime: Runtime): void {
  const schema = {
    operationId: 'isReady',
    summary: 'Says whether this server can answer, and if not, why.',
    tags: ['health'],
    response: { 200: z.object({ status: z.string() }) },
  };
  const live = {
    operationId: 'isLive',
    summary: 'Says that this server runs.',
    tags: ['health'],
    response: { 200: z.object({ status: z.string(), serverTime: z.string() }) },
  };
  // The time lets a host that is not enrolled yet check its clock.
  app.get('/api/health/live', { schema: live }, async () => ({
    status: 'live',
    serverTime: new Date().toISOString(),
  }));
  app.get(READY_PATH, { schema }, async () => {
    const reason = await whyNotReady(runtime);
    if (reason !== null)
      throw new ServiceError('unavailable', reason, { retryAfterSeconds: spreadRetrySeconds() });
    return { status: 'ready' };
  });
}
