import type { RejectionCode, SnapshotResult } from '@/lib/contracts/agent';
import { dayOf, type HistoryItem } from '@/lib/domain/history';
import { WINDOW_DAYS } from '@/lib/domain/retention';
import { type Base, packDocument } from '@/lib/server/db/ingest/document-body';
import { type DocumentRow, monthOf } from '@/lib/server/db/ingest/documents';
import type { KnownReceipt, LockedHost } from '@/lib/server/db/ingest/lock-hosts';
import type { ProfileRow, ReceiptRow } from '@/lib/server/db/ingest/write-rows';
import { HOST_LOCKED } from '@/lib/server/errors';
import { DAY_MS, HOUR_MS } from '@/lib/util/durations';
import { type JudgedItem, judgedBefore, judgeItem } from './judge-item';
import type { ReadItem } from './read-item';
import type { Rejection } from './rejection';

const STEP_MS = 60_000;
export const WINDOW_MS = WINDOW_DAYS * DAY_MS;

/** How many days before the window one request may bring: each day may need partitions that do not exist yet. */
const MOST_EARLIER_DAYS = 31;

/** One request of one host with its parsed items, waiting for its batch. */
export type Delivery = {
  hostId: string;
  enrollment: number;
  receivedAt: number;
  /** Null for a body that was refused as a whole: it counts as one rejection. */
  sentAt: number | null;
  spool: { pending: number | null; dropped: number | null };
  items: readonly ReadItem[];
  bodyFault: string | null;
  requestId: string;
  /** Called with the time for which judging and packing a content blocked the event loop. */
  noteHeld?: (ms: number) => void;
};

/** The result of a request whose whole body was refused, or not even read. */
export const wholeRefusal = (
  base: Pick<Delivery, 'hostId' | 'enrollment' | 'requestId' | 'receivedAt'>,
  bodyFault: string,
): Delivery => ({
  ...base,
  sentAt: null,
  spool: { pending: null, dropped: null },
  items: [],
  bodyFault,
});

type JudgedContent = { judged: JudgedItem; months: Set<string> };

/** The decisions about one host's items of a batch, before anything is written. */
export type HostDecisions = {
  receipts: ReceiptRow[];
  history: HistoryItem[];
  profiles: ProfileRow[];
  documents: DocumentRow[];
  newRejections: number;
  /** Part of it was refused because the host sends more than it may keep. */
  isOverLimit: boolean;
  /** `observedAt` of the newest item stored so far, or -Infinity. */
  newestStoredAt: number;
  /** Contents that this batch has already judged and packed, so that it is not done twice. */
  judgedContents: Map<string, JudgedContent>;
  /** What the host row gets if the item is its host's newest, by the key of the item. */
  stored: Map<string, { document: DocumentRow; judged: JudgedItem }>;
};

export const noDecisions = (): HostDecisions => ({
  receipts: [],
  history: [],
  profiles: [],
  documents: [],
  newRejections: 0,
  isOverLimit: false,
  newestStoredAt: Number.NEGATIVE_INFINITY,
  judgedContents: new Map(),
  stored: new Map(),
});

export type Scope = {
  host: LockedHost;
  /** The host's newest document; another document of the same month may be stored as a difference from it. */
  base: Base | null;
  delivery: Delivery;
  /** Earlier answers for this host by key, including those of this batch. */
  known: Map<string, KnownReceipt[]>;
  decisions: HostDecisions;
  /** No snapshot observed before this is accepted, even if it would be its host's newest. */
  horizon: number;
  /** The days before the window for which this request brought something that is stored. */
  earlierDays: Set<number>;
};

/** Decides one item and collects what is to be written. The order of calls is the order of arrival. */
export function decideItem(scope: Scope, read: ReadItem): SnapshotResult {
  const earlier = scope.known.get(read.key) ?? [];
  const same = findSame(earlier, read);
  if (same !== undefined) return repeat(read, same);
  const times = timesOf(scope.delivery, read);
  const stored = earlier.find((receipt) => receipt.outcome === 'stored');
  const rejection =
    stored === undefined ? (read.rejection ?? tooOld(scope, read, times.observedAt)) : conflict;
  if (rejection !== null)
    return reject(scope, read, rejection, rejectionTime(scope, read, stored, times.observedAt));
  return store(scope, read, times);
}

