-- no-transaction
CREATE INDEX CONCURRENTLY audit_entry_actor_kind_idx ON audit_entry (actor_kind, sequence)
