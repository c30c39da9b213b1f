-- Which code integrity policies a host has: their hashes in order, null where it did not say.
ALTER TABLE host_profile ADD COLUMN ci_policy text;

-- What the host was when the change was seen, so that a later name or cluster rewrites no past.
-- `reason` is equal for changes that may be one wave: kind, from, to and what was gained or lost.
ALTER TABLE change ADD COLUMN profile_id uuid, ADD COLUMN reason text;

-- One row: any instance that serves says so here.
CREATE TABLE server_heartbeat (
  id  smallint PRIMARY KEY DEFAULT 1 CHECK (id = 1),
  at  timestamptz(3) NOT NULL
);

-- Times at which no instance served: nobody could be heard then, so nobody's silence is noticed for a while.
CREATE TABLE server_absence (
  from_at  timestamptz(3) PRIMARY KEY,
  to_at    timestamptz(3) NOT NULL
);
