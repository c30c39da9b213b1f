import type { SnapshotResult } from '@/lib/contracts/agent';
import type { HistoryItem } from '@/lib/domain/history';
import { type Db, type DbRoot, transactWithin } from '@/lib/server/db/client';
import { withNamedStatements } from '@/lib/server/db/direct';
import type { Base } from '@/lib/server/db/ingest/document-body';
import { loadBases } from '@/lib/server/db/ingest/documents';
import {
  findReceipts,
  type KnownReceipt,
  type LockedHost,
  lockHosts,
} from '@/lib/server/db/ingest/lock-hosts';
import {
  ensurePartitions,
  makePartitions,
  missingPartitions,
  type Partition,
  withPartitions,
} from '@/lib/server/db/ingest/partitions';
import type { ServiceError } from '@/lib/server/errors';
import { DAY_MS } from '@/lib/util/durations';
import type { BatchSettings } from './batch-settings';
import {
  type Delivery,
  decideItem,
  type HostDecisions,
  isRepetition,
  noDecisions,
  rejectBody,
  type Scope,
} from './decide';
import { isInOrder } from './fold-items';
import { settledTimeOf } from './load-windows';
import { loadRoom, overLimit } from './receipt-limit';
import { writeDecided } from './write-decided';

/**
 * The answer to a delivery: the result of each item; null for a body that was refused as a whole; or the
 * error for which nothing was accepted.
 */
export type Answer = SnapshotResult[] | null | ServiceError;

/** Answers in the order of the deliveries. */
type Outcome = Answer[];

/**
 * Tables that need today's partition. Receipts are filed by the day of receipt, the others by the time of
 * their content.
 */
const OF_TODAY = ['snapshot_receipt', 'state_segment', 'vm_segment', 'snapshot_document'] as const;

/** How many partitions a batch makes itself: making more takes seconds, which other hosts should not wait for. */
const FEW_PARTITIONS = 9;

/** Thrown before anything is written: decided rows need partitions that do not exist yet. */
export class MissingPartitionsError extends Error {
  constructor(readonly partitions: readonly Partition[]) {
    super(`${partitions.length} partitions are missing`);
    this.name = 'MissingPartitionsError';
  }
}

/**
 * Writes many requests in one transaction: locks the hosts, looks their ids up with a fresh view, judges
 * here, and then runs one statement for each table. What it answers is on disk when it returns.
 *
 * Throws before anything is written if several requests travel together and one of them needs many partitions
 * of earlier days: the caller then tries each request alone.
 */
export function ingestBatch(
  db: DbRoot,
  deliveries: readonly Delivery[],
  settings: BatchSettings,
): Promise<Outcome> {
  return withPartitions(() => makeAndWrite(db, deliveries, settings));
}

async function makeAndWrite(
  db: DbRoot,
  deliveries: readonly Delivery[],
  settings: BatchSettings,
): Promise<Outcome> {
  const receivedAt = deliveries.map((delivery) => delivery.receivedAt);
  await ensurePartitions(db, OF_TODAY, receivedAt);
  for (;;) {
    try {
      return await decideAndWrite(db, { deliveries, settings, now: Math.max(...receivedAt) });
    } catch (error) {
      if (!(error instanceof MissingPartitionsError)) throw error;
      if (deliveries.length > 1 && error.partitions.length > FEW_PARTITIONS) throw error;
      await makePartitions(db, error.partitions);
    }
  }
}

type Batch = { deliveries: readonly Delivery[]; settings: BatchSettings; now: number };

function decideAndWrite(db: DbRoot, { deliveries, settings, now }: Batch): Promise<Outcome> {
  const work = async (tx: Db) => {
    const hosts = await lockHosts(tx, [...new Set(deliveries.map((delivery) => delivery.hostId))]);
    const known = await loadKnown(tx, deliveries);
    const decided = new Map<string, HostDecisions>();
    const room = await loadRoom(tx, hosts, unheardByHost(deliveries, known), now);
    const bases = await loadBases(tx, newestOfChanged(deliveries, hosts));
    const deciding = { hosts, known, decided, room, bases, settings, now };
    const decidedOn = deliveries.map((delivery) => decide(delivery, deciding));
    const answers = putOffLate(decidedOn, deliveries, deciding);
    refuseMissingPartitions(db, deciding);
    await writeDecided(tx, { hosts, decided, deliveries, settings, now });
    return answers;
  };
  return withNamedStatements(db, () => transactWithin(db, settings.statementMs, work));
}

