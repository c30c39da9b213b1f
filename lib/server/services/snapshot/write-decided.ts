import { dayOf } from '@/lib/domain/history';
import { awaitedLater, type Sql } from '@/lib/server/db/direct';
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

/**
 * Asks for every write and waits for none: they are answered in this order, and the commit comes behind them. What
 * reads before it writes is awaited, since it must not be asked behind the commit.
 */
export async function writeDecided(tx: Sql, batch: Decided): Promise<Promise<unknown>[]> {
  const { now } = batch;
  const all = await settleClock(tx, inOrderOfIds(batch), now);
  const settingsOf = hostSettings(batch);
  // First of all: rows written below name these profiles, and derived changes read them.
  const profiles = awaitedLater(
    writeProfiles(tx, uniqueProfiles(all.flatMap(({ decisions }) => decisions.profiles))),
  );
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
  const states = await writeAllButLast(
    applied.flatMap((one) => one.states),
    (rows) => writeStates(tx, rows),
  );
  const vms = await writeAllButLast(
    applied.flatMap((one) => one.vms),
    (rows) => writeVms(tx, rows),
  );
  const asked = askWrites(tx, { all, applied, states, vms, dirty, now });
  const writes = [profiles, ...asked.map(awaitedLater)];
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
  return writes;
}

/** As everything that several batches may touch, so that no two of them wait for each other. */
function inOrderOfIds({ hosts, decided }: Decided): LateHost[] {
  return [...decided.keys()].sort().flatMap((hostId) => {
    const host = hosts.get(hostId);
    const decisions = decided.get(hostId);
    return host === undefined || decisions === undefined ? [] : [{ host, decisions }];
  });
}

function hostSettings({ deliveries, settings, now }: Decided): (hostId: string) => Settings {
  const dropped = new Map<string, number>();
  // What was refused whole says nothing of it, and takes nothing back.
  for (const { hostId, spool } of deliveries) if (spool.dropped !== null) dropped.set(hostId, spool.dropped);
  return (hostId) => ({
    now,
    tellInterval: settings.reportIntervalSeconds,
    agentDropped: dropped.get(hostId) ?? null,
  });
}

/** What is folded anew is counted against its host's share of that work, before and after it is read. */
async function foldWindows(
  tx: Sql,
  all: readonly LateHost[],
  { settings: { folds, longFold }, now }: Decided,
): Promise<Map<string, Window>> {
  const late = all.filter(({ host, decisions }) => !isInOrder(host, decisions.history));
  const starts = await findFoldStarts(tx, late, now);
  if (longFold !== undefined) await refuseLongFolds(tx, late, starts, longFold);
  // Before they are read: what takes too long is ended, and has cost as much.
  for (const { host } of late)
    folds?.spend(host.hostId, { folded: 0, kept: host.received + host.receivedBefore });
  const windows = await loadWindows(tx, late, starts);
  for (const [hostId, { items }] of windows) folds?.spend(hostId, { folded: items.length, kept: 0 });
  return windows;
}

/** As many rows as are put into a statement in a moment: of a long history there are thousands. */
const ROWS_AT_ONCE = 1_000;

/** Writes in several statements, between which others have their turns, and returns what is left for one. */
async function writeAllButLast<T>(
  rows: readonly T[],
  write: (rows: readonly T[]) => Promise<unknown>,
): Promise<T[]> {
  let begin = 0;
  for (; rows.length - begin > ROWS_AT_ONCE; begin += ROWS_AT_ONCE)
    await write(rows.slice(begin, begin + ROWS_AT_ONCE));
  return rows.slice(begin);
}

type Asked = {
  all: readonly LateHost[];
  applied: readonly Applied[];
  states: Applied['states'];
  vms: Applied['vms'];
  dirty: DirtyHost[];
  now: number;
};

/** One statement a table. */
function askWrites(tx: Sql, { all, applied, states, vms, dirty, now }: Asked): Promise<unknown>[] {
  const decisions = all.map((one) => one.decisions);
  const first = all.filter(({ host, decisions: { stored } }) => !host.confirmed && stored.size > 0);
  const receipts = decisions.flatMap((one) => one.receipts);
  const documents = decisions.flatMap((one) => one.documents);
  const hosts = applied.flatMap(({ host }) => host ?? []);
  return [
    markHistoryDirty(tx, dirty),
    writeReceipts(tx, receipts),
    writeStates(tx, states),
    writeVms(tx, vms),
    writeDocuments(tx, documents),
    writeHosts(tx, hosts, new Date(now)),
    writeLive(
      tx,
      applied.map(({ live }) => live),
    ),
    confirmEnrollments(
      tx,
      first.map(({ host }) => host.hostId),
      new Date(now),
    ),
  ];
}

/** What reaches back before today may change midnights that were filled already: those after it. */
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
