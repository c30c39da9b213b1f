import type { StateSegment, VmSegment } from '@/lib/domain/history';
import { ofSaidFields } from '@/lib/domain/host-filter';
import type { Db } from '@/lib/server/db/client';
import { MOST_CONTENT_CHANGES_A_DAY } from './noisy-hosts';
import {
  assignments,
  columnsOf,
  insertInto,
  orReplace,
  statementOver,
  type WrittenRow,
} from './written-columns';

/** Everything that a list can show or filter by. */
export const PROFILE = columnsOf({
  id: 'id',
  judgeVersion: 'integer',
  hostname: 'text',
  fqdn: 'text?',
  cluster: 'text?',
  os: 'text?',
  osCaption: 'text?',
  osVersion: 'text?',
  manufacturer: 'text?',
  ...ofSaidFields(() => 'text?' as const),
  mode: 'text',
  judgedState: 'text',
  attestationStatus: 'text?',
  failingChecks: 'texts',
  inferredChecks: 'texts',
  causes: 'texts',
  contradictory: 'boolean',
  agentVersion: 'text?',
  riskFlags: 'texts',
  /** Null if the host did not say it, or this version of the product did not read it. */
  ciPolicy: 'text?',
  bootStage: 'text',
  search: 'text',
});
export type ProfileRow = WrittenRow<typeof PROFILE>;

export const writeProfiles = statementOver(
  PROFILE,
  insertInto('host_profile', PROFILE),
  'ORDER BY v.id ON CONFLICT (id) DO NOTHING',
);

export const RECEIPT = columnsOf({
  hostId: 'id',
  snapshotId: 'text',
  digest: 'hex',
  outcome: 'word',
  code: 'word?',
  message: 'text?',
  pointer: 'text?',
  observedAt: 'time',
  receivedAt: 'time',
  enrollment: 'integer',
  sequence: 'bigint?',
  prompt: 'boolean',
  stepped: 'boolean',
  spoolEmpty: 'boolean',
  counts: 'boolean',
  toldInterval: 'integer',
  clockOffsetMs: 'bigint?',
  profileId: 'id?',
  vmsTotal: 'integer?',
  vmsRunning: 'integer?',
  documentDigest: 'hex?',
});
export type ReceiptRow = WrittenRow<typeof RECEIPT> & { outcome: 'stored' | 'rejected' };

export const writeReceipts = statementOver(RECEIPT, insertInto('snapshot_receipt', RECEIPT));

export type Owned<T> = T & { hostId: string };

export const STATE = columnsOf({
  hostId: 'id',
  from: { name: 'from_at', kind: 'time' },
  confirmedAt: 'time',
  coveredUntil: 'time',
  faulty: 'boolean',
  profileId: 'id?',
  since: 'time',
  lateEvidence: 'boolean',
  clockOffsetMs: 'bigint?',
});

export const writeStates: (tx: Db, rows: readonly Owned<StateSegment>[]) => Promise<number> = statementOver(
  STATE,
  insertInto('state_segment', STATE),
  orReplace(STATE, ['hostId', 'from']),
);

export const VMS = columnsOf({
  hostId: 'id',
  from: { name: 'from_at', kind: 'time' },
  coveredUntil: 'time',
  total: 'integer?',
  running: 'integer?',
});

export const writeVms: (tx: Db, rows: readonly Owned<VmSegment>[]) => Promise<number> = statementOver(
  VMS,
  insertInto('vm_segment', VMS),
  orReplace(VMS, ['hostId', 'from']),
);

export const LIVE = columnsOf({
  hostId: 'id',
  toldInterval: 'integer',
  lastObservedAt: 'time?',
  lateAfter: 'time?',
  silentAfter: 'time?',
  maxObservedAt: 'time?',
  sequence: 'bigint?',
  lastRejectedAt: 'time?',
  lastRejectedCode: 'word?',
  newRejections: { name: 'rejections', kind: 'bigint' },
  clockOffsetMs: 'bigint?',
  agentDropped: 'bigint?',
  segmentFrom: 'time?',
  segmentLate: 'boolean',
  vmSegmentFrom: 'time?',
  receivedPeriod: 'integer',
  received: 'integer',
  receivedBefore: 'integer',
  receivedShortest: 'integer?',
  receivedBeforeShortest: 'integer?',
  overLimitSince: 'time?',
});
export type LiveRow = WrittenRow<typeof LIVE>;

const liveSet = assignments(LIVE, ['hostId'], {
  newRejections: 'l.rejections + v.rejections',
  agentDropped: 'coalesce(v.agent_dropped, l.agent_dropped)',
});

export const writeLive = statementOver(
  LIVE,
  `UPDATE host_live l SET ${liveSet}`,
  'WHERE l.host_id = v.host_id',
);

const HOST = columnsOf({
  hostId: 'id',
  profileId: 'id?',
  since: 'time?',
  vmsTotal: { name: 'shielded_vms', kind: 'integer?' },
  vmsRunning: { name: 'shielded_vms_running', kind: 'integer?' },
  documentDigest: 'hex?',
  documentMonth: 'date?',
});
export type HostUpdate = WrittenRow<typeof HOST>;

const IS_OTHER = `h.document_digest <> decode(v.document_digest, 'hex')`;

const updateHosts = statementOver(
  HOST,
  `UPDATE host h SET ${assignments(HOST, ['hostId'])},
    content_day = CASE WHEN ${IS_OTHER} THEN today.day ELSE h.content_day END,
    content_changes = CASE WHEN NOT coalesce(${IS_OTHER}, false) THEN h.content_changes
      WHEN h.content_day = today.day THEN h.content_changes + 1 ELSE 1 END,
    noisy = CASE WHEN NOT coalesce(${IS_OTHER}, false) THEN h.noisy
      WHEN h.content_day = today.day THEN h.noisy OR h.content_changes + 1 > ${MOST_CONTENT_CHANGES_A_DAY}
      ELSE h.noisy AND h.content_changes > ${MOST_CONTENT_CHANGES_A_DAY} AND h.content_day = today.day - 1 END`,
  'CROSS JOIN (SELECT ',
  '::timestamptz::date AS day) today WHERE h.id = v.host_id',
);

/**
 * Only for hosts whose profile, state, VM counts or document changed, because this row carries the indexes.
 * It also counts the day's changes of content; a host stays noisy as long as the previous day was.
 */
export const writeHosts = (tx: Db, rows: readonly HostUpdate[], now: Date): Promise<number> =>
  updateHosts(tx, rows, now);

/** Once a snapshot is stored, the same token and machine can no longer ask again for a lost reply. */
export async function confirmEnrollments(tx: Db, hostIds: readonly string[], at: Date): Promise<void> {
  if (hostIds.length === 0) return;
  await tx.$executeRaw`
    UPDATE source SET confirmed_at = ${at} WHERE id = ANY(${hostIds}::uuid[]) AND confirmed_at IS NULL`;
}
