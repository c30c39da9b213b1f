import { isOtherMachine } from '@/lib/domain/identity';
import { mayEnrolUntil } from '@/lib/domain/re-enrolment';
import { WINDOW_DAYS } from '@/lib/domain/retention';
import type { FabricScope } from '@/lib/server/context';
import { type RowOf, rowsOf } from '@/lib/server/db/checked-rows';
import { type Db, Prisma } from '@/lib/server/db/client';
import { dayAt, momentOf, timestamp, type When } from '@/lib/server/db/fleet/point-in-time';
import { unpackDocument } from '@/lib/server/db/ingest/document-body';
import { readDocument, type StoredDocument } from '@/lib/server/db/ingest/documents';
import { DAY_MS } from '@/lib/util/durations';
import { grouped } from '@/lib/util/grouped';

export type HostFacts = {
  toldIntervalSeconds: number | null;
  lastRejection: { at: Date; code: string } | null;
  lockedAt: Date | null;
  reenrollUntil: Date | null;
  noisy: boolean;
  overLimitSince: Date | null;
  credentialIssuedAt: Date | null;
  duplicates: { id: string; hostname: string; fabric: string }[];
  otherMachine: { enrolled: { hostname: string; machineId: string }; sent: { machineId: string } } | null;
};

/** Facts that only the hot row has. Earlier values are not kept, so for an earlier time these are null. */
export async function readHostFacts(
  db: Db,
  { hostId, when, fabrics }: { hostId: string; when: When; fabrics: FabricScope },
): Promise<HostFacts> {
  const live = await db.hostLive.findUniqueOrThrow({
    where: { hostId },
    include: { host: { include: { source: true } } },
  });
  const { source, reenrollUntil, noisy, duplicateIdentity } = live.host;
  const { toldInterval, lastRejectedAt: at, lastRejectedCode: code, overLimitSince } = live;
  const newest = at === null || code === null ? null : { at, code };
  const isKnown = newest === null || newest.at <= momentOf(when);
  return {
    toldIntervalSeconds: 'live' in when ? toldInterval : null,
    lastRejection: isKnown ? newest : await rejectionBefore(db, hostId, momentOf(when)),
    lockedAt: 'live' in when ? source.lockedAt : null,
    reenrollUntil: 'live' in when ? mayEnrolUntil(reenrollUntil, when.live) : null,
    noisy,
    overLimitSince: 'live' in when && isStillOver(overLimitSince, when.live) ? overLimitSince : null,
    credentialIssuedAt: 'live' in when ? await credentialInUse(db, hostId) : null,
    duplicates: duplicateIdentity ? await hostsOfSameIdentity(db, hostId, fabrics) : [],
    otherMachine: 'live' in when ? otherMachineOf(live.host) : null,
  };
}

type Named = { enrolledHostname: string; machineId: string | null; claimedMachineId: string | null };

/** The enrolled machine and the one that sent the newest snapshot; null if they are the same. */
function otherMachineOf({ enrolledHostname: hostname, machineId, claimedMachineId }: Named) {
  if (machineId === null || claimedMachineId === null || !isOtherMachine(machineId, claimedMachineId))
    return null;
  return { enrolled: { hostname, machineId }, sent: { machineId: claimedMachineId } };
}

/** Nothing is stored while snapshots are refused, so one window later none of the excess is left. */
const isStillOver = (since: Date | null, now: Date) =>
  since !== null && now.getTime() - since.getTime() < WINDOW_DAYS * DAY_MS;

/** The newest credential that was used: an unused successor may have been lost on its way. */
async function credentialInUse(db: Db, hostId: string): Promise<Date | null> {
  const found = await db.credential.findFirst({
    where: { sourceId: hostId, firstUsedAt: { not: null } },
    orderBy: [{ enrollment: 'desc' }, { generation: 'desc' }],
    select: { createdAt: true },
  });
  return found?.createdAt ?? null;
}

const rejections = rowsOf('rejections', { at: 'time', code: 'text' });

/** The last rejection before a moment, from history, because the hot row has only the newest one. */
async function rejectionBefore(db: Db, hostId: string, moment: Date): Promise<HostFacts['lastRejection']> {
  const [found] = await rejections(db)`
    SELECT CASE WHEN (detail->>'lastAt')::timestamptz <= ${timestamp(moment)} THEN (detail->>'lastAt')::timestamptz ELSE at END AS at,
      detail->>'code' AS code FROM change
    WHERE host_id = ${hostId}::uuid AND kind = 'rejected' AND at <= ${timestamp(moment)} AND detail->>'code' IS NOT NULL
    ORDER BY change.at DESC, id DESC LIMIT 1`;
  return found ?? null;
}

/** More than anybody reads: a cloned image may give hundreds of hosts the same machine id. */
const MOST_TWINS = 20;

const duplicates = rowsOf('duplicates', { id: 'text', hostname: 'text', fabric: 'text' });

