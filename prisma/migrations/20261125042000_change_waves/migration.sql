-- no-transaction
CREATE INDEX CONCURRENTLY change_reason_at_idx ON change (reason, at) WHERE reason IS NOT NULL AND superseded_at IS NULL
