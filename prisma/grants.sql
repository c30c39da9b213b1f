-- Rights of the role that runs the server; :role is put in quoted by the migration runner.
-- Everything but the audit log and the public keys of reports: those it can only extend and read.
GRANT USAGE ON SCHEMA public TO :role;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO :role;
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO :role;
REVOKE ALL ON audit_entry FROM :role;
GRANT SELECT, INSERT ON audit_entry TO :role;
-- A public key that a report was signed with stays, or the report could not be verified any more.
REVOKE UPDATE, DELETE ON report_key FROM :role;
REVOKE ALL ON _prisma_migrations FROM :role;
GRANT SELECT ON _prisma_migrations TO :role;
REVOKE ALL ON FUNCTION gf_ensure_partition(text, date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION gf_ensure_partition(text, date) TO :role;
REVOKE ALL ON FUNCTION gf_drop_partitions(text, date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION gf_drop_partitions(text, date) TO :role;
REVOKE ALL ON FUNCTION gf_drop_segments(text, date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION gf_drop_segments(text, date) TO :role;
REVOKE ALL ON FUNCTION gf_drop_documents(date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION gf_drop_documents(date) TO :role;
GRANT USAGE, CREATE ON SCHEMA graphile_worker TO :role;
GRANT SELECT, INSERT, UPDATE ON graphile_worker.migrations TO :role;
