-- Compliance reports: what was asked for, how far it is, and its bytes, which are written once and never change. They
-- are in the database so that every server serves the same ones and a backup holds them.
-- A table for them stood from the first day on, and nothing ever wrote into it.
DROP TABLE report;

CREATE TABLE report (
  id           uuid PRIMARY KEY,
  -- `R-2026-11-24-01`: the day in its time zone, and which of that day.
  number       text NOT NULL UNIQUE,
  kind         text NOT NULL CHECK (kind IN ('moment', 'period')),
  title        text NOT NULL,
  lang         text NOT NULL CHECK (lang IN ('en', 'fr')),
  -- The query string of a list of hosts.
  filter       text NOT NULL,
  -- What its author might see when it was asked for, which it keeps when its author leaves: null is every fabric.
  all_fabrics  boolean NOT NULL,
  fabric_ids   uuid[] NOT NULL,
  time_zone    text NOT NULL,
  from_at      timestamptz(3),
  -- The moment, or the end of the period.
  as_of        timestamptz(3) NOT NULL,
  state        text NOT NULL CHECK (state IN ('queued', 'running', 'ready', 'failed', 'cancelled')),
  -- Between 0 and 100.
  progress     smallint NOT NULL DEFAULT 0 CHECK (progress BETWEEN 0 AND 100),
  -- Why it failed: a code and what it was said of.
  failure      jsonb,
  created_at   timestamptz(3) NOT NULL,
  created_kind text NOT NULL,
  created_by   text NOT NULL,
  created_name text NOT NULL,
  -- When a server last said that it is making it: one that says nothing for long has gone.
  worked_at    timestamptz(3),
  finished_at  timestamptz(3),
  -- Of a report that is ready: SHA-256 of its JSON, and the figures that lists show.
  digest       text,
  totals       jsonb,
  CHECK ((kind = 'period') = (from_at IS NOT NULL)),
  CHECK (from_at < as_of),
  CHECK ((state = 'ready') = (digest IS NOT NULL))
);
CREATE INDEX report_newest_idx ON report (created_at DESC, id DESC);

CREATE INDEX report_unfinished_idx ON report (created_at) WHERE state IN ('queued', 'running');

CREATE TABLE report_file (
  report_id uuid NOT NULL REFERENCES report (id) ON DELETE CASCADE,
  format    text NOT NULL,
  bytes     bytea NOT NULL,
  sha256    text NOT NULL,
  PRIMARY KEY (report_id, format)
);
-- Compressed already, or read whole: TOAST would only spend time on it.
ALTER TABLE report_file ALTER COLUMN bytes SET STORAGE EXTERNAL;

-- The queue of jobs (graphile-worker), which makes and keeps its tables itself, with the rights of the role that serves.
-- Here are those two things that it would make first, and for which a role needs rights on the whole database.
CREATE SCHEMA graphile_worker;
CREATE TABLE graphile_worker.migrations (
  id       int PRIMARY KEY,
  ts       timestamptz NOT NULL DEFAULT now(),
  breaking boolean NOT NULL DEFAULT false
);
