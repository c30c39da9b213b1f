-- A plan is what was to be done about some hosts, as it was when it was made: its content never changes. What people say
-- of it (tasks, confirmations, its end) stands beside it, and how far it is follows from history.
-- The plan of before was of one fabric and had its tasks in its content. Nothing ever wrote one.
DROP TABLE plan;

CREATE TABLE plan (
  id         uuid PRIMARY KEY,
  -- What people call it; given in order, without a sequence, which a backup would not bring back.
  number     integer NOT NULL UNIQUE,
  -- Of name and owner: whoever changes them says which they saw.
  version    integer NOT NULL,
  name       text NOT NULL,
  owner      text,
  -- As they were when it was made: who does not see all these fabrics does not see it.
  fabric_ids uuid[] NOT NULL,
  host_ids   uuid[] NOT NULL CHECK (cardinality(host_ids) > 0),
  created_at timestamptz(3) NOT NULL,
  created_by text NOT NULL,
  closed_at  timestamptz(3) CHECK (closed_at >= created_at),
  closed_by  text,
  content    jsonb NOT NULL,
  CHECK ((closed_at IS NULL) = (closed_by IS NULL))
);
CREATE INDEX plan_hosts_idx ON plan USING gin (host_ids);

-- One host of one group, and what a person said of it last.
CREATE TABLE plan_task (
  id         uuid PRIMARY KEY,
  plan_id    uuid NOT NULL REFERENCES plan (id),
  group_key  text NOT NULL,
  host_id    uuid NOT NULL,
  mark       text NOT NULL,
  note       text,
  marked_at  timestamptz(3),
  marked_by  text,
  UNIQUE (plan_id, group_key, host_id),
  CHECK ((marked_at IS NULL) = (marked_by IS NULL))
);

-- The restarts that open plans hold: of each host one.
CREATE TABLE plan_restart (
  host_id uuid PRIMARY KEY,
  plan_id uuid NOT NULL REFERENCES plan (id)
);
CREATE INDEX plan_restart_plan_idx ON plan_restart (plan_id);

-- That a named person confirmed a change, without which nothing of it is registered on HGS.
CREATE TABLE plan_confirmation (
  id           uuid PRIMARY KEY,
  plan_id      uuid NOT NULL REFERENCES plan (id),
  -- Null: of all groups that wait for one.
  group_key    text,
  text         text NOT NULL,
  confirmed_at timestamptz(3) NOT NULL,
  confirmed_by text NOT NULL
);
CREATE INDEX plan_confirmation_plan_idx ON plan_confirmation (plan_id);

CREATE FUNCTION gf_keep_plan() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  decided constant text[] := '{version,name,owner,closed_at,closed_by}';
BEGIN
  IF TG_OP = 'DELETE'
    OR OLD.closed_at IS NOT NULL
    OR to_jsonb(NEW) - decided IS DISTINCT FROM to_jsonb(OLD) - decided THEN
    RAISE EXCEPTION 'what a plan says is never edited: make another one' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER plan_kept BEFORE UPDATE OR DELETE ON plan FOR EACH ROW EXECUTE FUNCTION gf_keep_plan();