/** Whether this was answered before and gets the same answer without a new receipt. */
export const isRepetition = (
  known: ReadonlyMap<string, readonly KnownReceipt[]> | undefined,
  read: ReadItem,
) => findSame(known?.get(read.key) ?? [], read) !== undefined;

const findSame = (earlier: readonly KnownReceipt[], read: ReadItem) =>
  earlier.find((receipt) => isSame(receipt, read));

/** A rejection stores no sequence. A snapshot that is sent again without a sequence is the one stored with it. */
function isSame(receipt: KnownReceipt, read: ReadItem): boolean {
  if (receipt.digest !== read.digest) return false;
  return receipt.outcome === 'rejected' || read.sequence === null || receipt.sequence === read.sequence;
}

function repeat(read: ReadItem, same: KnownReceipt): SnapshotResult {
  if (same.outcome === 'stored') return { snapshotId: read.snapshotId, outcome: 'duplicate' };
  return rejected(read, {
    // Only our own codes were ever written there.
    code: same.code as RejectionCode,
    message: same.message ?? '',
    ...(same.pointer === null ? {} : { pointer: same.pointer }),
  });
}

const rejected = (read: ReadItem, rejection: Rejection): SnapshotResult => ({
  snapshotId: read.snapshotId,
  outcome: 'rejected',
  ...rejection,
});

const conflict: Rejection = {
  code: 'snapshot_conflict',
  message: 'Another snapshot with this snapshotId is stored; a snapshot is never overwritten',
  pointer: '/snapshotId',
};

type Times = { observedAt: number; stepped: boolean; prompt: boolean };

/** The host's clock is used only for the difference between its own two stamps. */
function timesOf(delivery: Delivery, read: ReadItem): Times {
  const age = read.collectedAt === null || delivery.sentAt === null ? 0 : delivery.sentAt - read.collectedAt;
  return {
    observedAt: delivery.receivedAt - Math.max(0, age),
    stepped: age < -STEP_MS,
    prompt: age >= -STEP_MS && age <= HOUR_MS,
  };
}

const isBeforeWindow = ({ delivery }: Scope, observedAt: number) =>
  observedAt < delivery.receivedAt - WINDOW_MS;

/**
 * More than 8 days old: accepted only if newer than everything the host has, because its receipt would no
 * longer reveal a repetition.
 */
function tooOld(scope: Scope, read: ReadItem, observedAt: number): Rejection | null {
  const { horizon, earlierDays } = scope;
  const isBeyond = !earlierDays.has(dayOf(observedAt)) && earlierDays.size >= MOST_EARLIER_DAYS;
  const isOld = isBeforeWindow(scope, observedAt) && (observedAt <= newestStored(scope) || isBeyond);
  if (!isOld && observedAt >= horizon && !isReplay(scope, read)) return null;
  return {
    code: 'too_old',
    message: 'Observed too long ago to be placed in this host’s history',
    pointer: '/collectedAt',
  };
}

/**
 * Whether this is the same request again, byte for byte, after its receipt is gone: sent over 8 days ago by
 * the host's last known clock, with a sequence that the host has passed. Without this check it would count as
 * new as it arrives. A clock that was set back comes with higher sequences, and a restored disk with a clock
 * that goes on.
 */
function isReplay({ delivery, host, decisions }: Scope, { sequence }: ReadItem): boolean {
  if (delivery.sentAt === null || host.sequence === null || (sequence ?? -1) > host.sequence) return false;
  const windowFrom = delivery.receivedAt - WINDOW_MS;
  const sentAt = delivery.sentAt - (host.clockOffsetMs ?? 0);
  return sentAt < windowFrom && newestStored({ host, decisions }) < windowFrom;
}

