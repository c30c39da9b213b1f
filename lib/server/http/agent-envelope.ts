import { AGENT_LIMITS, SnapshotsEnvelope } from '@/lib/contracts/agent';
import { ServiceError } from '@/lib/server/errors';
import { patience } from '@/lib/server/in-time';
import {
  type Delivery,
  LARGE_BYTES,
  type ReadItem,
  type Reading,
  readAgentEnvelope,
  readItem,
  readLargeEnvelope,
} from '@/lib/server/services/snapshot';
import { parseRfc3339 } from '@/lib/util/rfc3339';
import { parseAgentJson } from './agent-body';

type Parser<T> = {
  safeParse: (body: unknown) => { success: true; data: T } | { success: false; error: { issues: Issue[] } };
};
type Issue = { path: PropertyKey[]; message: string };

export function parseEnvelope<T>(schema: Parser<T>, body: unknown): T {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const pointer = (issue?.path ?? []).map((key) => `/${String(key)}`).join('');
  throw new ServiceError(
    'invalid_envelope',
    `${pointer || 'body'}: ${issue?.message ?? 'not as documented'}`,
    { pointer },
  );
}

/** The body of a request with snapshots, read in turns. Throws where it is refused whole. */
export async function readSnapshots(
  bytes: Buffer,
  reading: Reading,
): Promise<Pick<Delivery, 'sentAt' | 'spool' | 'items'>> {
  const { envelope: said, items } = await readBody(bytes, reading);
  const envelope = parseEnvelope(SnapshotsEnvelope, said);
  if (envelope.snapshots.length > AGENT_LIMITS.snapshotsPerRequest)
    throw new ServiceError('too_large', `A request may hold ${AGENT_LIMITS.snapshotsPerRequest} snapshots`, {
      pointer: '/snapshots',
    });
  const sentAt = parseRfc3339(envelope.sentAt);
  if (sentAt === null)
    throw new ServiceError('invalid_envelope', 'sentAt must be a time like 2026-11-24T09:32:06Z', {
      pointer: '/sentAt',
    });
  return {
    sentAt,
    spool: { pending: envelope.spool?.pending ?? null, dropped: envelope.spool?.dropped ?? null },
    items: items ?? (await readAll(envelope.snapshots, reading)),
  };
}

type Body = { envelope: unknown; items: ReadItem[] | null };

async function readBody(bytes: Buffer, reading: Reading): Promise<Body> {
  const read = await readAgentEnvelope(bytes, reading);
  if (read !== null) return read;
  if (bytes.length > LARGE_BYTES) return readLargeEnvelope(bytes, reading);
  return { envelope: parseAgentJson(bytes), items: null };
}

async function readAll(snapshots: readonly unknown[], { turns }: Reading): Promise<ReadItem[]> {
  const items: ReadItem[] = [];
  for (const snapshot of snapshots) {
    if (turns.isOver()) await turns.take();
    items.push(readItem(snapshot));
  }
  return items;
}

/** Around the database's part alone: a slow upload has the listener's own limit. Ids make harmless what still commits. */
export const patienceOfAgent = () => patience('The server cannot take this now; keep it and try again');
