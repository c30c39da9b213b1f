import { AGENT_LIMITS, SnapshotsEnvelope } from '@/lib/contracts/agent';
import { ServiceError } from '@/lib/server/errors';
import { patience } from '@/lib/server/in-time';
import { type Delivery, type Frames, readAgentEnvelope, readItem } from '@/lib/server/services/snapshot';
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

/** The body of a request with snapshots. Throws where it is refused whole. */
export function readSnapshots(
  bytes: Buffer,
  hostId: string,
  frames: Frames,
): Pick<Delivery, 'sentAt' | 'spool' | 'items'> {
  const read = readAgentEnvelope(bytes, hostId, frames);
  const envelope = parseEnvelope(SnapshotsEnvelope, read?.envelope ?? parseAgentJson(bytes));
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
    items: read?.items ?? envelope.snapshots.map(readItem),
  };
}

/** Around the database's part alone: a slow upload has the listener's own limit. Ids make harmless what still commits. */
export const patienceOfAgent = () => patience('The server cannot take this now; keep it and try again');
