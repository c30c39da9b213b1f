import type { CheckpointWriter } from '@/lib/server/audit/checkpoint';
import type { Runtime } from '@/lib/server/runtime';
import { keepAccess } from './keep-access';
import { keepLive } from './keep-live';
import { keepPartitions } from './keep-partitions';
import { keepPast } from './keep-past';
import { keepWatch } from './keep-watch';
import { inRounds, type Noting } from './rounds';
import { workThroughQueue } from './work-queue';

/** How long it takes until another server of this database learns an administrator's setting. */
const SETTINGS_MS = 15_000;

/**
 * Starts every background job of the server. Returns a function that ends them all, each after its present
 * round.
 */
export function startJobs(runtime: Runtime, checkpoint?: CheckpointWriter): () => Promise<void> {
  const { jobsDb, settings, log, metrics } = runtime;
  const noting: Noting = { times: metrics.jobs, onError: (err, sentence) => log.error({ err }, sentence) };
  const refresh = { 'settings not read': settings.refresh, 'server epoch not read': runtime.epoch.refresh };
  const ends = [
    inRounds({ job: 'settings', everyMs: SETTINGS_MS, steps: refresh }, noting),
    keepPartitions(jobsDb, settings, noting),
    keepWatch(jobsDb, noting),
    keepPast(jobsDb, noting),
    keepLive(jobsDb, noting),
    workThroughQueue(runtime),
    keepAccess(jobsDb, checkpoint, noting),
  ];
  return async () => {
    await Promise.all(ends.map((end) => end()));
  };
}
