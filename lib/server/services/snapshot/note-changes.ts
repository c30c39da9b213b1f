import { hostNameKey } from '@/lib/domain/identity';
import type { Db } from '@/lib/server/db/client';
import { type RecordedChange, recordChanges } from '@/lib/server/db/ingest/changes';
import { type ClaimedNames, flagDuplicates } from '@/lib/server/db/ingest/duplicates';
import type { LockedHost } from '@/lib/server/db/ingest/load';
import type { HostDecisions } from './decide';

type Decided = { host: LockedHost; decisions: HostDecisions };

/** Events at server time: rejections, stepped clocks, new names, and identities that two hosts claim. */
export async function noteChanges(tx: Db, all: readonly Decided[], now: number): Promise<void> {
  await recordChanges(
    tx,
    all.flatMap((decided) => changesOf(decided)),
    new Date(now),
  );
  await flagDuplicates(
    tx,
    all.flatMap((decided) => newNames(decided)),
  );
}

function changesOf({ host, decisions }: Decided): RecordedChange[] {
  const { hostId } = host;
  const rejections = decisions.receipts
    .filter((receipt) => receipt.outcome === 'rejected')
    .map((receipt) => ({
      hostId,
      kind: 'rejected',
      detail: { code: receipt.code, snapshotId: receipt.snapshotId },
      causeKey: `rejected:${hostId}:${receipt.snapshotId}:${receipt.code}`,
    }));
  const stepped = decisions.receipts
    .filter((receipt) => receipt.stepped)
    .map((receipt) => ({
      hostId,
      kind: 'clockStepped',
      detail: { snapshotId: receipt.snapshotId },
      causeKey: `clockStepped:${hostId}:${receipt.snapshotId}`,
    }));
  return [...rejections, ...stepped, ...renames({ host, decisions })];
}

/** A changed name is an event, never another identity. */
function renames({ host, decisions }: Decided): RecordedChange[] {
  const before = host.profileHostname ?? host.hostname;
  const beforeFqdn = host.profileHostname === null ? host.fqdn : host.profileFqdn;
  const last = [...decisions.stored.entries()].at(-1);
  if (last === undefined) return [];
  const [key, { judged }] = last;
  const { hostname, fqdn } = judged.profile;
  if (hostNameKey({ hostname: before, fqdn: beforeFqdn }) === hostNameKey({ hostname, fqdn })) return [];
  const detail = { from: { hostname: before, fqdn: beforeFqdn }, to: { hostname, fqdn } };
  return [{ hostId: host.hostId, kind: 'renamed', detail, causeKey: `renamed:${host.hostId}:${key}` }];
}

/** Names are compared with other hosts only when they are new: most snapshots bring none. */
function newNames({ host, decisions }: Decided): ClaimedNames[] {
  const judged = [...decisions.stored.values()].at(-1)?.judged;
  if (judged === undefined || judged.profile.id === host.profileId) return [];
  return [{ hostId: host.hostId, ...judged.names }];
}
