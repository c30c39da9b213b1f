-- Read models of the past. All of them follow from segments and people's decisions and can be made again
-- from these at any time; docs/decisions/read-models.md.

-- [sql] Per host the state at the midnight that begins `day`: the newest segment before it, and how long the
-- host has been compliant and failing up to then. A host without a row there is looked up in its segments.
CREATE TABLE host_checkpoint (
  host_id         uuid NOT NULL,
  day             date NOT NULL,
  -- Null: it had sent nothing yet.
  from_at         timestamptz(3),
  confirmed_at    timestamptz(3),
  covered_until   timestamptz(3),
  faulty          boolean,
  profile_id      uuid,
  since           timestamptz(3),
  clock_offset_ms bigint,
  -- The last stored snapshot; another than confirmed_at only in a faulty spell.
  attested_at     timestamptz(3),
  vms_total       integer,
  -- Since its enrolment, or since history begins.
  compliant_ms    bigint NOT NULL,
  failing_ms      bigint NOT NULL,
  PRIMARY KEY (host_id, day)
) PARTITION BY RANGE (day);

-- [sql] Each moment of a closed day at which a host came into the fleet, left it, or changed fabric, state or
-- reporting. A null fabric: not in the fleet.
CREATE TABLE fleet_transition (
  day            date NOT NULL,
  at             timestamptz(3) NOT NULL,
  host_id        uuid NOT NULL,
  from_fabric    uuid,
  from_state     text,
  from_reporting text,
  to_fabric      uuid,
  to_state       text,
  to_reporting   text
) PARTITION BY RANGE (day);
CREATE INDEX fleet_transition_at_idx ON fleet_transition (at);
CREATE INDEX fleet_transition_host_idx ON fleet_transition (host_id);

-- [sql] How many hosts of each fabric were in each state at each full hour of the days filled.
CREATE TABLE fleet_hour (
  hour      timestamptz(3) NOT NULL,
  fabric_id uuid NOT NULL,
  state     text NOT NULL,
  reporting text NOT NULL,
  hosts     integer NOT NULL,
  PRIMARY KEY (hour, fabric_id, state, reporting)
);

-- [sql] Which midnights have checkpoints; the days before them have their transitions and hours. They are read
-- once every transaction older than `filled_before` has ended: only then is it certain that late evidence found
-- them and took away what it overtook.
CREATE TABLE history_day (
  day           date PRIMARY KEY,
  filled_before xid8,
  published     boolean NOT NULL DEFAULT false
);

-- [sql] Hosts whose past changed after it was filled: from the end of that day on they are filled anew.
CREATE TABLE history_dirty (
  id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  host_id  uuid NOT NULL,
  from_day date NOT NULL
);

-- One row once something was dropped: history begins with this day.
CREATE TABLE history_horizon (
  id       smallint PRIMARY KEY DEFAULT 1 CHECK (id = 1),
  from_day date NOT NULL
);

-- Which hosts were assigned anew after a moment: all others are where they are now.
CREATE INDEX host_assignment_valid_from_idx ON host_assignment (valid_from);

CREATE OR REPLACE FUNCTION gf_ensure_partition(parent text, at date) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  monthly   boolean := parent = 'snapshot_document';
  from_day  date := CASE WHEN monthly THEN date_trunc('month', at)::date ELSE at END;
  to_day    date := CASE WHEN monthly THEN (from_day + interval '1 month')::date ELSE from_day + 1 END;
  partition_name text := parent || '_' || to_char(from_day, CASE WHEN monthly THEN 'YYYYMM' ELSE 'YYYYMMDD' END);
BEGIN
  IF parent NOT IN ('snapshot_receipt', 'state_segment', 'vm_segment', 'snapshot_document', 'host_checkpoint', 'fleet_transition') THEN
    RAISE EXCEPTION 'gf_ensure_partition: unknown table %', parent;
  END IF;
  IF to_regclass(partition_name) IS NOT NULL THEN RETURN; END IF;
  -- What was dropped by retention is held, one row a host, by the partition that ends with the horizon.
  IF parent IN ('state_segment', 'vm_segment') AND from_day < (SELECT h.from_day FROM history_horizon h) THEN RETURN; END IF;
  PERFORM pg_advisory_xact_lock(hashtext('gf_ensure_partition'), hashtext(partition_name));
  IF to_regclass(partition_name) IS NOT NULL THEN RETURN; END IF;
  EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING STORAGE INCLUDING INDEXES)', partition_name, parent);
  EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', parent, partition_name, from_day, to_day);
END $$;

-- Waiting for a long export must not hold up everybody behind it: the next hour tries again.
CREATE OR REPLACE FUNCTION gf_drop_partitions(parent text, before date) RETURNS SETOF text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET lock_timeout = '2s' AS $$
DECLARE
  partition_name text;
BEGIN
  IF parent NOT IN ('snapshot_receipt', 'state_segment', 'vm_segment', 'snapshot_document', 'host_checkpoint', 'fleet_transition') THEN
    RAISE EXCEPTION 'gf_drop_partitions: unknown table %', parent;
  END IF;
  FOR partition_name IN
    SELECT c.relname FROM pg_inherits i
    JOIN pg_class c ON c.oid = i.inhrelid
    WHERE i.inhparent = parent::regclass
      AND (regexp_match(pg_get_expr(c.relpartbound, c.oid), 'TO \(''([0-9-]+)'))[1]::date <= before
    ORDER BY 1
  LOOP
    EXECUTE format('DROP TABLE %I', partition_name);
    RETURN NEXT partition_name;
  END LOOP;
END $$;

