-- no-transaction
CREATE INDEX CONCURRENTLY audit_entry_actor_idx ON audit_entry (actor_id, sequence)
