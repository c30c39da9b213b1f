import type { CheckpointWriter } from '@/lib/server/audit/checkpoint';
import type { Runtime } from '@/lib/server/runtime';
import { every } from './every';
import { keepAccess } from './keep-access';
import { keepLive } from './keep-live';
import { keepPartitions } from './keep-partitions';
import { keepPast } from './keep-past';
import { keepWatch } from './keep-watch';
import { workThroughQueue } from './work-queue';

/** How late another server of this database learns what an administrator has set. */
const SETTINGS_MS = 15_000;

/** Starts every background job of the server. What it returns ends them all, each after the round that has begun. */
export function startJobs(runtime: Runtime, checkpoint?: CheckpointWriter): () => Promise<void> {
  const { jobsDb, settings, log } = runtime;
  const failed = (what: string) => (err: unknown) => log.error({ err }, what);
  const ends = [
    every(SETTINGS_MS, settings.refresh, failed('settings not read')),
    keepPartitions(jobsDb, settings, failed('partitions not kept')),
    keepWatch(jobsDb, failed('silent hosts not looked for')),
    keepPast(jobsDb, failed('read models of the past not filled')),
    keepLive(jobsDb, failed('read model of the live fleet not kept')),
    workThroughQueue(runtime),
    keepAccess({ db: jobsDb, checkpoint, onError: failed('audit log and sign-in tries not kept') }),
  ];
  return async () => {
    await Promise.all(ends.map((end) => end()));
  };
}
