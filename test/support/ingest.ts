import { randomUUID } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import type { SnapshotResult } from '@/lib/contracts/agent';
import type { Ctx } from '@/lib/server/context';
import { type DbRoot, Prisma } from '@/lib/server/db/client';
import { isOpenState, isOpenVms, stateColumns, vmsCoveredUntil } from '@/lib/server/db/ingest/open-segment';
import { isServiceError } from '@/lib/server/errors';
import { enrollHost } from '@/lib/server/services/enrollment';
import { type Delivery, ingestBatch, readItem } from '@/lib/server/services/snapshot';
import { type HostNames, hostNames, type SnapshotWords, snapshotOf } from '@/test/support/agent-client';
import { makeWorld, uniqueName } from '@/test/support/world';

export const INGEST_SETTINGS = { reportIntervalSeconds: 900, retentionDays: 800 };

export type TestHost = HostNames & { hostId: string; enrollment: number };

/** A host enrolled through the verb, at a time of the test's choosing. */
export async function enrolledHost(db: DbRoot, now: Date): Promise<TestHost> {
  const world = await makeWorld(db);
  const names = hostNames(uniqueName('HV'));
  const ctx: Ctx = { actor: { kind: 'anonymous' }, db, now, requestId: randomUUID() };
  const { hostId } = await enrollHost({
    ctx,
    input: { ...names, agentVersion: '1.0.0' },
    token: await world.enrollmentToken(),
    settings: { serverEpoch: randomUUID(), reportIntervalSeconds: INGEST_SETTINGS.reportIntervalSeconds },
  });
  return { ...names, hostId, enrollment: 1 };
}

/** Many at once, as enrolment leaves them: what a thousand of them are for would else wait for their enrolment. */
export async function enrolledHosts(db: DbRoot, now: Date, count: number): Promise<TestHost[]> {
  const world = await makeWorld(db);
  await world.enrollmentToken();
  const fabricId = world.fabric.id;
  const { id: tokenId } = await db.enrollmentToken.findFirstOrThrow({ where: { fabricId } });
  const hosts = Array.from({ length: count }, () => ({ ...hostNames(uniqueName('HV')), hostId: uuidv7() }));
  const named = hosts.map(({ hostId: id, machineId, hostname, fqdn }) => ({
    id,
    fabricId,
    machineId,
    enrolledHostname: hostname,
    enrolledFqdn: fqdn,
    nameKey: fqdn,
    enrolledAt: now,
  }));
  const toldInterval = INGEST_SETTINGS.reportIntervalSeconds;
  await db.source.createMany({ data: named.map(({ id }) => ({ id, kind: 'host' })) });
  await db.host.createMany({ data: named });
  await db.hostLive.createMany({ data: hosts.map(({ hostId }) => ({ hostId, toldInterval })) });
  await db.enrollment.createMany({
    data: hosts.map(({ hostId, machineId, hostname, fqdn }) => ({
      id: uuidv7(),
      sourceId: hostId,
      number: 1,
      tokenId,
      machineId,
      hostname,
      fqdn,
      enrolledAt: now,
    })),
  });
  await db.hostAssignment.createMany({
    data: hosts.map(({ hostId }) => ({
      id: uuidv7(),
      hostId,
      fabricId,
      validFrom: now,
      recordedBy: 'test',
    })),
  });
  return hosts.map((host) => ({ ...host, enrollment: 1 }));
}

export type Sent = {
  /** When the server has the whole request. */
  receivedAt: Date;
  /** The host's clock says so; the server's where the test says nothing. */
  sentAt?: Date;
  pending?: number;
  dropped?: number;
  snapshots: unknown[];
};

export function delivery(
  host: TestHost,
  { receivedAt, sentAt = receivedAt, pending = 0, dropped = 0, snapshots }: Sent,
): Delivery {
  return {
    hostId: host.hostId,
    enrollment: host.enrollment,
    receivedAt: receivedAt.getTime(),
    sentAt: sentAt.getTime(),
    spool: { pending, dropped },
    items: snapshots.map((snapshot) => readItem(snapshot)),
    bodyFault: null,
    requestId: randomUUID(),
  };
}

