import { type FactReadings, readFacts } from '@/lib/domain/facts';
import { isOfOtherMachine, type Judgement, judgeSnapshot } from '@/lib/domain/judge';
import { type HgsClientReading, readHgsClient } from '@/lib/domain/read-hgs-client';
import { snapshotIdOf } from '@/lib/domain/snapshot-id';
import type { Db } from '@/lib/server/db/client';
import {
  currentDocument,
  documentOfReceipt,
  recentDocuments,
} from '@/lib/server/db/fleet/answers/host-detail';
import type { When } from '@/lib/server/db/fleet/point-in-time';
import type { StoredDocument } from '@/lib/server/db/ingest/documents';
import { isRecord } from '@/lib/util/guards';
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

/**
 * The document behind a row. Receipts tell which it was for 8 days; beyond, each content is known by when
 * it was first seen, so the newest one that bears the judgement out is taken, and none if none does.
 */
export async function findDocument(
  db: Db,
  { hostId, when, judged }: { hostId: string; when: When; judged: Judgement },
): Promise<IdentifiedDocument | null> {
  if ('live' in when) {
    const current = await currentDocument(db, hostId);
    return current && identified(current);
  }
  const receipt = await documentOfReceipt(db, hostId, when.at);
  const told = receipt && identified(receipt);
  if (told !== null && bears(judged, told)) return told;
  const older = await recentDocuments(db, hostId, { until: when.at, limit: DOCUMENTS_BACK });
  return older.map(identified).find((document) => bears(judged, document)) ?? null;
}
