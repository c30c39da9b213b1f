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

/** A snapshot's document, raw and read. */
export type ReadDocument = {
  observedAt: Date;
  /** All of it, as the host sent it. */
  item: unknown;
  raw: { hgsClient: unknown; facts: unknown; agent: unknown; host: unknown };
  hgsClient: HgsClientReading;
  facts: FactReadings;
  osVersion: string | null;
  /** Both by the host's own clock. */
  collectedAt: Date | null;
  bootedAt: Date | null;
};

/** One that is known by its public id. */
export type IdentifiedDocument = ReadDocument & { id: string };

const identified = (stored: StoredDocument): IdentifiedDocument => ({
  id: snapshotIdOf(stored),
  ...toReadDocument(stored),
});

/** How many contents back the one behind a judgement is looked for. */
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

/** Whether a document says what the host was judged by then: then its evidence may stand beside it. */
function bears(judged: Judgement, { hgsClient, facts }: ReadDocument): boolean {
  const own = judgeSnapshot(hgsClient, facts, isOfOtherMachine(judged));
  return (
    own.state === judged.state &&
    own.attestationStatus === judged.attestationStatus &&
    own.failingChecks.join('\n') === judged.failingChecks.join('\n')
  );
}

/** A host whose document is looked for, and what it was judged to be. */
export type Judged = { hostId: string; judged: Judgement };

/**
 * The documents behind rows, by host. Receipts tell which it was for 8 days; beyond, each content is known by when
 * it was first seen, so the newest one that bears the judgement out is taken, and none if none does.
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

/** The first of each host's documents that bears its judgement out. */
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
