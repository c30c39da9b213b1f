import type { HistoryItem } from '@/lib/domain/history';
import { DAY_MS } from '@/lib/util/durations';

// A fleet with a past that is known by a rule, so that it can be written as segments by one statement a day
// and, of a sample, be folded from its snapshots by the product's own code and compared.

export const INTERVAL_SECONDS = 900;
const SNAPSHOTS_A_DAY = 96;
/** The number of the last snapshot in a day of the hosts that are silent for the rest of it. */
const LAST_BEFORE_SILENCE = 40;
/** One host in 200 is heard for these days and never again. */
const DAYS_OF_THE_LOST = 6;

export const FABRICS = 8;
export const CAUSES = [
  'BitLocker',
  'SecureBootSettings',
  'Iommu',
  'FullBoot',
  'DumpsEnabled',
  'CodeIntegrityPolicy',
];

export type World = { hosts: number; days: number; firstDay: Date };

const hex = (value: number) => value.toString(16).padStart(12, '0');
export const hostId = (index: number) => `00000000-0000-7000-8000-${hex(index)}`;
const profileId = (index: number, passed: boolean) =>
  `00000000-0000-8000-${passed ? 'a' : 'b'}000-${hex(index)}`;

const isLost = (index: number) => index % 200 === 13;
const failsFrom = (index: number, day: number) =>
  (index + day * 31) % 20 === 0 ? 1 + ((index * 17 + day * 13) % 90) : null;
const isSilent = (index: number, day: number) => (index * 3 + day) % 50 === 7;
const vmsGrowFrom = (index: number, day: number) =>
  (index + day) % 2 === 0 ? 1 + ((index * 11 + day * 7) % 90) : SNAPSHOTS_A_DAY;

/** The snapshots of one host, in the words of the fold. */
export function snapshotsOf(world: World, index: number): HistoryItem[] {
  const items: HistoryItem[] = [];
  for (let day = 0; day < world.days; day += 1) {
    if (isLost(index) && day >= DAYS_OF_THE_LOST) break;
    const last = isSilent(index, day) ? LAST_BEFORE_SILENCE : SNAPSHOTS_A_DAY - 1;
    for (let number = 0; number <= last; number += 1) items.push(itemOf(world, { index, day, number }));
  }
  return items;
}

function itemOf(
  world: World,
  { index, day, number }: { index: number; day: number; number: number },
): HistoryItem {
  const second = ((index * 7919) % INTERVAL_SECONDS) + number * INTERVAL_SECONDS;
  const passed = number < (failsFrom(index, day) ?? SNAPSHOTS_A_DAY);
  return {
    id: `${day}-${number}`,
    observedAt: world.firstDay.getTime() + day * DAY_MS + second * 1000,
    knownBy: null,
    rejected: false,
    enrollment: 1,
    sequence: day * SNAPSHOTS_A_DAY + number,
    prompt: true,
    stepped: false,
    spoolEmpty: true,
    intervalSeconds: INTERVAL_SECONDS,
    late: false,
    clockOffsetMs: 12,
    profileId: profileId(index, passed),
    judgedState: passed ? 'Passed' : 'InsecureHostConfiguration',
    vmsTotal: 4 + (index % 5) + (number >= vmsGrowFrom(index, day) ? 1 : 0),
    vmsRunning: null,
    document: null,
  };
}

