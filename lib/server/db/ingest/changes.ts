import { v7 as uuidv7 } from 'uuid';
import type { Db } from '@/lib/server/db/client';
import { storableText } from '@/lib/util/text';

/** A change noticed at server time; one per `causeKey`, however often it is noticed. */
export type RecordedChange = { hostId: string; kind: string; detail: object; causeKey: string };

export async function recordChanges(tx: Db, changes: readonly RecordedChange[], at: Date): Promise<void> {
  if (changes.length === 0) return;
  const details = changes.map(({ detail }) =>
    JSON.stringify(detail, (_key, value: unknown) =>
      typeof value === 'string' ? storableText(value) : value,
    ),
  );
  await tx.$executeRaw`
    INSERT INTO change (id, host_id, at, recorded_at, kind, derived, detail, cause_key)
    SELECT v.id, v.host_id, ${at}, ${at}, v.kind, false, v.detail::jsonb, v.cause_key
    FROM unnest(${changes.map(() => uuidv7())}::uuid[], ${changes.map((change) => change.hostId)}::uuid[],
      ${changes.map((change) => change.kind)}::text[], ${details}::text[],
      ${changes.map((change) => storableText(change.causeKey))}::text[]) AS v(id, host_id, kind, detail, cause_key)
    ON CONFLICT (cause_key) WHERE cause_key IS NOT NULL DO NOTHING`;
}
