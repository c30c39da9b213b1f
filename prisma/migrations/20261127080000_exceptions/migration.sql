-- An exception explains, it does not heal. Its terms are those of its request and never change; what happens to it
-- (approved, withdrawn, its end told) is written once each. So it is in force at T exactly if it had been approved and
-- not withdrawn by T and ends later, and a request for another one (a renewal) changes nothing before it is approved.
-- exception_version, which this replaces, had versions of everything, of which the newest decided even where it was
-- only a request. Nothing ever wrote one.
DROP TABLE exception_version;

CREATE TABLE exception (
  id           uuid PRIMARY KEY,
  -- What people call it; given in the order of requests, without a sequence, which a backup would not bring back.
  number       integer NOT NULL UNIQUE,
  -- The one that it renews.
  follows_id   uuid REFERENCES exception (id),
  -- As they were when it was requested: who does not see all these fabrics does not see it.
  fabric_ids   uuid[] NOT NULL,
  host_ids     uuid[] NOT NULL CHECK (cardinality(host_ids) > 0),
  causes       text[] NOT NULL CHECK (cardinality(causes) > 0),
  reason       text NOT NULL,
  control      text NOT NULL,
  owner        text NOT NULL,
  review_at    timestamptz(3) NOT NULL,
  ends_at      timestamptz(3) NOT NULL,
  requested_at timestamptz(3) NOT NULL,
  requested_by text NOT NULL,
  -- The person behind the request, who may not approve it: of a token, whoever made it. Null where a shell did.
  requester_id text,
  approved_at  timestamptz(3) CHECK (approved_at >= requested_at),
  approved_by  text,
  withdrawn_at timestamptz(3) CHECK (withdrawn_at >= requested_at),
  withdrawn_by text,
  -- When the feed was told that it ended by itself.
  end_told_at  timestamptz(3),
  CHECK ((approved_at IS NULL) = (approved_by IS NULL)),
  CHECK ((withdrawn_at IS NULL) = (withdrawn_by IS NULL)),
  CHECK (approved_by <> requester_id)
);
CREATE INDEX exception_hosts_idx ON exception USING gin (host_ids);
CREATE INDEX exception_ends_idx ON exception (ends_at) WHERE approved_at IS NOT NULL;
CREATE INDEX exception_follows_idx ON exception (follows_id);

CREATE FUNCTION gf_keep_exception() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  decided constant text[] := '{approved_at,approved_by,withdrawn_at,withdrawn_by,end_told_at}';
BEGIN
  IF TG_OP = 'DELETE'
    OR to_jsonb(NEW) - decided IS DISTINCT FROM to_jsonb(OLD) - decided
    OR NOT to_jsonb(NEW) @> jsonb_strip_nulls(to_jsonb(OLD)) THEN
    RAISE EXCEPTION 'an exception is never edited: request another one' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER exception_kept BEFORE UPDATE OR DELETE ON exception FOR EACH ROW EXECUTE FUNCTION gf_keep_exception();
