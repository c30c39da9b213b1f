import { type FactReadings, readFacts } from '@/lib/domain/facts';
import { isOfOtherMachine, type Judgement, judgeSnapshot } from '@/lib/domain/judge';
import { type HgsClientReading, readHgsClient } from '@/lib/domain/read-hgs-client';
import { snapshotIdOf } from '@/lib/domain/snapshot-id';
import type { Db } from '@/lib/server/db/client';
import {
  currentDocument,
  documentsOfReceipts,
  type PackedRow,
  recentDocuments,
  unpacked,
} from '@/lib/server/db/fleet/answers/host-detail';
import type { When } from '@/lib/server/db/fleet/point-in-time';
import type { StoredDocument } from '@/lib/server/db/ingest/documents';
import { isRecord } from '@/lib/util/guards';
import { loopTurns } from '@/lib/util/loop-turns';
import { parseRfc3339 } from '@/lib/util/rfc3339';

/** The document of a snapshot, raw and parsed. */
export type ReadDocument = {
  observedAt: Date;
  /** The whole document as the host sent it. */
  item: unknown;
  raw: { hgsClient: unknown; facts: unknown; agent: unknown; host: unknown };
  hgsClient: HgsClientReading;
  facts: FactReadings;
  osVersion: string | null;
  /** Both times are by the host's own clock. */
  collectedAt: Date | null;
  bootedAt: Date | null;
};

/** A document with its public id. */
export type IdentifiedDocument = ReadDocument & { id: string };

const identified = (stored: StoredDocument): IdentifiedDocument => ({
  id: snapshotIdOf(stored),
  ...toReadDocument(stored),
});

/** How many older documents are searched for the one behind a judgement. */
const DOCUMENTS_BACK = 20;

export function toReadDocument({ observedAt, item }: Omit<StoredDocument, 'digest'>): ReadDocument {
  const { hgsClient = null, facts = null, agent = null, host = null, ...own } = isRecord(item) ? item : {};
  return {
    observedAt,
    item,
    raw: { hgsClient, facts, agent, host },
    hgsClient: readHgsClient(hgsClient),
    facts: readFacts(facts),
    osVersion: isRecord(host) && typeof host.osVersion === 'string' ? host.osVersion : null,
    collectedAt: dateOf(own.collectedAt),
    bootedAt: dateOf(own.bootedAt),
  };
}

function dateOf(raw: unknown): Date | null {
  const ms = parseRfc3339(raw);
  return ms === null ? null : new Date(ms);
}

/** Whether a document supports the judgement of that time, so that its evidence may be shown with it. */
function bears(judged: Judgement, { hgsClient, facts }: ReadDocument): boolean {
  const own = judgeSnapshot(hgsClient, facts, isOfOtherMachine(judged));
  return (
    own.state === judged.state &&
    own.attestationStatus === judged.attestationStatus &&
    own.failingChecks.join('\n') === judged.failingChecks.join('\n')
  );
}

/** A host whose document is searched, and its judgement. */
export type Judged = { hostId: string; judged: Judgement };

/**
 * The documents behind rows, by host. For 8 days receipts say which document it was. After that, only the
 * first appearance of each content is known, so the newest document that supports the judgement is taken, or
 * none.
 */
export async function findDocuments(
  db: Db,
  hosts: readonly Judged[],
  when: When,
): Promise<Map<string, IdentifiedDocument>> {
  if ('live' in when) return currentDocuments(db, hosts);
  const idsOf = (some: readonly Judged[]) => some.map(({ hostId }) => hostId);
  const told = await documentsOfReceipts(db, idsOf(hosts), when.at);
  const found = await firstThatBear(hosts, (hostId) => [told.get(hostId) ?? []].flat());
  const others = hosts.filter(({ hostId }) => !found.has(hostId));
  const older = await recentDocuments(db, idsOf(others), { until: when.at, limit: DOCUMENTS_BACK });
  return new Map([...found, ...(await firstThatBear(others, (hostId) => older.get(hostId) ?? []))]);
}

/** The first document of each host that supports its judgement. */
async function firstThatBear(
  hosts: readonly Judged[],
  documentsOf: (hostId: string) => readonly PackedRow[],
): Promise<Map<string, IdentifiedDocument>> {
  const found = new Map<string, IdentifiedDocument>();
  const turns = loopTurns();
  for (const { hostId, judged } of hosts)
    for (const packed of documentsOf(hostId)) {
      if (turns.isOver()) await turns.take();
      const document = identified(unpacked(packed));
      if (!bears(judged, document)) continue;
      found.set(hostId, document);
      break;
    }
  return found;
}

async function currentDocuments(db: Db, hosts: readonly Judged[]): Promise<Map<string, IdentifiedDocument>> {
  const found = new Map<string, IdentifiedDocument>();
  for (const { hostId } of hosts) {
    const current = await currentDocument(db, hostId);
    if (current !== null) found.set(hostId, identified(current));
  }
  return found;
}
