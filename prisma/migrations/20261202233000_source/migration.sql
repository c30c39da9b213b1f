-- What enrols, holds credentials and sends is a source, of which a host is one kind: whether a credential is accepted
-- is asked of the source alone. A host has the id of its source.
LOCK TABLE host, enrollment, credential IN ACCESS EXCLUSIVE MODE;
CREATE TABLE source (
  id           uuid PRIMARY KEY,
  kind         text NOT NULL CHECK (kind IN ('host')),
  -- Counts its enrolments: credentials of an earlier one are dead. Receipts carry it too.
  enrollment   integer NOT NULL DEFAULT 1,
  -- When something was first stored under the present enrolment: until then the same token and machine may ask again
  -- after a lost reply.
  confirmed_at timestamptz(3),
  -- Since when it is locked, because a credential was used that a rotation had ended.
  locked_at    timestamptz(3),
  -- When it ended: none of its credentials is accepted any more.
  ended_at     timestamptz(3)
);
INSERT INTO source (id, kind, enrollment, confirmed_at, locked_at, ended_at)
SELECT h.id, 'host', h.enrollment, e.confirmed_at, h.locked_at, h.retired_at
FROM host h LEFT JOIN enrollment e ON e.host_id = h.id AND e.number = h.enrollment;

ALTER TABLE host DROP COLUMN enrollment, DROP COLUMN locked_at, ADD FOREIGN KEY (id) REFERENCES source (id);

ALTER TABLE enrollment DROP CONSTRAINT enrollment_host_id_fkey, DROP COLUMN confirmed_at;
ALTER TABLE enrollment RENAME COLUMN host_id TO source_id;
ALTER TABLE enrollment RENAME CONSTRAINT enrollment_host_id_number_key TO enrollment_source_id_number_key;
ALTER TABLE enrollment ADD FOREIGN KEY (source_id) REFERENCES source (id);

ALTER TABLE credential DROP CONSTRAINT credential_host_id_fkey;
ALTER TABLE credential RENAME COLUMN host_id TO source_id;
ALTER INDEX credential_host_id_idx RENAME TO credential_source_id_idx;
ALTER TABLE credential ADD FOREIGN KEY (source_id) REFERENCES source (id);

-- What a token enrols.
ALTER TABLE enrollment_token ADD COLUMN kind text NOT NULL DEFAULT 'host' CHECK (kind IN ('host'));
