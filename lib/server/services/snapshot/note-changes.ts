import { isOtherMachine } from '@/lib/domain/identity';
import type { Db } from '@/lib/server/db/client';
import {
  type CountedChange,
  countChanges,
  type RecordedChange,
  recordChanges,
} from '@/lib/server/db/ingest/changes';
import { type ClaimedNames, flagDuplicates } from '@/lib/server/db/ingest/duplicates';
import type { LockedHost } from '@/lib/server/db/ingest/lock-hosts';
import { HOST_LOCKED } from '@/lib/server/errors';
import type { HostDecisions } from './decide';
import type { JudgedItem } from './judge-item';

type Decided = { host: LockedHost; decisions: HostDecisions; agentDropped: number | null };

/** Records events at server time: rejections, clocks, counters, and identities that two hosts claim. */
export async function noteChanges(tx: Db, all: readonly Decided[], now: number): Promise<void> {
  const at = new Date(now);
  const claims = all.flatMap((decided) => newClaims(decided));
  const duplicates = await flagDuplicates(tx, claims);
  const others = all.flatMap((decided) => otherMachine(decided));
  await recordChanges(tx, [...duplicates.map(toDuplicateChange), ...others], at);
  await countChanges(
    tx,
    all.flatMap((decided) => countedOf(decided)),
    at,
  );
}

function countedOf(decided: Decided): CountedChange[] {
  return [...rejections(decided), ...oddities(decided), ...drops(decided)];
}

function rejections({ host: { hostId }, decisions }: Decided): CountedChange[] {
  return decisions.receipts
    .filter(({ outcome, code }) => outcome === 'rejected' && code !== HOST_LOCKED)
    .map(({ snapshotId, code }) => ({
      hostId,
      kind: 'rejected',
      // An item refused without an id has a key of ours, which means nothing to the host.
      detail: snapshotId.startsWith('~') ? { code } : { code, snapshotId },
    }));
}

/** Snapshots that are stored and flagged: the clock was stepped before sending, or the sequence fell back. */
function oddities({ host, decisions }: Decided): CountedChange[] {
  const { hostId } = host;
  let highest = host.sequence ?? -1;
  let newest = host.maxObservedAt ?? Number.NEGATIVE_INFINITY;
  return decisions.receipts.flatMap(({ outcome, snapshotId, stepped, sequence, observedAt }) => {
    if (outcome !== 'stored') return [];
    const isNewer = observedAt > newest;
    const fellBack = isNewer && sequence !== null && sequence <= highest;
    const detail = { snapshotId, sequence };
    if (isNewer) newest = observedAt;
    highest = Math.max(highest, sequence ?? -1);
    const kinds = [
      ...(stepped ? (['clockStepped'] as const) : []),
      ...(fellBack ? (['sequenceFellBack'] as const) : []),
    ];
    return kinds.map((kind) => ({ hostId, kind, detail }));
  });
}

/** The agent's spool was full: what it dropped is a gap that nothing else would explain. */
function drops({ host, agentDropped }: Decided): CountedChange[] {
  const { hostId } = host;
  const before = host.agentDropped ?? 0;
  if (agentDropped === null || agentDropped <= before) return [];
  const detail = { dropped: agentDropped - before, total: agentDropped };
  return [{ hostId, kind: 'snapshotsDropped', detail }];
}

/** The newest of this batch's items if it is newer than everything its host had: a late one changes no name. */
function newestOf({ host, decisions }: Decided): JudgedItem | undefined {
  if (decisions.newestStoredAt < (host.maxObservedAt ?? Number.NEGATIVE_INFINITY)) return undefined;
  for (const { document, judged } of decisions.stored.values())
    if (document.observedAt === decisions.newestStoredAt) return judged;
  return undefined;
}

/** Names are compared with other hosts only when they are new: most snapshots bring none. */
function newClaims(decided: Decided): ClaimedNames[] {
  const { host } = decided;
  const names = newestOf(decided)?.names;
  if (names === undefined) return [];
  if (names.nameKey === host.claimedNameKey && names.machineId === host.claimedMachineId) return [];
  return [
    {
      hostId: host.hostId,
      ...names,
      before: { nameKey: host.claimedNameKey, machineId: host.claimedMachineId },
    },
  ];
}

/**
 * Recorded once for each machine and enrolment: two machines that take turns would otherwise cause an event
 * with every snapshot.
 */
function otherMachine(decided: Decided): RecordedChange[] {
  const { hostId, enrollment, machineId: enrolled } = decided.host;
  const sent = newestOf(decided)?.names.machineId ?? null;
  if (!isOtherMachine(enrolled, sent)) return [];
  const causeKey = `otherMachine:${hostId}:${enrollment}:${sent}`;
  return [{ hostId, kind: 'otherMachine', detail: { from: enrolled, to: sent }, causeKey }];
}

const toDuplicateChange = ({ hostId, otherId }: { hostId: string; otherId: string }): RecordedChange => ({
  hostId,
  kind: 'duplicateIdentity',
  detail: { otherHostId: otherId },
  causeKey: `duplicateIdentity:${hostId}:${otherId}`,
});