/** The time from which a rejection counts, or null if it does not make the host faulty. */
function rejectionTime(
  scope: Scope,
  read: ReadItem,
  stored: KnownReceipt | undefined,
  observedAt: number,
): number | null {
  if (stored !== undefined) {
    return stored.observedAt.getTime() >= newestStored(scope) ? scope.delivery.receivedAt : null;
  }
  if (read.rejection === null) return null;
  if (read.collectedAt === null) return scope.delivery.receivedAt;
  // A rejected item that is too old to be stored is also too old to make its host faulty. Anything from
  // before the window is too, because a host last heard before it is not green.
  if (isBeforeWindow(scope, observedAt)) return null;
  return tooOld(scope, read, observedAt) === null ? observedAt : null;
}

/** Ignores rejections: a refused item says nothing about how far the host's own history goes. */
const newestStored = ({ host, decisions }: Pick<Scope, 'host' | 'decisions'>) =>
  Math.max(host.maxObservedAt ?? -Infinity, decisions.newestStoredAt);

function reject(
  scope: Scope,
  read: ReadItem,
  rejection: Rejection,
  countsFrom: number | null,
): SnapshotResult {
  const { delivery, decisions } = scope;
  const said: Said = {
    snapshotId: read.key,
    digest: read.digest,
    outcome: 'rejected',
    code: rejection.code,
    message: rejection.message,
    pointer: rejection.pointer ?? null,
    observedAt: countsFrom ?? delivery.receivedAt,
    counts: countsFrom !== null,
  };
  keepReceipt(scope, receiptOf(scope, said));
  decisions.newRejections += 1;
  return rejected(read, rejection);
}

/** The digest of a body that was refused as a whole: no item was read. */
const NO_DIGEST = '0'.repeat(64);

/**
 * A refused body of an authenticated request counts as one rejection each time it arrives. A host that may
 * keep no more gets a receipt only if it says something new: that the host is faulty or locked.
 */
export function rejectBody(scope: Scope, hasRoom: boolean): void {
  const { delivery, decisions } = scope;
  if (!hasRoom && saysNothingNew(scope)) {
    decisions.newRejections += 1;
    return;
  }
  const said: Said = {
    snapshotId: `~${delivery.requestId}`,
    digest: NO_DIGEST,
    outcome: 'rejected',
    code: delivery.bodyFault,
    message: null,
    pointer: null,
    observedAt: delivery.receivedAt,
    // An agent halves a batch that was too large and sends it again: this is counted, but makes nobody faulty.
    counts: delivery.bodyFault !== 'too_large',
  };
  keepReceipt(scope, receiptOf(scope, said));
  decisions.newRejections += 1;
}

function saysNothingNew({ delivery: { bodyFault }, host, decisions }: Scope): boolean {
  if (bodyFault === 'too_large') return true;
  const { lastRejectedAt, lastRejectedCode, lastObservedAt } = host;
  const faultyFor = decisions.history.some(({ rejected }) => rejected)
    ? decisions.receipts.findLast(({ outcome }) => outcome === 'rejected')?.code
    : lastRejectedAt !== null && lastRejectedAt > (lastObservedAt ?? Number.NEGATIVE_INFINITY)
      ? lastRejectedCode
      : null;
  if (bodyFault === HOST_LOCKED) return faultyFor === HOST_LOCKED;
  return (faultyFor ?? null) !== null;
}

type Said = Pick<
  ReceiptRow,
  'snapshotId' | 'digest' | 'outcome' | 'code' | 'message' | 'pointer' | 'observedAt' | 'counts'
>;
type Stored = { read: ReadItem; times: Times; judged: JudgedItem };

/**
 * All fields are spelled out: this is made for every snapshot, and spreading parts into it costs many times
 * as much.
 */
const receiptOf = ({ delivery, host }: Scope, said: Said, stored?: Stored): ReceiptRow => ({
  hostId: delivery.hostId,
  snapshotId: said.snapshotId,
  digest: said.digest,
  outcome: said.outcome,
  code: said.code,
  message: said.message,
  pointer: said.pointer,
  observedAt: said.observedAt,
  receivedAt: delivery.receivedAt,
  enrollment: delivery.enrollment,
  sequence: stored?.read.sequence ?? null,
  prompt: stored?.times.prompt ?? false,
  stepped: stored?.times.stepped ?? false,
  spoolEmpty: stored !== undefined && delivery.spool.pending === 0,
  counts: said.counts,
  toldInterval: host.toldInterval,
  clockOffsetMs: delivery.sentAt === null ? null : delivery.sentAt - delivery.receivedAt,
  profileId: stored?.judged.profileId ?? null,
  vmsTotal: stored?.judged.vmsTotal ?? null,
  vmsRunning: stored?.judged.vmsRunning ?? null,
  documentDigest: stored?.read.contentDigest ?? null,
});