/** $1 hosts, $2 first day; fabrics, profiles, hosts and their enrolment a day before all else. */
export const PEOPLE_SQL = [
  `INSERT INTO fabric SELECT ('00000000-0000-7000-9000-' || lpad(to_hex(f), 12, '0'))::uuid, 'Fabric ' || f, $2::timestamptz
     FROM generate_series(0, ${FABRICS - 1}) f WHERE $1::int > 0`,
  `INSERT INTO host_profile (id, judge_version, hostname, fqdn, cluster, os, model, firmware_version, mode, judged_state,
      attestation_status, failing_checks, inferred_checks, causes, contradictory, agent_version, risk_flags, search)
    SELECT ('00000000-0000-8000-' || k.letter || '000-' || lpad(to_hex(i), 12, '0'))::uuid, 1, n.name, lower(n.name) || '.fab.example',
      'CL-' || i / 16, '2022', w.model, w.firmware, 'Tpm', k.state, k.state, k.checks, '{}', k.checks, false, '1.0.0', '{}',
      lower(concat_ws(E'\\n', n.name, n.name || '.fab.example', 'CL-' || i / 16, w.model, w.firmware))
    FROM generate_series(0, $1::int - 1) i
    CROSS JOIN LATERAL (SELECT 'HV-' || lpad(((i::bigint * 7919) % $1::int)::text, 7, '0') AS name) n
    -- The hosts of a cluster are of one fabric and model, with one of two firmware versions.
    CROSS JOIN LATERAL (SELECT 'M' || i / 16 % 7 AS model, '2.' || (i / 16 * 7 + i * 31::bigint % 1000003 % 2) % 30 AS firmware) w
    CROSS JOIN LATERAL (VALUES ('a', 'Passed', '{}'::text[]),
      ('b', 'InsecureHostConfiguration', ARRAY[('{${CAUSES.join(',')}}'::text[])[1 + i % ${CAUSES.length}]])) k(letter, state, checks)
    WHERE $2::timestamptz IS NOT NULL`,
  `INSERT INTO source (id, kind)
    SELECT ('00000000-0000-7000-8000-' || lpad(to_hex(i), 12, '0'))::uuid, 'host' FROM generate_series(0, $1::int - 1) i
    WHERE $2::timestamptz IS NOT NULL`,
  `INSERT INTO host (id, fabric_id, enrolled_hostname, enrolled_fqdn, name_key, enrolled_at)
    SELECT ('00000000-0000-7000-8000-' || lpad(to_hex(i), 12, '0'))::uuid,
      ('00000000-0000-7000-9000-' || lpad(to_hex(i / 16 % ${FABRICS}), 12, '0'))::uuid, 'HV-' || i, 'hv-' || i, 'hv-' || i,
      $2::timestamptz - interval '1 hour'
    FROM generate_series(0, $1::int - 1) i`,
  `INSERT INTO host_assignment (id, host_id, fabric_id, valid_from, recorded_by)
    SELECT id, id, fabric_id, enrolled_at, 'bench' FROM host WHERE $1::int > 0 AND $2::timestamptz IS NOT NULL`,
];

/** The hosts of one day: $1 hosts, $2 first day, $3 number of the day, $4 days in all. */
const DAY_OF_HOSTS = `
  SELECT i, ('00000000-0000-7000-8000-' || lpad(to_hex(i), 12, '0'))::uuid AS host_id,
    $2::timestamptz + make_interval(days => $3::int, secs => (i * 7919::bigint) % ${INTERVAL_SECONDS}) AS first_at,
    CASE WHEN (i * 3::bigint + $3::int) % 50 = 7 THEN ${LAST_BEFORE_SILENCE} ELSE ${SNAPSHOTS_A_DAY - 1} END AS last,
    CASE WHEN (i + $3::int * 31) % 20 = 0 THEN 1 + (i * 17::bigint + $3::int * 13) % 90 END AS fails,
    CASE WHEN (i + $3::int) % 2 = 0 THEN 1 + (i * 11::bigint + $3::int * 7) % 90 END AS grows,
    $3::int + 1 < $4::int AND NOT (i % 200 = 13 AND $3::int + 1 >= ${DAYS_OF_THE_LOST}) AS goes_on,
    -- The newest day of those before that ended failing or silent: from the day after on it has passed without a break.
    (SELECT max(d) FROM generate_series(0, $3::int - 1) d
      WHERE ((i + d * 31) % 20 = 0 AND NOT ((i * 3::bigint + d) % 50 = 7 AND 1 + (i * 17::bigint + d * 13) % 90 > ${LAST_BEFORE_SILENCE}))
        OR (i * 3::bigint + d) % 50 = 7) AS broken
  FROM generate_series(0, $1::int - 1) i WHERE NOT (i % 200 = 13 AND $3::int >= ${DAYS_OF_THE_LOST})`;

const at = (number: string) => `h.first_at + make_interval(secs => ${INTERVAL_SECONDS} * (${number}))`;
const END = `CASE WHEN h.last = ${SNAPSHOTS_A_DAY - 1} AND h.goes_on THEN ${at(String(SNAPSHOTS_A_DAY))}
  ELSE ${at('h.last')} + make_interval(secs => 4 * ${INTERVAL_SECONDS}) END`;
const since = `$2::timestamptz + make_interval(days => coalesce(h.broken + 1, 0), secs => (h.i * 7919::bigint) % ${INTERVAL_SECONDS})`;
const profile = (letter: string) =>
  `('00000000-0000-8000-${letter}000-' || lpad(to_hex(h.i), 12, '0'))::uuid`;

