-- What an administrator has set. Null: as it comes, or as a variable of the server says.
ALTER TABLE installation
  ADD COLUMN report_interval_seconds integer,
  ADD COLUMN retention_days          integer,
  ADD COLUMN settings_version        integer NOT NULL DEFAULT 1,
  ADD COLUMN settings_changed_at     timestamptz(3),
  ADD COLUMN settings_changed_by     text;