/** The judgement of this content, and the months in which its document exists or is about to. */
function judgeContent({ host, decisions }: Scope, read: ReadItem): JudgedContent {
  const before = decisions.judgedContents.get(read.contentDigest);
  if (before !== undefined) return before;
  const isSame = host.documentDigest === read.contentDigest;
  const judged = (isSame && judgedBefore(host, read.names)) || judgeItem(read.item(), host);
  // Most snapshots bring the host's own profile, which already exists.
  if (judged.profile !== null && judged.profileId !== host.profileId) decisions.profiles.push(judged.profile);
  const content = {
    judged,
    months: new Set(isSame && host.documentMonth !== null ? [host.documentMonth] : []),
  };
  decisions.judgedContents.set(read.contentDigest, content);
  return content;
}

function store(scope: Scope, read: ReadItem, times: Times): SnapshotResult {
  const { host, delivery, decisions } = scope;
  const { judged, months } = judgeContent(scope, read);
  const document: DocumentRow = {
    hostId: delivery.hostId,
    digest: read.contentDigest,
    month: monthOf(times.observedAt),
    observedAt: times.observedAt,
    body: new Uint8Array(),
    base: null,
  };
  if (!months.has(document.month)) {
    months.add(document.month);
    // Months are dropped one by one, so no document may depend on one of another month.
    const base = document.month === host.documentMonth ? scope.base : null;
    Object.assign(document, packDocument(read.item(), base));
    decisions.documents.push(document);
  }
  decisions.stored.set(read.key, { document, judged });
  if (isBeforeWindow(scope, times.observedAt)) scope.earlierDays.add(dayOf(times.observedAt));
  decisions.newestStoredAt = Math.max(decisions.newestStoredAt, times.observedAt);
  const said: Said = {
    snapshotId: read.key,
    digest: read.digest,
    outcome: 'stored',
    code: null,
    message: null,
    pointer: null,
    observedAt: times.observedAt,
    counts: true,
  };
  keepReceipt(scope, receiptOf(scope, said, { read, times, judged }), judged);
  return { snapshotId: read.snapshotId, outcome: 'stored' };
}

/** Keeps the answer for a repetition in this same batch, and the item for the fold. */
function keepReceipt({ known, decisions }: Scope, receipt: ReceiptRow, judged?: JudgedItem): void {
  decisions.receipts.push(receipt);
  const answer: KnownReceipt = {
    hostId: receipt.hostId,
    snapshotId: receipt.snapshotId,
    digest: receipt.digest,
    outcome: receipt.outcome,
    sequence: receipt.sequence,
    code: receipt.code,
    message: receipt.message,
    pointer: receipt.pointer,
    observedAt: new Date(receipt.observedAt),
  };
  known.set(receipt.snapshotId, [...(known.get(receipt.snapshotId) ?? []), answer]);
  if (receipt.counts) decisions.history.push(toHistoryItem(receipt, judged));
}

const toHistoryItem = (receipt: ReceiptRow, judged?: JudgedItem): HistoryItem => ({
  id: receipt.snapshotId,
  observedAt: receipt.observedAt,
  knownBy: null,
  rejected: receipt.outcome === 'rejected',
  enrollment: receipt.enrollment,
  sequence: receipt.sequence,
  prompt: receipt.prompt,
  stepped: receipt.stepped,
  spoolEmpty: receipt.spoolEmpty,
  intervalSeconds: receipt.toldInterval,
  late: receipt.receivedAt - receipt.observedAt > HOUR_MS,
  clockOffsetMs: receipt.clockOffsetMs,
  profileId: receipt.profileId,
  judgedState: judged?.judgedState ?? null,
  vmsTotal: receipt.vmsTotal,
  vmsRunning: receipt.vmsRunning,
  document: receipt.documentDigest,
});