/** Defers hosts whose histories would have to be folded again too often. */
function putOffLate(answers: Outcome, deliveries: readonly Delivery[], deciding: Deciding): Outcome {
  const {
    hosts,
    decided,
    settings: { folds },
  } = deciding;
  const refusals = new Map<string, ServiceError>();
  for (const [hostId, decisions] of decided) {
    const host = hosts.get(hostId);
    if (host === undefined || isInOrder(host, decisions.history)) continue;
    const stored = decisions.history.filter((item) => !item.rejected);
    const refusal = folds?.refusal(hostId, isInOrder(host, stored) ? 'rejected' : 'out_of_order');
    if (refusal === undefined) continue;
    refusals.set(hostId, refusal);
    decided.set(hostId, { ...noDecisions(), isOverLimit: decisions.isOverLimit });
    noteBodies(hostId, deliveries, deciding);
  }
  return answers.map((answer, index) => {
    const refusal = refusals.get(deliveries[index]?.hostId ?? '');
    return refusal !== undefined && Array.isArray(answer) ? refusal : answer;
  });
}

/** A refused body counts each time it arrives, even if the other snapshots of its host are deferred. */
function noteBodies(hostId: string, deliveries: readonly Delivery[], deciding: Deciding): void {
  // The room for each body was taken when it was decided.
  const hasRoom = (deciding.room.get(hostId) ?? 0) >= 0;
  for (const delivery of deliveries)
    if (delivery.hostId === hostId && delivery.bodyFault !== null)
      rejectBody(scopeOf(delivery, deciding), hasRoom);
}

/** Only decided rows need a partition: a host's clock alone creates none, and a rejection has no VMs. */
function refuseMissingPartitions(db: DbRoot, { hosts, decided, now }: Deciding): void {
  const all = [...decided.values()];
  const history = all.flatMap((decisions) => decisions.history);
  const observedTimes = (items: readonly HistoryItem[]) => items.map((item) => item.observedAt);
  const stored = history.filter((item) => !item.rejected);
  const documents = all.flatMap((decisions) => decisions.documents.map((row) => row.observedAt));
  const settled = settledTimes(hosts, decided, now);
  const missing = [
    ...missingPartitions(db, ['state_segment'], [...observedTimes(history), ...settled]),
    ...missingPartitions(db, ['vm_segment'], [...observedTimes(stored), ...settled]),
    ...missingPartitions(db, ['snapshot_document'], documents),
  ];
  if (missing.length > 0) throw new MissingPartitionsError(missing);
}

/** The times to which segments from the future are moved back: at midnight this is the day before. */
function settledTimes(hosts: Deciding['hosts'], decided: Deciding['decided'], now: number): number[] {
  return [...decided].flatMap(([hostId, decisions]) => {
    const host = hosts.get(hostId);
    return host === undefined ? [] : (settledTimeOf({ host, decisions }, now) ?? []);
  });
}

/** No snapshot observed before this is accepted, so that no host can ask for partitions of other centuries. */
const oldestTaken = (now: number, settings: BatchSettings) => now - settings.retentionDays * DAY_MS;

async function loadKnown(tx: Db, deliveries: readonly Delivery[]) {
  const keys = deliveries.flatMap((delivery) =>
    delivery.items.map((item) => ({ hostId: delivery.hostId, snapshotId: item.key })),
  );
  const known = new Map<string, Map<string, KnownReceipt[]>>();
  for (const receipt of keys.length === 0 ? [] : await findReceipts(tx, keys)) {
    const ofHost = known.get(receipt.hostId) ?? new Map<string, KnownReceipt[]>();
    ofHost.set(receipt.snapshotId, [...(ofHost.get(receipt.snapshotId) ?? []), receipt]);
    known.set(receipt.hostId, ofHost);
  }
  return known;
}

