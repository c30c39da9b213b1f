import { SILENT_INTERVALS } from '@/lib/domain/reporting';
import { type RowOf, rowsOf } from '@/lib/server/db/checked-rows';
import type { Db } from '@/lib/server/db/client';
import { AWAY_MS } from '@/lib/server/db/heartbeat';
import { endAcknowledgements } from './acknowledgements';
import { timeOf } from './array-elements';
import { type RecordedChange, recordChanges } from './changes';

/** After its own absence a server waits for this many of a host's intervals before it calls the host silent. */
export const GRACE_INTERVALS = 2;
const AT_ONCE = 5_000;

const SILENT = { hostId: 'text', silentAfter: 'time', lastObservedAt: 'time', state: 'text?' } as const;
const silences = rowsOf('silences', SILENT);
type Silent = RowOf<typeof silences>;
const begun = rowsOf('moments of silence', { at: 'time' });

/**
 * Records hosts whose last snapshot no longer covers the present, each silence once: a host that has not been
 * heard since an earlier record is not recorded again. A host whose snapshot is being stored is left to the
 * next round. Returns their number; a full round may have left some.
 */
export async function noticeSilences(tx: Db, now: Date): Promise<{ noticed: number; isAll: boolean }> {
  const silent = await silences(tx)`
    SELECT h.id::text AS "hostId", l.silent_after AS "silentAfter", l.last_observed_at AS "lastObservedAt",
      (SELECT p.judged_state FROM host_profile p WHERE p.id = h.profile_id) AS state
    FROM host_live l JOIN host h ON h.id = l.host_id
    WHERE l.silent_after <= ${now} AND h.retired_at IS NULL
      AND (l.last_rejected_at IS NULL OR l.last_rejected_at <= l.last_observed_at)
      AND NOT EXISTS (SELECT FROM change c WHERE c.host_id = h.id AND c.kind = 'silent' AND c.superseded_at IS NULL
        AND c.at >= l.last_observed_at)
      AND NOT EXISTS (SELECT FROM server_absence a WHERE a.to_at > l.last_observed_at
        AND ${now} < a.to_at + ${GRACE_INTERVALS}::int * l.told_interval * interval '1 second')
    ORDER BY h.id LIMIT ${AT_ONCE}::int
    FOR UPDATE OF l SKIP LOCKED`;
  await recordSilences(tx, silent.map(toChange), silent, now);
  return { noticed: silent.length, isAll: silent.length < AT_ONCE };
}

const toChange = ({ hostId, silentAfter, lastObservedAt, state }: Silent): RecordedChange => ({
  hostId,
  kind: 'silent',
  detail: { from: state, to: 'Silent', lastObservedAt: lastObservedAt.toISOString() },
  causeKey: `silent:${hostId}:${lastObservedAt.getTime()}`,
  at: silentAfter,
});

/**
 * A silence that had already ended when it became known: in milliseconds, from its last snapshot to the one
 * that ended it.
 */
export type EndedSilence = {
  hostId: string;
  profileId: string;
  lastObservedAt: number;
  silentAfter: number;
  backAt: number;
  /** When the first snapshot arrived that was received after the silence began. */
  toldAt: Date;
};

const endedSilences = rowsOf('ended silences', {
  ...SILENT,
  profileId: 'text',
  toldAt: 'time',
  /** Whether the clock had already recorded a silence when its last snapshots arrived. */
  wasTold: 'boolean',
});

const excused = rowsOf('excused silences', { hostId: 'text', backAt: 'time' });

const timesOf = (ended: readonly EndedSilence[], of: (one: EndedSilence) => number) =>
  ended.map((one) => timeOf(of(one)));

const graceOf = ({ silentAfter, lastObservedAt }: EndedSilence) =>
  ((silentAfter - lastObservedAt) * GRACE_INTERVALS) / SILENT_INTERVALS;

/**
 * Those of these silences that the server itself caused: it was away all the time, or had just returned, and
 * recorded none of them.
 */
