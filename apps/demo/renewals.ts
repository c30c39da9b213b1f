import { randomUUID } from 'node:crypto';
import { observations } from '@/apps/simulator/fleet/schedule';
import type { DbRoot } from '@/lib/server/db/client';
import { HOST_LOCKED, isServiceError } from '@/lib/server/errors';
import { createSourceAuthenticator, rotateCredential } from '@/lib/server/services/enrollment';
import { ensureInstallation } from '@/lib/server/services/system';
import { DAY_MS, HOUR_MS } from '@/lib/util/durations';
import { grouped } from '@/lib/util/grouped';
import { type Diary, when } from './diary';
import type { LiveHost } from './lanes';
import type { Memory } from './progress-file';

/** Agents renew a credential of 30 days. */
const KEPT_DAYS = 30;
/** All were enrolled on one day and renew within one, long enough ago for the audit log, and none has to for a week yet. */
const RENEWED_DAYS_AGO = { most: 23.8, least: 23 };

type Renewing = {
  db: DbRoot;
  /** When the past begins, in which all were enrolled, and when it ends. */
  beginMs: number;
  nowMs: number;
  /** What the times of the fleet's snapshots are counted from. */
  presentMs: number;
  memory: Pick<Memory, 'enrolled' | 'addEnrolled'>;
};

/** What the agents did by themselves: credentials of more than a month ago were renewed. `hosts` have the new ones from then on. */
export async function renewCredentials(
  diary: Diary,
  hosts: readonly LiveHost[],
  { db, beginMs, nowMs, presentMs, memory }: Renewing,
): Promise<void> {
  if (nowMs - beginMs < KEPT_DAYS * DAY_MS) return;
  const { authenticate } = createSourceAuthenticator(db);
  const { serverEpoch } = await ensureInstallation(db, new Date(nowMs));
  const renewed = renewedBefore(memory);
  const { most, least } = RENEWED_DAYS_AGO;
  const restored = hosts.findLast((host) => !hasReported(host, { atMs: nowMs, presentMs }));
  for (const [index, known] of hosts.entries()) {
    const planned = most - ((most - least) * (index + 1)) / (hosts.length + 1);
    const daysAgo = daysUntilNow(planned).find((days) =>
      hasReported(known, { atMs: nowMs - days * DAY_MS, presentMs }),
    );
    if (renewed.has(known.hostId) || daysAgo === undefined) continue;
    const atMs = nowMs - daysAgo * DAY_MS;
    diary.at(daysAgo, async () => {
      const ctx = { db, now: new Date(atMs), requestId: randomUUID() };
      const actor = await authenticate(ctx, known.credential);
      const { credential } = await rotateCredential({ ctx: { ...ctx, actor }, serverEpoch });
      memory.addEnrolled([{ hostname: known.host.hostname, hostId: known.hostId, credential }]);
      await authenticate(ctx, credential);
      known.credential = credential;
    });
  }
  if (restored !== undefined) startFromImage(diary, restored.hostId, { db, nowMs, memory });
}

/**
 * A silent host was restored from an image as old as the credential of its enrolment, which it has renewed since: it is locked
 * until somebody has looked.
 */
function startFromImage(
  diary: Diary,
  hostId: string,
  { db, nowMs, memory }: Pick<Renewing, 'db' | 'nowMs' | 'memory'>,
): void {
  const daysAgo = when(0, '07:21');
  diary.at(daysAgo, async () => {
    const [enrolled, ...renewed] = memory.enrolled().filter((one) => one.hostId === hostId);
    if (enrolled === undefined || renewed.length === 0) return;
    const ctx = { db, now: new Date(nowMs - daysAgo * DAY_MS), requestId: randomUUID() };
    await createSourceAuthenticator(db)
      .authenticate(ctx, enrolled.credential)
      .catch((error: unknown) => {
        if (!(isServiceError(error) && error.code === HOST_LOCKED)) throw error;
      });
  });
}

/** Each host is remembered once more with every credential that it gets. */
function renewedBefore(memory: Renewing['memory']): Set<string> {
  const byHost = grouped(memory.enrolled(), ({ hostId }) => hostId);
  return new Set([...byHost].filter(([, times]) => times.length > 1).map(([hostId]) => hostId));
}

/** A host that is silent asks for nothing, and asks once it is back. */
const daysUntilNow = (daysAgo: number): number[] =>
  Array.from({ length: Math.floor(daysAgo) + 1 }, (_, day) => daysAgo - day);

function hasReported({ host }: LiveHost, { atMs, presentMs }: { atMs: number; presentMs: number }): boolean {
  const window = { fromMs: atMs - DAY_MS, untilMs: atMs, intervalSeconds: HOUR_MS / 1000, presentMs };
  return observations(host, window).length > 0;
}
