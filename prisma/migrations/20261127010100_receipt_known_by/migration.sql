-- A migration of its own: ingest locks rows of host_live first and reads receipts then, and whoever locks both tables
-- the other way round ends one of the two.

-- Null but for what came while the server's own clock was ahead: the server had it by this time at the latest.
ALTER TABLE snapshot_receipt ADD COLUMN known_by timestamptz(3);
