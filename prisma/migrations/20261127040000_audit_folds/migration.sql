-- What may happen often (failed sign-ins, denials, the use of API tokens) is counted here first, and told to the audit
-- log by a job: one entry soon, and one for the rest when the hour or day is over. Counting takes no lock that others
-- wait for, so that nobody can hold up the log by failing.
CREATE TABLE audit_fold (
  action       text NOT NULL,
  key          text NOT NULL,
  period_end   timestamptz(3) NOT NULL,
  actor_kind   text NOT NULL,
  actor_id     text,
  subject_kind text,
  subject_id   text,
  detail       jsonb NOT NULL,
  times        integer NOT NULL DEFAULT 1,
  -- How many of them the log has been told of.
  told         integer NOT NULL DEFAULT 0,
  -- The first and the last of those that it has not been told of.
  first_at     timestamptz(3) NOT NULL,
  last_at      timestamptz(3) NOT NULL,
  PRIMARY KEY (action, period_end, key)
);
