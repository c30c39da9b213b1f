-- The files of a report on their way into report_file, in pieces: as one value, tens of megabytes would hold up the loop
-- of the server that sends them. Filled and emptied in one transaction, so that nothing of it is ever seen or kept.
CREATE UNLOGGED TABLE report_piece (
  report_id uuid NOT NULL REFERENCES report (id) ON DELETE CASCADE,
  format    text NOT NULL,
  -- Where in the file it begins.
  start     int NOT NULL,
  bytes     bytea NOT NULL,
  PRIMARY KEY (report_id, format, start)
);
ALTER TABLE report_piece ALTER COLUMN bytes SET STORAGE EXTERNAL;