/** How many receipts a delivery adds; what was answered before adds none. */
function unheardOf(delivery: Delivery, known: ReadonlyMap<string, KnownReceipt[]> | undefined): number {
  if (delivery.bodyFault !== null) return 1;
  return delivery.items.filter((item) => !isRepetition(known, item)).length;
}

function unheardByHost(
  deliveries: readonly Delivery[],
  known: ReadonlyMap<string, ReadonlyMap<string, KnownReceipt[]>>,
): Map<string, number> {
  const unheard = new Map<string, number>();
  for (const delivery of deliveries) {
    const { hostId } = delivery;
    unheard.set(hostId, (unheard.get(hostId) ?? 0) + unheardOf(delivery, known.get(hostId)));
  }
  return unheard;
}

/**
 * The newest documents of hosts whose content has changed. Most hosts send the same content, and nothing is
 * read for them.
 */
function newestOfChanged(deliveries: readonly Delivery[], hosts: ReadonlyMap<string, LockedHost>) {
  const newest = new Map<string, { hostId: string; digest: string; month: string }>();
  for (const { hostId, items } of deliveries) {
    const { documentDigest: digest = null, documentMonth: month = null } = hosts.get(hostId) ?? {};
    if (digest === null || month === null) continue;
    const isOther = items.some((item) => item.rejection === null && item.contentDigest !== digest);
    if (isOther) newest.set(hostId, { hostId, digest, month });
  }
  return [...newest.values()];
}

type Deciding = {
  hosts: Map<string, LockedHost>;
  known: Map<string, Map<string, KnownReceipt[]>>;
  decided: Map<string, HostDecisions>;
  /** How many more snapshots a host may keep; absent if the host is far from its limit. */
  room: Map<string, number>;
  bases: Map<string, Base>;
  settings: BatchSettings;
  now: number;
};

function decide(delivery: Delivery, deciding: Deciding): Answer {
  const scope = scopeOf(delivery, deciding);
  return delivery.bodyFault === null ? decideItems(scope, deciding.room) : refuseBody(scope, deciding.room);
}

function scopeOf(delivery: Delivery, { hosts, known, decided, bases, settings, now }: Deciding): Scope {
  const host = hosts.get(delivery.hostId);
  // The credential was read before the lock. A host is never deleted, so this means a broken database.
  if (host === undefined) throw new Error(`host ${delivery.hostId} has no hot row`);
  const decisions = decided.get(delivery.hostId) ?? noDecisions();
  decided.set(delivery.hostId, decisions);
  const ofHost = known.get(delivery.hostId) ?? new Map<string, KnownReceipt[]>();
  known.set(delivery.hostId, ofHost);
  return {
    host,
    base: bases.get(delivery.hostId) ?? null,
    delivery,
    decisions,
    known: ofHost,
    horizon: oldestTaken(now, settings),
    earlierDays: new Set<number>(),
  };
}

/** Takes snapshots in their order until there is no room left. The rest is left out, and its host keeps it. */
function decideItems(scope: Scope, room: Map<string, number>): Answer {
  const { hostId, items, noteHeld } = scope.delivery;
  const begunAt = performance.now();
  let left = room.get(hostId) ?? Number.POSITIVE_INFINITY;
  const results: SnapshotResult[] = [];
  for (const item of items) {
    if (!isRepetition(scope.known, item)) {
      if (left < 1) {
        scope.decisions.isOverLimit = true;
        continue;
      }
      left -= 1;
    }
    results.push(decideItem(scope, item));
  }
  if (room.has(hostId)) room.set(hostId, left);
  noteHeld?.(performance.now() - begunAt);
  return results.length === 0 && items.length > 0 ? overLimit() : results;
}

/** A refused body gets its own answer, whether there is room or not. */
function refuseBody(scope: Scope, room: Map<string, number>): null {
  const { hostId } = scope.delivery;
  const left = room.get(hostId) ?? Number.POSITIVE_INFINITY;
  if (left < 1) scope.decisions.isOverLimit = true;
  rejectBody(scope, left >= 1);
  if (room.has(hostId)) room.set(hostId, left - 1);
  return null;
}
