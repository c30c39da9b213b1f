-- The fleet of closed days as questions ask for it, derived from segments and assignments
-- (docs/decisions/read-models.md): what fleet_group and fleet_host are for the present.

-- Hosts that were equal in every word that can be filtered or counted by.
CREATE TABLE fleet_past_group (
  id                 integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  -- Digest of the words that follow.
  key                bytea NOT NULL,
  fabric_id          uuid NOT NULL,
  owner              text,
  cluster            text,
  state              text NOT NULL,
  reporting          text NOT NULL,
  attestation_status text,
  failing_checks     text[] NOT NULL,
  causes             text[] NOT NULL,
  mode               text NOT NULL,
  os                 text,
  model              text,
  firmware_version   text,
  agent_version      text,
  risks              text[] NOT NULL,
  -- Until when a host is known to have been in it: before the horizon, nobody asks for it any more.
  last_day           date NOT NULL
);
CREATE UNIQUE INDEX fleet_past_group_key ON fleet_past_group (key);

-- [sql] A stretch of a closed day, from_at <= t < to_at, in which a host was in the fleet and nothing of it changed
-- that a list shows. The stretches of a host fill the day, as far as it was in the fleet.
CREATE TABLE fleet_past (
  host_id         uuid NOT NULL,
  profile_id      uuid,
  from_at         timestamptz(3) NOT NULL,
  to_at           timestamptz(3) NOT NULL,
  since           timestamptz(3) NOT NULL,
  -- The segment's first and last snapshot: what was last observed at t is the last one that is certain by then.
  observed_at     timestamptz(3),
  confirmed_at    timestamptz(3),
  clock_offset_ms bigint,
  group_id        integer NOT NULL,
  shielded_vms    integer,
  hostname        text NOT NULL
) PARTITION BY RANGE (from_at);
CREATE INDEX fleet_past_host_idx ON fleet_past (host_id);

-- Days that were filled before have no such rows: all are made again.
TRUNCATE history_day, history_dirty, host_checkpoint, fleet_transition, fleet_hour;

-- A month that was dropped is held by the partition below the horizon, as a day of segments is.
CREATE OR REPLACE FUNCTION gf_ensure_partition(parent text, at date) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  monthly   boolean := parent = 'snapshot_document';
  from_day  date := CASE WHEN monthly THEN date_trunc('month', at)::date ELSE at END;
  to_day    date := CASE WHEN monthly THEN (from_day + interval '1 month')::date ELSE from_day + 1 END;
  partition_name text := parent || '_' || to_char(from_day, CASE WHEN monthly THEN 'YYYYMM' ELSE 'YYYYMMDD' END);
BEGIN
  IF parent NOT IN ('snapshot_receipt', 'state_segment', 'vm_segment', 'snapshot_document', 'host_checkpoint', 'fleet_transition', 'fleet_past') THEN
    RAISE EXCEPTION 'gf_ensure_partition: unknown table %', parent;
  END IF;
  IF to_regclass(partition_name) IS NOT NULL THEN RETURN; END IF;
  IF EXISTS (SELECT FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
    WHERE i.inhparent = parent::regclass AND pg_get_expr(c.relpartbound, c.oid) LIKE '%(MINVALUE)%'
      AND (regexp_match(pg_get_expr(c.relpartbound, c.oid), 'TO \(''([0-9-]+)'))[1]::date > from_day) THEN RETURN; END IF;
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
  IF parent NOT IN ('snapshot_receipt', 'state_segment', 'vm_segment', 'snapshot_document', 'host_checkpoint', 'fleet_transition', 'fleet_past') THEN
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