/** Other live hosts with the same name or machine id, enrolled or claimed; ingest flags them by the same rule. */
export function hostsOfSameIdentity(
  db: Db,
  hostId: string,
  fabrics: FabricScope,
): Promise<HostFacts['duplicates']> {
  const isSeen =
    fabrics === 'all' ? Prisma.sql`TRUE` : Prisma.sql`o.fabric_id = ANY(${[...fabrics]}::uuid[])`;
  return duplicates(db)`
    SELECT o.id::text AS id, coalesce(p.hostname, o.enrolled_hostname) AS hostname, f.name AS fabric
    FROM host h JOIN host o ON o.id <> h.id AND o.retired_at IS NULL
      AND (o.name_key IN (h.name_key, h.claimed_name_key) OR o.claimed_name_key IN (h.name_key, h.claimed_name_key)
        OR o.machine_id IN (h.machine_id, h.claimed_machine_id) OR o.claimed_machine_id IN (h.machine_id, h.claimed_machine_id))
    JOIN fabric f ON f.id = o.fabric_id LEFT JOIN host_profile p ON p.id = o.profile_id
    WHERE h.id = ${hostId}::uuid AND ${isSeen} ORDER BY 2, 1 LIMIT ${MOST_TWINS}::int`;
}

/** The stored judgements of hosts, by the ids of their profiles. */
export async function readProfiles(db: Db, ids: readonly string[]) {
  const profiles = await db.hostProfile.findMany({ where: { id: { in: [...ids] } } });
  return new Map(profiles.map((profile) => [profile.id, profile]));
}

const DOCUMENT = {
  hostId: 'text',
  observedAt: 'time',
  digest: 'text',
  body: 'bytes',
  base: 'bytes?',
} as const;
const documents = rowsOf('documents', DOCUMENT);
const receiptDocuments = rowsOf('documents of receipts', DOCUMENT);

/** A packed document: unpacking many at once would block the event loop. */
export type PackedRow = RowOf<typeof documents>;

const COLUMNS = Prisma.sql`
  d.host_id::text AS "hostId", d.observed_at AS "observedAt", encode(d.digest, 'hex') AS digest, d.body, b.body AS base`;
const WITH_BASE = Prisma.sql`
  LEFT JOIN snapshot_document b ON b.host_id = d.host_id AND b.digest = d.base AND b.month = d.month`;

export const unpacked = ({ observedAt, digest, ...stored }: PackedRow): StoredDocument => ({
  observedAt,
  digest,
  item: unpackDocument(stored),
});

type Asked = { until: Date; limit: number; offset?: number };

/**
 * The contents that each of these hosts sent up to a moment, newest first, each once a month with its first
 * time.
 */
export async function recentDocuments(
  db: Db,
  hostIds: readonly string[],
  { until, limit, offset = 0 }: Asked,
): Promise<Map<string, PackedRow[]>> {
  if (hostIds.length === 0) return new Map();
  const rows = await documents(db)`
    SELECT ${COLUMNS} FROM unnest(${[...hostIds]}::uuid[]) AS h (id) CROSS JOIN LATERAL (
      SELECT * FROM snapshot_document
      WHERE host_id = h.id AND observed_at <= ${timestamp(until)} AND month <= ${dayAt(until)}
      ORDER BY observed_at DESC, digest LIMIT ${limit}::int OFFSET ${offset}::int) d ${WITH_BASE}
    ORDER BY d.host_id, d.observed_at DESC, d.digest`;
  return grouped(rows, ({ hostId }) => hostId);
}

/** The document of the host's newest snapshot. */
export async function currentDocument(db: Db, hostId: string): Promise<StoredDocument | null> {
  const host = await db.host.findUnique({
    where: { id: hostId },
    select: { documentDigest: true, documentMonth: true },
  });
  if (!host?.documentDigest || !host.documentMonth) return null;
  return readDocument(db, hostId, host.documentDigest, host.documentMonth);
}

/** The document of each host's newest snapshot up to a moment, as long as its receipt is kept (8 days). */
export async function documentsOfReceipts(
  db: Db,
  hostIds: readonly string[],
  at: Date,
): Promise<Map<string, PackedRow>> {
  if (hostIds.length === 0) return new Map();
  const rows = await receiptDocuments(db)`
    SELECT ${COLUMNS} FROM unnest(${[...hostIds]}::uuid[]) AS h (id) CROSS JOIN LATERAL (
      SELECT document_digest AS digest, date_trunc('month', observed_at)::date AS month FROM snapshot_receipt
      WHERE host_id = h.id AND outcome = 'stored' AND observed_at <= ${timestamp(at)}
      ORDER BY observed_at DESC, sequence DESC NULLS LAST LIMIT 1) r
    JOIN snapshot_document d ON d.host_id = h.id AND d.digest = r.digest AND d.month = r.month ${WITH_BASE}`;
  return new Map(rows.map((row) => [row.hostId, row]));
}
