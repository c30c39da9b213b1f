import { dayOf } from '@/lib/domain/history';
import type { Db } from '@/lib/server/db/client';
import { writeDerivedChanges } from '@/lib/server/db/ingest/derived-changes';
import { type DirtyHost, markHistoryDirty } from '@/lib/server/db/ingest/dirty-days';
import { writeDocuments } from '@/lib/server/db/ingest/documents';
import type { LockedHost } from '@/lib/server/db/ingest/lock-hosts';
import {
  confirmEnrollments,
  type ProfileRow,
  writeHosts,
  writeLive,
  writeProfiles,
  writeReceipts,
  writeStates,
  writeVms,
} from '@/lib/server/db/ingest/write-rows';
import { DAY_MS } from '@/lib/util/durations';
import type { BatchSettings } from './batch-settings';
import type { Delivery, HostDecisions } from './decide';
import { type Applied, applyInOrder, applyWindow, isInOrder, type Settings, type Window } from './fold-items';
import { findFoldStarts, type LateHost, loadWindows, refuseLongFolds, settleClock } from './load-windows';
import { noteChanges } from './note-changes';

type Decided = {
  hosts: Map<string, LockedHost>;
  decided: Map<string, HostDecisions>;
  deliveries: readonly Delivery[];
  settings: BatchSettings;
  now: number;
};

/** Writes with one statement for each table, except for long histories. */
export async function writeDecided(tx: Db, batch: Decided): Promise<void> {
  const { now } = batch;
  const all = await settleClock(tx, inOrderOfIds(batch), now);
  const settingsOf = hostSettings(batch);
  // First, because rows written below refer to these profiles, and derived changes read them.
  await writeProfiles(tx, uniqueProfiles(all.flatMap(({ decisions }) => decisions.profiles)));
  const windows = await foldWindows(tx, all, batch);
  const applied: Applied[] = [];
  for (const { host, decisions } of all) {
    const window = windows.get(host.hostId);
    const own = settingsOf(host.hostId);
    applied.push(
      window === undefined
        ? applyInOrder(host, decisions, own)
        : await applyWindow(host, decisions, own, window),
    );
  }
  const dirty = all.flatMap(({ host, decisions }) =>
    dirtyOf(host.hostId, decisions, windows.get(host.hostId), now),
  );
  await writeTables(tx, { all, applied, dirty, now });
  await writeDerivedChanges(
    tx,
    applied.map(({ folded }) => folded),
    new Date(now),
  );
  await noteChanges(
    tx,
    all.map((one) => ({ ...one, agentDropped: settingsOf(one.host.hostId).agentDropped })),
    now,
  );
}

/**
 * All rows that several batches may touch are written in this order, so that no two batches wait for each
 * other.
 */
function inOrderOfIds({ hosts, decided }: Decided): LateHost[] {
  return [...decided.keys()].sort().flatMap((hostId) => {
    const host = hosts.get(hostId);
    const decisions = decided.get(hostId);
    return host === undefined || decisions === undefined ? [] : [{ host, decisions }];
  });
}

function hostSettings({ deliveries, settings, now }: Decided): (hostId: string) => Settings {
  const dropped = new Map<string, number>();
  // A body that was refused as a whole has no count of dropped snapshots, and does not reset the last one.
  for (const { hostId, spool } of deliveries) if (spool.dropped !== null) dropped.set(hostId, spool.dropped);
  return (hostId) => ({
    now,
    tellInterval: settings.reportIntervalSeconds,
    agentDropped: dropped.get(hostId) ?? null,
  });
}

/** Counts what is folded again against its host's share of that work, both before and after it is read. */
async function foldWindows(
  tx: Db,
  all: readonly LateHost[],
  { settings: { folds, longFold }, now }: Decided,
): Promise<Map<string, Window>> {
  const late = all.filter(({ host, decisions }) => !isInOrder(host, decisions.history));
  const starts = await findFoldStarts(tx, late, now);
  if (longFold !== undefined) await refuseLongFolds(tx, late, starts, longFold);
  // Before reading: a fold that takes too long is aborted, and has cost as much.
  for (const { host } of late)
    folds?.spend(host.hostId, { folded: 0, kept: host.received + host.receivedBefore });
  const windows = await loadWindows(tx, late, starts);
  for (const [hostId, { items }] of windows) folds?.spend(hostId, { folded: items.length, kept: 0 });
  return windows;
}

/** As many rows as fit into a statement without a pause: a long history has thousands. */
const ROWS_AT_ONCE = 1_000;

/** Writes many rows in several statements, and gives other work its turn between them. */
async function writeInParts<T>(rows: readonly T[], write: (rows: readonly T[]) => Promise<unknown>) {
  for (let begin = 0; begin < rows.length; begin += ROWS_AT_ONCE)
    await write(rows.slice(begin, begin + ROWS_AT_ONCE));
}

type Writing = { all: readonly LateHost[]; applied: readonly Applied[]; dirty: DirtyHost[]; now: number };

async function writeTables(tx: Db, { all, applied, dirty, now }: Writing): Promise<void> {
  const decisions = all.map((one) => one.decisions);
  const first = all.filter(({ host, decisions: { stored } }) => !host.confirmed && stored.size > 0);
  const ofAll = <T>(pick: (one: Applied) => readonly T[]) => applied.flatMap(pick);
  await markHistoryDirty(tx, dirty);
  await writeReceipts(
    tx,
    decisions.flatMap((one) => one.receipts),
  );
  await writeInParts(
    ofAll(({ states }) => states),
    (rows) => writeStates(tx, rows),
  );
  await writeInParts(
    ofAll(({ vms }) => vms),
    (rows) => writeVms(tx, rows),
  );
  await writeDocuments(
    tx,
    decisions.flatMap((one) => one.documents),
  );
  await writeHosts(
    tx,
    ofAll(({ host }) => (host ? [host] : [])),
    new Date(now),
  );
  await writeLive(
    tx,
    applied.map(({ live }) => live),
  );
  await confirmEnrollments(
    tx,
    first.map(({ host }) => host.hostId),
    new Date(now),
  );
}

/** A change before today may change midnights that were already filled: all those after it. */
function dirtyOf(
  hostId: string,
  { history }: HostDecisions,
  window: Window | undefined,
  now: number,
): DirtyHost[] {
  const oldest = window
    ? Math.min(window.from, window.vmsFrom)
    : Math.min(...history.map((item) => item.observedAt));
  return dayOf(oldest) < dayOf(now) ? [{ hostId, fromDay: new Date(dayOf(oldest) * DAY_MS) }] : [];
}

function uniqueProfiles(profiles: readonly ProfileRow[]): ProfileRow[] {
  return [...new Map(profiles.map((profile) => [profile.id, profile])).values()];
}
