-- On how many of its reports a host's content was another than before, counted by day: over 24 is noisy.
ALTER TABLE host ADD COLUMN content_day date, ADD COLUMN content_changes integer NOT NULL DEFAULT 0;

-- Drops the documents of whole months, but for those that a host's newest snapshot refers to: they stay in one
-- partition below, as the segments that still hold do (gf_drop_segments).
CREATE FUNCTION gf_drop_documents(before date) RETURNS SETOF text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET lock_timeout = '2s' AS $$
DECLARE
  month   date := date_trunc('month', before)::date;
  kept    text := 'snapshot_document_until_' || to_char(month, 'YYYYMM');
  dropped text[];
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('gf_drop_documents'));
  SELECT array_agg(c.relname::text ORDER BY c.relname) INTO dropped FROM pg_inherits i
    JOIN pg_class c ON c.oid = i.inhrelid
    WHERE i.inhparent = 'snapshot_document'::regclass
      AND (regexp_match(pg_get_expr(c.relpartbound, c.oid), 'TO \(''([0-9-]+)'))[1]::date <= month;
  IF dropped IS NULL OR dropped = ARRAY[kept] THEN RETURN; END IF;
  EXECUTE format('CREATE TABLE %I (LIKE snapshot_document INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING STORAGE INCLUDING INDEXES)', kept);
  EXECUTE format(
    'INSERT INTO %I SELECT d.* FROM host h JOIN snapshot_document d ON d.host_id = h.id AND d.digest = h.document_digest
       AND d.month = h.document_month
     WHERE h.document_month < %L AND (h.retired_at IS NULL OR h.retired_at >= %L::timestamptz)', kept, month, before);
  FOR i IN 1 .. array_length(dropped, 1) LOOP
    EXECUTE format('DROP TABLE %I', dropped[i]);
    RETURN NEXT dropped[i];
  END LOOP;
  EXECUTE format('ALTER TABLE snapshot_document ATTACH PARTITION %I FOR VALUES FROM (MINVALUE) TO (%L)', kept, month);
END $$;

-- A month that was dropped is held by the partition below the horizon, as a day of segments is.
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
  IF EXISTS (SELECT FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
    WHERE i.inhparent = parent::regclass AND pg_get_expr(c.relpartbound, c.oid) LIKE '%(MINVALUE)%'
      AND (regexp_match(pg_get_expr(c.relpartbound, c.oid), 'TO \(''([0-9-]+)'))[1]::date > from_day) THEN RETURN; END IF;
  PERFORM pg_advisory_xact_lock(hashtext('gf_ensure_partition'), hashtext(partition_name));
  IF to_regclass(partition_name) IS NOT NULL THEN RETURN; END IF;
  EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING STORAGE INCLUDING INDEXES)', partition_name, parent);
  EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', parent, partition_name, from_day, to_day);
END $$;
