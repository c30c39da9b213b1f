import { randomUUID } from 'node:crypto';
import { observations } from '@/apps/simulator/fleet/schedule';
import type { DbRoot } from '@/lib/server/db/client';
import { createHostAuthenticator, rotateCredential } from '@/lib/server/services/enrollment';
import { ensureInstallation } from '@/lib/server/services/system';
import { DAY_MS, HOUR_MS } from '@/lib/util/durations';
import { grouped } from '@/lib/util/grouped';
import type { Diary } from './diary';
import type { LiveHost } from './lanes';
import type { Memory } from './progress-file';

/** Agents renew a credential of 30 days: whichever day one looks, the newest of each host is at most so old. */
const RENEWED_WITHIN_DAYS = 29;

type Renewing = {
  db: DbRoot;
  /** When the past begins, in which all were enrolled, and when it ends. */
  beginMs: number;
  nowMs: number;
  /** What the times of the fleet's snapshots are counted from. */
  presentMs: number;
  memory: Pick<Memory, 'enrolled' | 'addEnrolled'>;
};

/**
 * What the agents did by themselves: those whose credential is of more than a month ago got a new one since, a few hosts a
 * day. `hosts` have it from then on.
 */
export async function renewCredentials(
  diary: Diary,
  hosts: readonly LiveHost[],
  { db, beginMs, nowMs, presentMs, memory }: Renewing,
): Promise<void> {
  if (nowMs - beginMs <= RENEWED_WITHIN_DAYS * DAY_MS) return;
  const { authenticate } = createHostAuthenticator(db);
  const { serverEpoch } = await ensureInstallation(db, new Date(nowMs));
  const renewed = renewedBefore(memory);
  for (const [index, known] of hosts.entries()) {
    const daysAgo = (RENEWED_WITHIN_DAYS * (index + 1)) / (hosts.length + 1);
    const atMs = nowMs - daysAgo * DAY_MS;
    if (renewed.has(known.hostId) || !hasReported(known, { atMs, presentMs })) continue;
    diary.at(daysAgo, async () => {
      const ctx = { db, now: new Date(atMs), requestId: randomUUID() };
      const actor = await authenticate(ctx, known.credential);
      const { credential } = await rotateCredential({ ctx: { ...ctx, actor }, serverEpoch });
      memory.addEnrolled([{ hostname: known.host.hostname, hostId: known.hostId, credential }]);
      await authenticate(ctx, credential);
      known.credential = credential;
    });
  }
}

/** Each host is remembered once more with every credential that it gets. */
function renewedBefore(memory: Renewing['memory']): Set<string> {
  const byHost = grouped(memory.enrolled(), ({ hostId }) => hostId);
  return new Set([...byHost].filter(([, times]) => times.length > 1).map(([hostId]) => hostId));
}

/** A host that is silent asks for nothing. */
function hasReported({ host }: LiveHost, { atMs, presentMs }: { atMs: number; presentMs: number }): boolean {
  const window = { fromMs: atMs - DAY_MS, untilMs: atMs, intervalSeconds: HOUR_MS / 1000, presentMs };
  return observations(host, window).length > 0;
}
