-- no-transaction
CREATE INDEX CONCURRENTLY audit_entry_action_idx ON audit_entry (action, sequence)
