-- no-transaction
CREATE INDEX CONCURRENTLY audit_entry_subject_idx ON audit_entry (subject_id, sequence)
