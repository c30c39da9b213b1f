import { createHash } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import type { RecordedKind } from '@/lib/domain/change-kinds';
import { reasonOf } from '@/lib/domain/changes';
import type { Db } from '@/lib/server/db/client';
import { storableText } from '@/lib/util/text';
import { columnsOf, insertInto, statementOver, type WrittenRow } from './written-columns';

/**
 * A digest, because a host may give its checks names of any length and an index holds it. Null for a change
 * that hosts cannot have in common.
 */
export function reasonDigest(change: Parameters<typeof reasonOf>[0]): string | null {
  const reason = reasonOf(change);
  return reason === null ? null : createHash('sha256').update(reason).digest('base64url').slice(0, 22);
}

/** A change noticed at server time; one for each `causeKey`, however often it is noticed. */
export type RecordedChange = {
  hostId: string;
  kind: RecordedKind;
  detail: object;
  causeKey: string;
  /** When it happened, if not when it was noticed. */
  at?: Date;
  /** When it was noticed, if not now, and the host's profile then. */
  recordedAt?: Date;
  profileId?: string;
  /** What hosts that changed together have in common, if the kind alone does not say it. */
  about?: string;
};

/** Returns the number of new ones. */
export async function recordChanges(tx: Db, changes: readonly RecordedChange[], now: Date): Promise<number> {
  const once = new Map(changes.toReversed().map((change) => [change.causeKey, change]));
  return insertOnce(tx, [...once.values()].toReversed(), now, false);
}

/**
 * A change that may come with every snapshot: it is recorded once per host, kind, code and hour, with its
 * count and its last time.
 */
export type CountedChange = Pick<RecordedChange, 'hostId' | 'kind'> & {
  detail: { code?: string | null; dropped?: number; total?: number; [word: string]: unknown };
};

type Count = CountedChange['detail'] & { count: number; lastAt: string };

/** The first one of an hour is recorded with its details; later ones only raise the count. */
export async function countChanges(tx: Db, changes: readonly CountedChange[], now: Date): Promise<void> {
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

export const CHANGE = columnsOf({
  id: 'id',
  hostId: 'id',
  at: 'time',
  recordedAt: 'time',
  kind: 'word',
  derived: 'boolean',
  detail: 'json',
  causeKey: 'text?',
  profileId: 'id?',
  reason: 'word?',
});
export type ChangeRow = WrittenRow<typeof CHANGE>;

const insertAsHostIs = statementOver(
  CHANGE,
  insertInto('change', CHANGE, { profileId: 'coalesce(v.profile_id, h.profile_id)' }),
  `JOIN host h ON h.id = v.host_id
    ON CONFLICT (cause_key) WHERE cause_key IS NOT NULL DO UPDATE
      SET detail = change.detail || jsonb_strip_nulls(jsonb_build_object(
        'count', (change.detail->>'count')::float8 + (excluded.detail->>'count')::float8,
        'lastAt', excluded.detail->'lastAt',
        'dropped', (change.detail->>'dropped')::float8 + (excluded.detail->>'dropped')::float8,
        'total', excluded.detail->'total'))
      WHERE `,
  '::boolean',
);

function insertOnce(
  tx: Db,
  changes: readonly RecordedChange[],
  now: Date,
  isCounted: boolean,
): Promise<number> {
  const rows = changes.map(
    ({ hostId, kind, detail, causeKey, at, recordedAt, profileId, about }): ChangeRow => ({
      ...{ id: uuidv7(), hostId, kind, causeKey, derived: false, profileId: profileId ?? null },
      at: (at ?? now).getTime(),
      recordedAt: (recordedAt ?? now).getTime(),
      detail: storableJson(detail),
      reason: reasonDigest({ kind, from: null, to: null, about }),
    }),
  );
  return insertAsHostIs(tx, rows, isCounted);
}

const storableJson = (detail: object) =>
  JSON.stringify(detail, (_key, value: unknown) => (typeof value === 'string' ? storableText(value) : value));
