-- A document that says almost the same as another of its host and month is stored as what it says beyond that one: `base` is the
-- digest of the other, which is stored whole. Null where a document is whole itself, as all from before are.
ALTER TABLE snapshot_document ADD COLUMN base bytea;

-- As before; with a document that is kept, the one that it needs to be read is kept too.
CREATE OR REPLACE FUNCTION gf_drop_documents(before date) RETURNS SETOF text
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
    'INSERT INTO %I SELECT n.* FROM host h JOIN snapshot_document d ON d.host_id = h.id AND d.digest = h.document_digest
       AND d.month = h.document_month
     JOIN snapshot_document n ON n.host_id = d.host_id AND n.month = d.month AND n.digest IN (d.digest, d.base)
     WHERE h.document_month < %L AND (h.retired_at IS NULL OR h.retired_at >= %L::timestamptz)', kept, month, before);
  FOR i IN 1 .. array_length(dropped, 1) LOOP
    EXECUTE format('DROP TABLE %I', dropped[i]);
    RETURN NEXT dropped[i];
  END LOOP;
  EXECUTE format('ALTER TABLE snapshot_document ATTACH PARTITION %I FOR VALUES FROM (MINVALUE) TO (%L)', kept, month);
END $$;
