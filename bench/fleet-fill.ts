import { isDeepStrictEqual } from 'node:util';
import type { Client } from 'pg';
import type { DbRoot } from '@/lib/server/db/client';
import { judgeItem } from '@/lib/server/services/snapshot/judge-item';
import { deliver, enrolledHost } from '@/test/support/ingest';
import {
  CLUSTERS,
  FABRICS,
  KIND_SQL,
  kindOf,
  kindRows,
  namesOf,
  snapshotOfHost,
  WORDS_SQL,
} from './fleet-world';

const SAMPLED = 200;

const NUMBERED_ID = (n: string) => `('0192f000-0000-7000-8000-' || lpad(to_hex(${n}), 12, '0'))::uuid`;
const PROFILE_ID = (n: string) => `('0192f001-0000-8000-8000-' || lpad(to_hex(${n}), 12, '0'))::uuid`;

/** The profile columns that a kind of host decides, whatever its name. */
const JUDGED = [
  ...[
    'judge_version',
    'os',
    'os_caption',
    'os_version',
    'manufacturer',
    'mode',
    'judged_state',
    'attestation_status',
  ],
  ...[
    'failing_checks',
    'inferred_checks',
    'causes',
    'contradictory',
    'agent_version',
    'risk_flags',
    'ci_policy',
    'boot_stage',
  ],
];

/** One host of each kind, enrolled and heard through the verbs: its profile is the pattern of all others. */
async function tellKinds(db: DbRoot, client: Client, hosts: number, at: Date): Promise<void> {
  await client.query('CREATE TABLE bench_kind (kind int, upto int, profile_id uuid)');
  const found = new Map<number, number>();
  for (let n = hosts; found.size < kindRows().length; n += 1)
    if (!found.has(kindOf(n))) found.set(kindOf(n), n);
  for (const { kind, upto } of kindRows()) {
    const host = await enrolledHost(db, new Date(at.getTime() - 86_400_000));
    const snapshots = [snapshotOfHost(found.get(kind) ?? 0, at)];
    const [result] = await deliver(db, host, { receivedAt: at, snapshots });
    if (result?.outcome !== 'stored')
      throw new Error(`The host of kind ${kind} was not stored: ${JSON.stringify(result)}`);
    await client.query('INSERT INTO bench_kind SELECT $1, $2, profile_id FROM host WHERE id = $3', [
      kind,
      upto,
      host.hostId,
    ]);
    await client.query('UPDATE host SET retired_at = now() WHERE id = $1', [host.hostId]);
  }
}

/**
 * One host in a hundred is not on time: silent, late, faulty or never heard. All others reported within
 * their interval.
 */
const LIVE_SQL = `
  INSERT INTO host_live (host_id, told_interval, last_observed_at, late_after, silent_after, max_observed_at, sequence,
    last_rejected_at, last_rejected_code, rejections, clock_offset_ms, segment_from, vm_segment_from)
  SELECT ${NUMBERED_ID('n')}, 900, seen, seen + interval '1350 s', seen + interval '3600 s', seen, 100,
    rejected, CASE WHEN rejected IS NOT NULL THEN 'invalid_snapshot' END, CASE WHEN rejected IS NULL THEN 0 ELSE 1 END,
    CASE WHEN seen IS NOT NULL THEN (n * 13 % 1000003) % 2000 END, date_trunc('day', seen), date_trunc('day', seen)
  FROM generate_series(0, $1::bigint - 1) AS n
  CROSS JOIN LATERAL (SELECT CASE n % 1000
    WHEN 0 THEN NULL
    WHEN 1 THEN now() - make_interval(secs => 1400 + n * 7 % 2000)
    WHEN 2 THEN now() - make_interval(secs => 1400 + n * 7 % 2000)
    ELSE CASE WHEN n % 1000 < 8 THEN now() - make_interval(secs => 7200 + n * 37 % 2000000)
      ELSE now() - make_interval(secs => (n * 7919 % 900000) / 1000.0) END END AS seen) s
  CROSS JOIN LATERAL (SELECT CASE WHEN n % 1000 IN (8, 9) THEN now() END AS rejected) r`;

const FLEET_SQL = [
  `INSERT INTO fabric (id, name, created_at) SELECT gen_random_uuid(), 'BENCH-' || lpad(n::text, 2, '0'), now()
   FROM generate_series(0, ${FABRICS - 1}) AS n`,
  `INSERT INTO host_profile (id, hostname, fqdn, cluster, model, firmware_version, search, ${JUDGED.join(', ')})
   SELECT ${PROFILE_ID('n')}, w.hostname, w.fqdn, w.cluster, w.model, w.firmware,
     lower(concat_ws(E'\\n', w.hostname, w.fqdn, w.cluster, w.model, w.firmware)), ${JUDGED.map((name) => `p.${name}`).join(', ')}
   FROM (SELECT n, ${WORDS_SQL}, ${KIND_SQL} AS kind FROM generate_series(0, $1::bigint - 1) AS n) w
   JOIN bench_kind k USING (kind) JOIN host_profile p ON p.id = k.profile_id`,
  `INSERT INTO source (id, kind) SELECT ${NUMBERED_ID('n')}, 'host' FROM generate_series(0, $1::bigint - 1) AS n`,
  `INSERT INTO host (id, fabric_id, enrolled_hostname, enrolled_fqdn, machine_id, name_key, enrolled_at, profile_id, since,
     shielded_vms, shielded_vms_running, claimed_name_key)
   SELECT ${NUMBERED_ID('n')}, f.id, hostname, fqdn, gen_random_uuid()::text, fqdn, now() - interval '200 days',
     CASE WHEN n % 1000 <> 0 THEN ${PROFILE_ID('n')} END,
     CASE WHEN n % 1000 <> 0 THEN date_trunc('milliseconds', now() - make_interval(secs => 60 + n * 7919 % 5000000)) END,
     CASE WHEN n % 1000 <> 0 THEN vms END, CASE WHEN n % 1000 <> 0 THEN 0 END, fqdn
   FROM (SELECT n, ${WORDS_SQL} FROM generate_series(0, $1::bigint - 1) AS n) w
   JOIN fabric f ON f.name = 'BENCH-' || lpad((n % ${CLUSTERS} % ${FABRICS})::text, 2, '0')`,
];

