-- Searches look for text anywhere in a field. pg_trgm comes with PostgreSQL's contrib modules and needs no
-- superuser; where it is not installed, searches read every host.
DO $$
BEGIN
  CREATE EXTENSION IF NOT EXISTS pg_trgm;
  CREATE INDEX fleet_search_idx ON fleet_search USING gin (search gin_trgm_ops) WITH (gin_pending_list_limit = 1024);
-- undefined_object: it is there already, in a schema that this role does not look into.
EXCEPTION WHEN undefined_file OR feature_not_supported OR insufficient_privilege OR undefined_object THEN
  RAISE NOTICE 'pg_trgm cannot be installed: searches read every host';
END $$;