export async function excusedSilences(
  tx: Db,
  ended: readonly EndedSilence[],
  now: Date,
): Promise<ReadonlySet<EndedSilence>> {
  if (ended.length === 0) return new Set();
  const rows = await excused(tx)`
    SELECT v.host_id::text AS "hostId", v.back_at AS "backAt"
    FROM unnest(${ended.map(({ hostId }) => hostId)}::uuid[], ${timesOf(ended, (one) => one.lastObservedAt)}::timestamptz[],
      ${timesOf(ended, (one) => one.silentAfter)}::timestamptz[], ${timesOf(ended, (one) => one.backAt)}::timestamptz[],
      ${ended.map(graceOf)}::float8[]) AS v(host_id, last_observed_at, silent_after, back_at, grace_ms)
    WHERE NOT EXISTS (SELECT FROM change c WHERE c.host_id = v.host_id AND c.kind = 'silent' AND c.superseded_at IS NULL
        AND c.at >= v.last_observed_at AND c.at < v.back_at)
      AND (SELECT range_agg(tstzrange(a.from_at, a.to_at + v.grace_ms * interval '1 millisecond')) FROM (
          SELECT from_at, to_at FROM server_absence
          UNION ALL SELECT at, 'infinity' FROM server_heartbeat WHERE at < ${new Date(now.getTime() - AWAY_MS)}) a
        WHERE a.to_at > v.last_observed_at) @> tstzrange(v.silent_after, v.back_at)`;
  const keys = new Set(rows.map(({ hostId, backAt }) => `${hostId} ${backAt.getTime()}`));
  return new Set(ended.filter(({ hostId, backAt }) => keys.has(`${hostId} ${backAt}`)));
}

/**
 * Records what no round of the watch could see: a silence within a drained spool, or one that ended before
 * the next round. Like the watch it records each once. Silences that the server itself caused are not among
 * them.
 */
export async function noticeEndedSilences(tx: Db, ended: readonly EndedSilence[], now: Date): Promise<void> {
  if (ended.length === 0) return;
  const unnoticed = await endedSilences(tx)`
    SELECT v.host_id::text AS "hostId", v.profile_id::text AS "profileId", v.last_observed_at AS "lastObservedAt",
      v.silent_after AS "silentAfter", v.told_at AS "toldAt", p.judged_state AS state,
      EXISTS (SELECT FROM snapshot_receipt r WHERE r.host_id = v.host_id AND r.outcome = 'stored'
        AND r.observed_at <= v.silent_after AND r.received_at > v.silent_after) AS "wasTold"
    FROM unnest(${ended.map(({ hostId }) => hostId)}::uuid[], ${ended.map(({ profileId }) => profileId)}::uuid[],
      ${timesOf(ended, (one) => one.lastObservedAt)}::timestamptz[], ${timesOf(ended, (one) => one.silentAfter)}::timestamptz[],
      ${timesOf(ended, (one) => one.backAt)}::timestamptz[], ${ended.map(({ toldAt }) => toldAt.toISOString())}::timestamptz[])
      AS v(host_id, profile_id, last_observed_at, silent_after, back_at, told_at)
    JOIN host h ON h.id = v.host_id AND h.enrolled_at <= v.silent_after
    JOIN host_profile p ON p.id = v.profile_id
    WHERE NOT EXISTS (SELECT FROM change c WHERE c.host_id = v.host_id AND c.kind = 'silent' AND c.superseded_at IS NULL
        AND c.at >= v.last_observed_at AND c.at < v.back_at)`;
  const changes = unnoticed.map(({ profileId, toldAt, wasTold, ...silent }) => ({
    ...toChange(silent),
    profileId,
    recordedAt: wasTold ? toldAt : silent.silentAfter,
  }));
  await recordSilences(tx, changes, unnoticed, now);
}

/** Silences also end acknowledgements, because silent is not the state that was acknowledged. */
async function recordSilences(
  tx: Db,
  changes: readonly RecordedChange[],
  silent: readonly Pick<Silent, 'hostId' | 'silentAfter'>[],
  now: Date,
): Promise<void> {
  await recordChanges(tx, changes, now);
  await endAcknowledgements(
    tx,
    silent.map(({ hostId, silentAfter }) => ({ hostId, at: silentAfter.getTime(), isNewest: false })),
  );
}

/** The moments up to a time at which presently silent hosts fell silent, earliest first. */
export async function silencesBegun(db: Db, until: Date): Promise<Date[]> {
  const rows = await begun(db)`
    SELECT DISTINCT silent_after AS at FROM host_live WHERE silent_after <= ${until} ORDER BY at`;
  return rows.map(({ at }) => at);
}
