import { randomUUID } from 'node:crypto';
import { observations } from '@/apps/simulator/fleet/schedule';
import type { DbRoot } from '@/lib/server/db/client';
import { createHostAuthenticator, rotateCredential } from '@/lib/server/services/enrollment';
import { ensureInstallation } from '@/lib/server/services/system';
import { DAY_MS, HOUR_MS } from '@/lib/util/durations';
import type { Diary } from './diary';
import type { LiveHost } from './lanes';
import type { Memory } from './progress-file';

/** Agents renew a credential of 30 days: whichever day one looks, the newest of each host is at most so old. */
const RENEWED_WITHIN_DAYS = 29;

type Renewing = { db: DbRoot; presentMs: number; nowMs: number; memory: Pick<Memory, 'addEnrolled'> };

/**
 * What the agents did by themselves: those whose credential is of more than a month ago got a new one since, a few hosts a
 * day. `hosts` have it from then on.
 */
export async function renewCredentials(
  diary: Diary,
  hosts: readonly LiveHost[],
  { db, presentMs, nowMs, memory }: Renewing,
): Promise<void> {
  const { authenticate } = createHostAuthenticator(db);
  const { serverEpoch } = await ensureInstallation(db, new Date(nowMs));
  const old = await hostsOfOldCredentials(db, nowMs);
  for (const [index, known] of hosts.entries()) {
    const daysAgo = (RENEWED_WITHIN_DAYS * (index + 1)) / (hosts.length + 1);
    const atMs = nowMs - daysAgo * DAY_MS;
    if (!old.has(known.hostId) || !hasReported(known, { atMs, presentMs })) continue;
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

async function hostsOfOldCredentials(db: DbRoot, nowMs: number): Promise<Set<string>> {
  const since = new Date(nowMs - RENEWED_WITHIN_DAYS * DAY_MS);
  const newer = await db.credential.findMany({
    where: { createdAt: { gt: since } },
    select: { hostId: true },
  });
  const hosts = await db.host.findMany({ select: { id: true } });
  const renewed = new Set(newer.map(({ hostId }) => hostId));
  return new Set(hosts.flatMap(({ id }) => (renewed.has(id) ? [] : [id])));
}

/** A host that is silent asks for nothing. */
function hasReported({ host }: LiveHost, { atMs, presentMs }: { atMs: number; presentMs: number }): boolean {
  const window = { fromMs: atMs - DAY_MS, untilMs: atMs, intervalSeconds: HOUR_MS / 1000, presentMs };
  return observations(host, window).length > 0;
}
