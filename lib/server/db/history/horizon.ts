import { rowsOf } from '@/lib/server/db/checked-rows';
import type { Db } from '@/lib/server/db/client';
import { forgetPartitions } from '@/lib/server/db/ingest/partitions';

const horizon = rowsOf('horizon', { day: 'time' });
const droppedPartitions = rowsOf('partitions dropped by retention', { name: 'text' });

const firstOfAll = rowsOf('first enrolment', { at: 'time?' });

/** When the first host enrolled; null as long as none has. */
export async function firstEnrolment(db: Db): Promise<Date | null> {
  const rows = await firstOfAll(db)`SELECT min(enrolled_at) AS at FROM host`;
  return rows[0]?.at ?? null;
}

/** The day with which history begins; null as long as nothing was ever dropped. */
export async function historyHorizon(db: Db): Promise<Date | null> {
  const rows = await horizon(db)`SELECT from_day AS day FROM history_horizon`;
  return rows[0]?.day ?? null;
}

/** Raised before anything is dropped, so that no answer uses what is about to go. */
async function raiseHorizon(db: Db, day: Date): Promise<void> {
  await db.$executeRaw`
    INSERT INTO history_horizon (id, from_day) SELECT 1, ${day}::date
    WHERE EXISTS (SELECT FROM state_segment WHERE from_at < ${day})
    ON CONFLICT (id) DO UPDATE SET from_day = greatest(history_horizon.from_day, excluded.from_day)`;
}

/**
 * Drops what lies before a midnight: whole days of segments and of what was made from them, whole months of
 * documents. Data that still holds stays: each host's newest segment, and the document it refers to.
 */
export async function dropHistory(db: Db, before: Date): Promise<string[]> {
  await raiseHorizon(db, before);
  if ((await historyHorizon(db)) === null) return [];
  const dropped = await droppedPartitions(db)`
    SELECT gf_drop_segments('state_segment', ${before}::date) AS name
    UNION ALL SELECT gf_drop_segments('vm_segment', ${before}::date)
    UNION ALL SELECT gf_drop_documents(${before}::date)
    UNION ALL SELECT gf_drop_partitions('host_checkpoint', ${before}::date)
    UNION ALL SELECT gf_drop_partitions('fleet_transition', ${before}::date)
    UNION ALL SELECT gf_drop_partitions('fleet_past', ${before}::date)`;
  await db.$executeRaw`DELETE FROM history_day WHERE day < ${before}::date`;
  await db.$executeRaw`DELETE FROM fleet_hour WHERE hour < ${before}::timestamptz`;
  await db.$executeRaw`DELETE FROM fleet_past_group WHERE last_day < ${before}::date`;
  if (dropped.length > 0) forgetPartitions();
  return dropped.map(({ name }) => name);
}
