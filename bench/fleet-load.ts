import { Client } from 'pg';

const TICK_MS = 50;

/** What ingest writes to the hot rows: so many hosts a second, in the order in which they are due. */
const REPORT_SQL = `
  UPDATE host_live SET last_observed_at = $2::timestamptz, late_after = $2::timestamptz + interval '1350 s', silent_after = $2::timestamptz + interval '3600 s',
    max_observed_at = $2::timestamptz, sequence = sequence + 1 WHERE host_id = ANY($1::uuid[])`;

/** One in fifty says something else: another state, and so another profile. */
const TURN_SQL = `
  WITH turned AS (
    INSERT INTO host_profile
    SELECT (json_populate_record(p, json_build_object('id', gen_random_uuid(),
      'judged_state', q.judged_state, 'attestation_status', q.attestation_status, 'failing_checks', q.failing_checks, 'causes', q.causes))).*
    FROM host h JOIN host_profile p ON p.id = h.profile_id
    JOIN LATERAL (SELECT * FROM host_profile k JOIN bench_kind b ON b.profile_id = k.id ORDER BY md5(h.id::text || h.since::text || b.kind::text) LIMIT 1) q ON true
    WHERE h.id = ANY($1::uuid[]) RETURNING id, hostname)
  UPDATE host h SET profile_id = t.id, since = $2::timestamptz FROM turned t WHERE h.enrolled_hostname = t.hostname AND h.id = ANY($1::uuid[])`;

export type Load = { stop: () => Promise<{ reports: number; seconds: number }> };

/** A fleet that goes on reporting while questions are asked. */
export async function startLoad(url: string, perSecond: number): Promise<Load> {
  const client = new Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<{ id: string }>(`
    SELECT host_id::text AS id FROM host_live WHERE silent_after > now() AND last_rejected_at IS NULL ORDER BY last_observed_at`);
  const startedAt = performance.now();
  let reports = 0;
  let isRunning = true;
  const run = async () => {
    while (isRunning) {
      const due = Math.floor(((performance.now() - startedAt) / 1000) * perSecond) - reports;
      if (due > 0) {
        const ids = Array.from(
          { length: due },
          (_, index) => rows[(reports + index) % rows.length]?.id ?? '',
        );
        const now = new Date();
        await client.query('BEGIN');
        await client.query(REPORT_SQL, [ids, now]);
        const turned = ids.filter((_, index) => (reports + index) % 50 === 0);
        if (turned.length > 0) await client.query(TURN_SQL, [turned, now]);
        await client.query('COMMIT');
        reports += due;
      }
      await new Promise((resolve) => setTimeout(resolve, TICK_MS));
    }
  };
  const running = run();
  return {
    stop: async () => {
      isRunning = false;
      await running;
      await client.end();
      return { reports, seconds: (performance.now() - startedAt) / 1000 };
    },
  };
}