-- Drops the segments of whole days, but for what still holds at the new horizon: the newest segment of each
-- host that was in the fleet then and, of one that is faulty, the last stored before. They stay in one
-- partition below the horizon, so that whoever reads segments finds them as ever.
CREATE FUNCTION gf_drop_segments(parent text, before date) RETURNS SETOF text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET lock_timeout = '2s' AS $$
DECLARE
  kept    text := parent || '_until_' || to_char(before, 'YYYYMMDD');
  dropped text[];
BEGIN
  IF parent NOT IN ('state_segment', 'vm_segment') THEN
    RAISE EXCEPTION 'gf_drop_segments: unknown table %', parent;
  END IF;
  PERFORM pg_advisory_xact_lock(hashtext('gf_drop_segments'), hashtext(parent));
  SELECT array_agg(c.relname::text ORDER BY c.relname) INTO dropped FROM pg_inherits i
    JOIN pg_class c ON c.oid = i.inhrelid
    WHERE i.inhparent = parent::regclass
      AND (regexp_match(pg_get_expr(c.relpartbound, c.oid), 'TO \(''([0-9-]+)'))[1]::date <= before;
  IF dropped IS NULL OR dropped = ARRAY[kept] THEN RETURN; END IF;
  EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING STORAGE INCLUDING INDEXES)', kept, parent);
  EXECUTE format(
    'INSERT INTO %1$I SELECT DISTINCT ON (s.host_id) s.* FROM %2$I s JOIN host h ON h.id = s.host_id
       WHERE s.from_at < %3$L::timestamptz AND (h.retired_at IS NULL OR h.retired_at >= %3$L::timestamptz)
       ORDER BY s.host_id, s.from_at DESC', kept, parent, before);
  IF parent = 'state_segment' THEN
    EXECUTE format(
      'INSERT INTO %1$I SELECT DISTINCT ON (s.host_id) s.* FROM %1$I k JOIN %2$I s ON s.host_id = k.host_id
         WHERE k.faulty AND NOT s.faulty AND s.from_at < k.from_at ORDER BY s.host_id, s.from_at DESC', kept, parent);
  END IF;
  FOR i IN 1 .. array_length(dropped, 1) LOOP
    EXECUTE format('DROP TABLE %I', dropped[i]);
    RETURN NEXT dropped[i];
  END LOOP;
  EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I FOR VALUES FROM (MINVALUE) TO (%L)', parent, kept, before);
END $$;

-- The newest segment of a host before a moment, however far back.
CREATE FUNCTION gf_newest_state(host uuid, before timestamptz, stored_only boolean) RETURNS state_segment
LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS $$
DECLARE
  days  integer;
  found state_segment;
BEGIN
  FOREACH days IN ARRAY ARRAY[2, 30, 1000000] LOOP
    EXECUTE format('SELECT * FROM state_segment WHERE host_id = $1 AND from_at < %L AND from_at >= %L AND NOT (faulty AND $2)
      ORDER BY from_at DESC LIMIT 1', before, before - make_interval(days => days)) INTO found USING host, stored_only;
    EXIT WHEN found.host_id IS NOT NULL;
  END LOOP;
  RETURN found;
END $$;

CREATE FUNCTION gf_newest_vms(host uuid, before timestamptz) RETURNS vm_segment
LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS $$
DECLARE
  days  integer;
  found vm_segment;
BEGIN
  FOREACH days IN ARRAY ARRAY[2, 30, 1000000] LOOP
    EXECUTE format('SELECT * FROM vm_segment WHERE host_id = $1 AND from_at < %L AND from_at >= %L
      ORDER BY from_at DESC LIMIT 1', before, before - make_interval(days => days)) INTO found USING host;
    EXIT WHEN found.host_id IS NOT NULL;
  END LOOP;
  RETURN found;
END $$;

-- What host_checkpoint holds of a host at a midnight, out of its segments: for the few hosts without such a
-- row. A plan over every partition costs more than these looks one after another.
CREATE FUNCTION gf_checkpoint_of(host uuid, midnight timestamptz) RETURNS TABLE (host_id uuid, from_at timestamptz,
  confirmed_at timestamptz, covered_until timestamptz, faulty boolean, profile_id uuid, since timestamptz,
  clock_offset_ms bigint, attested_at timestamptz, vms_total integer)
LANGUAGE plpgsql STABLE ROWS 1 SET search_path = public, pg_temp AS $$
DECLARE
  live   host_live;
  state  state_segment;
  stored state_segment;
  vms    vm_segment;
BEGIN
  SELECT * INTO live FROM host_live l WHERE l.host_id = host;
  IF live.segment_from IS NULL THEN RETURN; END IF;
  state := gf_newest_state(host, least(midnight, live.segment_from + interval '1 ms'), false);
  IF state.host_id IS NULL THEN RETURN; END IF;
  -- The newest of all reaches as far as its hot row says.
  IF state.from_at = live.segment_from THEN
    state.confirmed_at := coalesce(CASE WHEN state.faulty THEN live.last_rejected_at ELSE live.last_observed_at END, state.from_at);
    state.covered_until := CASE WHEN state.faulty THEN 'infinity' ELSE coalesce(live.silent_after, state.from_at) END;
    state.clock_offset_ms := live.clock_offset_ms;
  END IF;
  stored := CASE WHEN state.faulty THEN gf_newest_state(host, state.from_at, true) ELSE state END;
  vms := gf_newest_vms(host, least(midnight, live.vm_segment_from + interval '1 ms'));
  RETURN QUERY SELECT host, state.from_at::timestamptz, state.confirmed_at::timestamptz, state.covered_until::timestamptz,
    state.faulty, state.profile_id, state.since::timestamptz, state.clock_offset_ms, stored.confirmed_at::timestamptz, vms.total;
END $$;