/** One request, answered by the batch itself with the test's own clock. */
export async function deliver(db: DbRoot, host: TestHost, sent: Sent): Promise<SnapshotResult[]> {
  const [results] = await ingestBatch(db, [delivery(host, sent)], INGEST_SETTINGS);
  if (isServiceError(results)) throw results;
  return results ?? [];
}

export function snapshotAt(host: TestHost, collectedAt: Date, words: SnapshotWords = {}) {
  return snapshotOf(host, { ...words, collectedAt });
}

const KEPT = { segment: Prisma.raw('s'), live: Prisma.raw('l') };
const STATE = stateColumns(KEPT);

/** Everything that history and the live rows say of a host, for comparing two databases' answers. */
export async function historyOf(db: DbRoot, hostId: string) {
  const states = await db.$queryRaw<object[]>`
    SELECT s.from_at, ${STATE.confirmedAt} AS confirmed_at, (${STATE.coveredUntil})::text AS covered_until, s.faulty,
      s.profile_id, s.since, ${STATE.lateEvidence} AS late_evidence, ${STATE.clockOffsetMs} AS clock_offset_ms
    FROM state_segment s LEFT JOIN host_live l ON ${isOpenState(KEPT)}
    WHERE s.host_id = ${hostId}::uuid ORDER BY s.from_at`;
  const vms = await db.$queryRaw<object[]>`
    SELECT s.from_at, ${vmsCoveredUntil(KEPT)} AS covered_until, s.total, s.running
    FROM vm_segment s LEFT JOIN host_live l ON ${isOpenVms(KEPT)}
    WHERE s.host_id = ${hostId}::uuid ORDER BY s.from_at`;
  const [live] = await db.$queryRaw<object[]>`
    SELECT l.last_observed_at, l.late_after, l.silent_after, l.last_rejected_at, l.segment_from, l.vm_segment_from, l.sequence,
      h.profile_id, h.since, h.shielded_vms, h.shielded_vms_running, encode(h.document_digest, 'hex') AS document
    FROM host h JOIN host_live l ON l.host_id = h.id WHERE h.id = ${hostId}::uuid`;
  return { states, vms, live };
}

/** As `historyOf`, of many hosts at once and with what was derived of each and still holds. */
export async function endsOf(db: DbRoot, hostIds: readonly string[]): Promise<Map<string, object[]>> {
  const rows = await db.$queryRaw<{ hostId: string; end: object }[]>`
    SELECT s.host_id::text AS "hostId", (to_jsonb(s) - 'host_id') || jsonb_build_object('table', 'state',
        'confirmed_at', ${STATE.confirmedAt}, 'covered_until', ${STATE.coveredUntil},
        'late_evidence', ${STATE.lateEvidence}, 'clock_offset_ms', ${STATE.clockOffsetMs}) AS end
      FROM state_segment s LEFT JOIN host_live l ON ${isOpenState(KEPT)} WHERE s.host_id = ANY(${hostIds}::uuid[])
    UNION ALL SELECT s.host_id::text, (to_jsonb(s) - 'host_id') || jsonb_build_object('table', 'vm',
        'covered_until', ${vmsCoveredUntil(KEPT)})
      FROM vm_segment s LEFT JOIN host_live l ON ${isOpenVms(KEPT)} WHERE s.host_id = ANY(${hostIds}::uuid[])
    UNION ALL SELECT t.host_id::text, to_jsonb(t) - 'host_id' - 'rejections' - 'last_rejected_code'
      FROM host_live t WHERE host_id = ANY(${hostIds}::uuid[])
    UNION ALL SELECT t.id::text, jsonb_build_object('profile', profile_id, 'since', since, 'vms', shielded_vms,
        'running', shielded_vms_running, 'document', encode(document_digest, 'hex'))
      FROM host t WHERE id = ANY(${hostIds}::uuid[])
    UNION ALL SELECT t.host_id::text, jsonb_build_object('at', at, 'kind', kind, 'detail', detail, 'profile', profile_id,
        'reason', reason)
      FROM change t WHERE host_id = ANY(${hostIds}::uuid[]) AND derived AND superseded_at IS NULL
    ORDER BY 1, 2`;
  const ends = new Map<string, object[]>();
  for (const { hostId, end } of rows) ends.set(hostId, [...(ends.get(hostId) ?? []), end]);
  return ends;
}
