import { createHash } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import type { RecordedKind } from '@/lib/domain/change-kinds';
import { reasonOf } from '@/lib/domain/changes';
import type { Sql } from '@/lib/server/db/direct';
import { storableText } from '@/lib/util/text';

/** Bounded, whatever a host calls its checks: an index holds it. Null for what no two hosts have in common. */
export function reasonDigest(change: Parameters<typeof reasonOf>[0]): string | null {
  const reason = reasonOf(change);
  return reason === null ? null : createHash('sha256').update(reason).digest('base64url').slice(0, 22);
}

/** A change noticed at server time; one per `causeKey`, however often it is noticed. */
export type RecordedChange = {
  hostId: string;
  kind: RecordedKind;
  detail: object;
  causeKey: string;
  /** When it happened, where that is not when it was noticed. */
  at?: Date;
  /** When it was noticed, where that is not now; and what the host was then. */
  recordedAt?: Date;
  profileId?: string;
  /** What hosts that changed together have in common, where their kind alone does not say it. */
  about?: string;
};

/** Returns how many of them are new. */
export async function recordChanges(tx: Sql, changes: readonly RecordedChange[], now: Date): Promise<number> {
  const once = new Map(changes.toReversed().map((change) => [change.causeKey, change]));
  return insertOnce(tx, [...once.values()].toReversed(), now, false);
}

/** What may come with every snapshot: one change of a host, kind and code an hour, which says how often and when last. */
export type CountedChange = Pick<RecordedChange, 'hostId' | 'kind'> & {
  detail: { code?: string | null; dropped?: number; total?: number; [word: string]: unknown };
};

type Count = CountedChange['detail'] & { count: number; lastAt: string };

/** The first of an hour is told with its own words; further ones only add to it. */
export async function countChanges(tx: Sql, changes: readonly CountedChange[], now: Date): Promise<void> {
  const lastAt = now.toISOString();
  const folded = new Map<string, RecordedChange & { detail: Count }>();
  for (const { hostId, kind, detail } of changes) {
    const causeKey = [kind, hostId, detail.code ?? '', lastAt.slice(0, 13)].join(':');
    const before = folded.get(causeKey);
    if (before === undefined)
      folded.set(causeKey, { hostId, kind, causeKey, detail: { ...detail, count: 1, lastAt } });
    else before.detail.count += 1;
  }
  await insertOnce(tx, [...folded.values()], now, true);
}

async function insertOnce(
  tx: Sql,
  changes: readonly RecordedChange[],
  now: Date,
  isCounted: boolean,
): Promise<number> {
  if (changes.length === 0) return 0;
  const details = changes.map(({ detail }) =>
    JSON.stringify(detail, (_key, value: unknown) =>
      typeof value === 'string' ? storableText(value) : value,
    ),
  );
  const reasons = changes.map(({ kind, about }) => reasonDigest({ kind, from: null, to: null, about }));
  return tx.$executeRaw`
    INSERT INTO change (id, host_id, at, recorded_at, kind, derived, detail, cause_key, profile_id, reason)
    SELECT v.id, v.host_id, v.at, v.recorded_at, v.kind, false, v.detail::jsonb, v.cause_key,
      coalesce(v.profile_id, h.profile_id), v.reason
    FROM unnest(${changes.map(() => uuidv7())}::uuid[], ${changes.map((change) => change.hostId)}::uuid[],
      ${changes.map(({ at }) => (at ?? now).toISOString())}::timestamptz[],
      ${changes.map(({ recordedAt }) => (recordedAt ?? now).toISOString())}::timestamptz[],
      ${changes.map(({ profileId }) => profileId ?? null)}::uuid[], ${changes.map((change) => change.kind)}::text[],
      ${details}::text[], ${changes.map((change) => storableText(change.causeKey))}::text[], ${reasons}::text[])
      AS v(id, host_id, at, recorded_at, profile_id, kind, detail, cause_key, reason)
    JOIN host h ON h.id = v.host_id
    ON CONFLICT (cause_key) WHERE cause_key IS NOT NULL DO UPDATE
      SET detail = change.detail || jsonb_strip_nulls(jsonb_build_object(
        'count', (change.detail->>'count')::float8 + (excluded.detail->>'count')::float8,
        'lastAt', excluded.detail->'lastAt',
        'dropped', (change.detail->>'dropped')::float8 + (excluded.detail->>'dropped')::float8,
        'total', excluded.detail->'total'))
      WHERE ${isCounted}::boolean`;
}