export async function fillFleet(
  db: DbRoot,
  client: Client,
  hosts: number,
  log: (line: string) => void,
): Promise<void> {
  const startedAt = performance.now();
  await tellKinds(db, client, hosts, new Date(Date.now() - 3_600_000));
  for (const sql of FLEET_SQL) await client.query(sql, sql.includes('$1') ? [hosts] : []);
  await proveSample(client, hosts);
  await client.query(LIVE_SQL, [hosts]);
  await client.query('VACUUM (ANALYZE)');
  log(
    `${hosts.toLocaleString('en')} hosts written in ${Math.round((performance.now() - startedAt) / 1000)} s`,
  );
}

const NUMBERED_KINDS = `(SELECT n, ${KIND_SQL} AS kind FROM generate_series(0, $1::bigint - 1) AS n) w
  JOIN bench_kind k USING (kind) JOIN host told ON told.profile_id = k.profile_id AND told.retired_at IS NOT NULL`;

/**
 * What each host says since its day began, and that it said so: the segment, the document and the receipt of its kind, for
 * what asks how the fleet stood at a moment.
 */
const EVIDENCE_SQL = [
  `INSERT INTO state_segment
   SELECT (jsonb_populate_record(s, jsonb_build_object('host_id', h.id, 'profile_id', h.profile_id,
     'from_at', l.segment_from, 'since', least(h.since, l.segment_from)))).*
   FROM ${NUMBERED_KINDS} JOIN state_segment s ON s.host_id = told.id
   JOIN host h ON h.id = ${NUMBERED_ID('n')} JOIN host_live l ON l.host_id = h.id AND l.segment_from >= date_trunc('day', now())`,
  `INSERT INTO snapshot_document (host_id, digest, month, observed_at, base, body)
   SELECT ${NUMBERED_ID('n')}, d.digest, d.month, d.observed_at, d.base, d.body
   FROM ${NUMBERED_KINDS} JOIN snapshot_document d ON d.host_id = told.id`,
  `INSERT INTO snapshot_receipt
   SELECT (jsonb_populate_record(r, jsonb_build_object('host_id', ${NUMBERED_ID('n')}))).*
   FROM ${NUMBERED_KINDS} JOIN snapshot_receipt r ON r.host_id = told.id`,
];

export async function fillEvidence(client: Client, hosts: number): Promise<void> {
  for (const sql of EVIDENCE_SQL) await client.query(sql, [hosts]);
  await client.query('VACUUM (ANALYZE)');
}

/**
 * A fleet that was written a while ago would have fallen silent meanwhile: brings it to now, as if everybody had gone
 * on reporting. What was judged of it stays true.
 */
export async function bringToNow(client: Client): Promise<void> {
  const { rows } = await client.query<{ ago: string }>(
    'SELECT (now() - max(last_observed_at))::text AS ago FROM host_live',
  );
  const ago = rows[0]?.ago;
  await client.query(
    `UPDATE host_live SET last_observed_at = last_observed_at + $1::interval,
    late_after = late_after + $1::interval, silent_after = silent_after + $1::interval,
    max_observed_at = max_observed_at + $1::interval, last_rejected_at = last_rejected_at + $1::interval`,
    [ago],
  );
  await client.query(
    `UPDATE host_watch SET check_at = check_at + $1::interval, from_at = from_at + $1::interval`,
    [ago],
  );
}

/** Throws where a host's rows are not what ingest makes of the snapshot that it would have sent. */
async function proveSample(client: Client, hosts: number): Promise<void> {
  for (let index = 0; index < SAMPLED; index += 1) {
    const n = Math.floor((index * hosts) / SAMPLED) + 1;
    const { profile, vmsTotal } = judgeItem(snapshotOfHost(n, new Date()), namesOf(n));
    const { id: _, ...expected } = profile;
    const { rows } = await client.query(
      `SELECT p.*, h.shielded_vms FROM host h JOIN host_profile p ON p.id = h.profile_id WHERE h.id = ${NUMBERED_ID('$1::bigint')}`,
      [n],
    );
    const { id: __, shielded_vms: vms, ...columns } = rows[0] as Record<string, unknown>;
    const written = Object.fromEntries(
      Object.entries(columns).map(([name, value]) => [
        name.replaceAll(/_(\w)/g, (_all, letter: string) => letter.toUpperCase()),
        value,
      ]),
    );
    if (!isDeepStrictEqual(written, { ...expected }) || vms !== vmsTotal)
      throw new Error(
        `Host ${n} was written otherwise than judged: ${JSON.stringify({ written, expected })}`,
      );
  }
}
