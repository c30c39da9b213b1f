-- How many receipts a host has, counted in periods of eight days since 1970: in the period of the newest, and in the
-- one before. Together they are never fewer than those of the last eight days, so that only hosts near their limit
-- need to be counted exactly. What was received before this migration is not in them.
ALTER TABLE host_live ADD COLUMN received_period integer NOT NULL DEFAULT 0;
ALTER TABLE host_live ADD COLUMN received integer NOT NULL DEFAULT 0;
ALTER TABLE host_live ADD COLUMN received_before integer NOT NULL DEFAULT 0;

-- Since when the host's snapshots are refused because it sends more than it may keep; null while they are taken.
ALTER TABLE host_live ADD COLUMN over_limit_since timestamptz(3);
