-- Reports that are made again and again, kept so many and mailed.
CREATE TABLE report_schedule (
  id            uuid PRIMARY KEY,
  name          text NOT NULL,
  -- What is reported: kind, filter, language, title and the zone of its days.
  report        jsonb NOT NULL,
  every         text NOT NULL CHECK (every IN ('day', 'week', 'month')),
  -- The day of the week from Monday, or of the month.
  on_day        smallint CHECK (on_day BETWEEN 1 AND 31),
  -- `07:00` of the time zone.
  at            text NOT NULL,
  time_zone     text NOT NULL,
  recipients    text[] NOT NULL,
  attaches      boolean NOT NULL,
  keep          int NOT NULL CHECK (keep > 0),
  keep_days     int CHECK (keep_days > 0),
  -- The first date that is not met yet; null while it is paused.
  next_at       timestamptz(3),
  -- Why it stopped by itself.
  stopped       text CHECK (stopped IN ('ownerGone')),
  paused_at     timestamptz(3),
  -- With whose present rights it makes reports.
  owner_kind    text NOT NULL,
  owner_id      text NOT NULL,
  owner_name    text NOT NULL,
  -- What its owner might see when it was last changed: who sees less does not see it.
  all_fabrics   boolean NOT NULL,
  fabric_ids    uuid[] NOT NULL,
  created_at    timestamptz(3) NOT NULL,
  CHECK ((every = 'day') = (on_day IS NULL)),
  CHECK ((next_at IS NULL) = (paused_at IS NOT NULL)),
  CHECK (stopped IS NULL OR paused_at IS NOT NULL)
);
CREATE INDEX report_schedule_due_idx ON report_schedule (next_at) WHERE next_at IS NOT NULL;

ALTER TABLE report
  -- Null where a person asked for it, or its schedule was deleted.
  ADD COLUMN schedule_id uuid REFERENCES report_schedule (id) ON DELETE SET NULL,
  -- Name of the schedule, its date, whether it came late and how many dates before nobody met. Stays with the report.
  ADD COLUMN scheduled jsonb;
CREATE INDEX report_schedule_idx ON report (schedule_id, created_at DESC) WHERE schedule_id IS NOT NULL;

-- Each date of a schedule once, however many servers look at it.
CREATE TABLE report_schedule_run (
  schedule_id uuid NOT NULL REFERENCES report_schedule (id) ON DELETE CASCADE,
  due_at      timestamptz(3) NOT NULL,
  ran_at      timestamptz(3) NOT NULL,
  -- Dates before it that nobody met, for which there is no report.
  missed      int NOT NULL CHECK (missed >= 0),
  report_id   uuid REFERENCES report (id) ON DELETE SET NULL,
  -- Why no report could be asked for.
  failure     jsonb,
  PRIMARY KEY (schedule_id, due_at)
);
CREATE INDEX report_schedule_run_report_idx ON report_schedule_run (report_id);

-- One mail to one recipient, and what the mail server said to it.
CREATE TABLE report_mail (
  report_id  uuid NOT NULL REFERENCES report (id) ON DELETE CASCADE,
  recipient  text NOT NULL,
  state      text NOT NULL CHECK (state IN ('waiting', 'sending', 'sent', 'refused', 'givenUp')),
  tries      int NOT NULL DEFAULT 0 CHECK (tries >= 0),
  -- When it is tried again, while it waits.
  next_at    timestamptz(3),
  changed_at timestamptz(3) NOT NULL,
  -- Why it was not taken the last time: a code, and the words of the mail server.
  code       text,
  detail     text,
  PRIMARY KEY (report_id, recipient),
  CHECK ((state = 'waiting') = (next_at IS NOT NULL))
);
CREATE INDEX report_mail_open_idx ON report_mail (changed_at) WHERE state IN ('waiting', 'sending');