export const STATES_SQL = `
  INSERT INTO state_segment (host_id, from_at, confirmed_at, covered_until, faulty, profile_id, since, late_evidence, clock_offset_ms)
  SELECT host_id, from_at, confirmed_at, covered_until, false, profile_id, since, false, 12 FROM (
    SELECT h.host_id, h.first_at AS from_at,
      CASE WHEN h.fails <= h.last THEN ${at('h.fails - 1')} ELSE ${at('h.last')} END AS confirmed_at,
      CASE WHEN h.fails <= h.last THEN ${at('h.fails')} ELSE ${END} END AS covered_until,
      ${profile('a')} AS profile_id, ${since} AS since
    FROM (${DAY_OF_HOSTS}) h
    UNION ALL
    SELECT h.host_id, ${at('h.fails')}, ${at('h.last')}, ${END}, ${profile('b')}, ${at('h.fails')}
    FROM (${DAY_OF_HOSTS}) h WHERE h.fails <= h.last) segments ORDER BY from_at`;

export const VMS_SQL = `
  INSERT INTO vm_segment (host_id, from_at, covered_until, total, running)
  SELECT host_id, from_at, covered_until, total, NULL FROM (
    SELECT h.host_id, h.first_at AS from_at, CASE WHEN h.grows <= h.last THEN ${at('h.grows')} ELSE ${END} END AS covered_until,
      4 + h.i % 5 AS total FROM (${DAY_OF_HOSTS}) h
    UNION ALL
    SELECT h.host_id, ${at('h.grows')}, ${END}, 5 + h.i % 5 FROM (${DAY_OF_HOSTS}) h WHERE h.grows <= h.last) segments ORDER BY from_at`;

/** Every turn as ingest would have written it, and an owner whom one host in fifty has in the middle of the time: $1 first day, $2 days. */
export const CHANGES_SQL = [
  `INSERT INTO change (id, host_id, at, recorded_at, kind, derived, detail, profile_id)
    SELECT gen_random_uuid(), t.host_id, t.from_at, t.from_at, CASE p.judged_state WHEN 'Passed' THEN 'recovery' ELSE 'transition' END, false,
      jsonb_build_object('from', t.was, 'to', p.judged_state, 'causes', p.causes), p.id
    FROM (SELECT s.*, lag(sp.judged_state) OVER (PARTITION BY s.host_id ORDER BY s.from_at) AS was
      FROM state_segment s JOIN host_profile sp ON sp.id = s.profile_id) t
    JOIN host_profile p ON p.id = t.profile_id WHERE t.was <> p.judged_state`,
  `INSERT INTO host_assignment (id, host_id, fabric_id, owner, valid_from, recorded_by)
    SELECT gen_random_uuid(), id, fabric_id, 'Team ' || i % 7, $1::timestamptz + make_interval(days => $2::int / 2), 'bench'
    FROM (SELECT *, row_number() OVER (ORDER BY id) AS i FROM host) h WHERE i % 50 = 0`,
  `UPDATE host h SET owner = a.owner FROM host_assignment a WHERE a.host_id = h.id AND a.owner IS NOT NULL`,
];

/** What ingest would have left in the hosts' own rows. $1 first midnight that may hold a newest segment of a host. */
export const LIVE_SQL = [
  `INSERT INTO host_live (host_id, told_interval, last_observed_at, late_after, silent_after, max_observed_at, clock_offset_ms,
      segment_from, vm_segment_from)
    SELECT h.id, ${INTERVAL_SECONDS}, s.confirmed_at, s.confirmed_at + interval '1350 s', s.confirmed_at + interval '3600 s', s.confirmed_at,
      12, s.from_at, v.from_at
    FROM host h
    CROSS JOIN LATERAL (SELECT * FROM state_segment WHERE host_id = h.id ORDER BY from_at DESC LIMIT 1) s
    CROSS JOIN LATERAL (SELECT * FROM vm_segment WHERE host_id = h.id ORDER BY from_at DESC LIMIT 1) v`,
  `UPDATE host h SET profile_id = s.profile_id, since = s.since, shielded_vms = v.total
    FROM host_live l, state_segment s, vm_segment v
    WHERE l.host_id = h.id AND s.host_id = h.id AND s.from_at = l.segment_from AND v.host_id = h.id AND v.from_at = l.vm_segment_from`,
];
