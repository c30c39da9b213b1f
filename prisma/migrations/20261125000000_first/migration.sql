-- The whole data model of Guarded Fabric (docs: architecture "The data").
-- Tables that ordinary code reads are described to Prisma in schema.prisma; the ones
-- marked [sql] are partitioned or hot and are written by hand in lib/server/db/ingest
-- and lib/server/db/fleet only.

-- Installation ---------------------------------------------------------------

-- One row. server_epoch changes when a backup is restored: agents then re-send 72 h.
CREATE TABLE installation (
  id            smallint PRIMARY KEY DEFAULT 1 CHECK (id = 1),
  server_epoch  uuid NOT NULL,
  created_at    timestamptz(3) NOT NULL,
  -- Digest of the one-time set-up link; null once the first operator exists.
  set_up_hash   bytea
);

-- Operators (better-auth's user, session, account and verification) -----------

CREATE TYPE role AS ENUM ('viewer', 'auditor', 'operator', 'administrator');

CREATE TABLE operator (
  id             text PRIMARY KEY,
  email          text NOT NULL,
  email_verified boolean NOT NULL DEFAULT false,
  name           text NOT NULL,
  image          text,
  role           role NOT NULL,
  all_fabrics    boolean NOT NULL DEFAULT true,
  language       text CHECK (language IN ('en', 'fr')),
  theme          text CHECK (theme IN ('light', 'dark')),
  disabled_at    timestamptz(3),
  created_at     timestamptz(3) NOT NULL,
  updated_at     timestamptz(3) NOT NULL
);
CREATE UNIQUE INDEX operator_email_key ON operator (email);

CREATE TABLE session (
  id                  text PRIMARY KEY,
  token               text NOT NULL,
  operator_id         text NOT NULL REFERENCES operator (id) ON DELETE CASCADE,
  expires_at          timestamptz(3) NOT NULL,
  -- Our own limits, checked when a session becomes an actor: 12 h absolute, 30 min idle.
  absolute_expires_at timestamptz(3),
  last_seen_at        timestamptz(3),
  ip_address          text,
  user_agent          text,
  created_at          timestamptz(3) NOT NULL,
  updated_at          timestamptz(3) NOT NULL
);
CREATE UNIQUE INDEX session_token_key ON session (token);
CREATE INDEX session_operator_id_idx ON session (operator_id);

CREATE TABLE account (
  id                       text PRIMARY KEY,
  account_id               text NOT NULL,
  provider_id              text NOT NULL,
  operator_id              text NOT NULL REFERENCES operator (id) ON DELETE CASCADE,
  access_token             text,
  refresh_token            text,
  id_token                 text,
  access_token_expires_at  timestamptz(3),
  refresh_token_expires_at timestamptz(3),
  scope                    text,
  password                 text,
  created_at               timestamptz(3) NOT NULL,
  updated_at               timestamptz(3) NOT NULL
);
CREATE UNIQUE INDEX account_provider_key ON account (provider_id, account_id);
CREATE INDEX account_operator_id_idx ON account (operator_id);

CREATE TABLE verification (
  id         text PRIMARY KEY,
  identifier text NOT NULL,
  value      text NOT NULL,
  expires_at timestamptz(3) NOT NULL,
  created_at timestamptz(3) NOT NULL,
  updated_at timestamptz(3) NOT NULL
);
CREATE INDEX verification_identifier_idx ON verification (identifier);

-- Sign-in attempts, shared by all instances (rate-limiter-flexible's table shape).
CREATE TABLE rate_limit (
  key    text PRIMARY KEY,
  points integer NOT NULL DEFAULT 0,
  expire bigint
);

-- Fabrics and who may see them -------------------------------------------------

CREATE TABLE fabric (
  id         uuid PRIMARY KEY,
  name       text NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
  created_at timestamptz(3) NOT NULL
);
CREATE UNIQUE INDEX fabric_name_key ON fabric (lower(name));

CREATE TABLE operator_fabric (
  operator_id text NOT NULL REFERENCES operator (id) ON DELETE CASCADE,
  fabric_id   uuid NOT NULL REFERENCES fabric (id),
  PRIMARY KEY (operator_id, fabric_id)
);

CREATE TABLE api_token (
  id          uuid PRIMARY KEY,
  name        text NOT NULL,
  hash        bytea NOT NULL,
  role        role NOT NULL,
  -- Null: every fabric. A token limited to fabrics lists them here.
  fabric_ids  uuid[],
  created_by  text NOT NULL,
  created_at  timestamptz(3) NOT NULL,
  expires_at  timestamptz(3) NOT NULL,
  revoked_at  timestamptz(3),
  last_used_at timestamptz(3)
);
CREATE UNIQUE INDEX api_token_hash_key ON api_token (hash);

CREATE TABLE enrollment_token (
  id              uuid PRIMARY KEY,
  fabric_id       uuid NOT NULL REFERENCES fabric (id),
  hash            bytea NOT NULL,
  uses            integer NOT NULL CHECK (uses > 0),
  used            integer NOT NULL DEFAULT 0 CHECK (used >= 0 AND used <= uses),
  allow_reenroll  boolean NOT NULL DEFAULT false,
  created_by      text NOT NULL,
  created_at      timestamptz(3) NOT NULL,
  expires_at      timestamptz(3) NOT NULL,
  revoked_at      timestamptz(3)
);
CREATE UNIQUE INDEX enrollment_token_hash_key ON enrollment_token (hash);

-- Hosts ------------------------------------------------------------------------

CREATE TABLE host (
  id                   uuid PRIMARY KEY,
  fabric_id            uuid NOT NULL REFERENCES fabric (id),
  owner                text,
  -- Identity given at enrolment; never changes with what snapshots say.
  enrolled_hostname    text NOT NULL,
  enrolled_fqdn        text,
  machine_id           text,
  name_key             text NOT NULL,
  enrolled_at          timestamptz(3) NOT NULL,
  -- Counts enrolments of this host; receipts and credentials carry it.
  enrollment           integer NOT NULL DEFAULT 1,
  retired_at           timestamptz(3),
  locked_at            timestamptz(3),
  reenroll_until       timestamptz(3),
  -- Another live host names the same machine id or FQDN in its snapshots.
  duplicate_identity   boolean NOT NULL DEFAULT false,
  noisy                boolean NOT NULL DEFAULT false,
  -- Current profile, changed only when it changes. Null until the first snapshot.
  profile_id           uuid,
  since                timestamptz(3),
  shielded_vms         integer,
  shielded_vms_running integer,
  document_digest      bytea,
  document_month       date
);
CREATE UNIQUE INDEX host_machine_id_live ON host (machine_id) WHERE retired_at IS NULL AND machine_id IS NOT NULL;
CREATE UNIQUE INDEX host_name_key_live ON host (name_key) WHERE retired_at IS NULL;
CREATE INDEX host_fabric_id_idx ON host (fabric_id);
CREATE INDEX host_profile_id_idx ON host (profile_id);

-- [sql] The hot row: one update a snapshot, no index on a changing column.
CREATE TABLE host_live (
  host_id              uuid PRIMARY KEY REFERENCES host (id),
  -- The interval this host has been told (seconds), and the deadlines made from it.
  told_interval        integer NOT NULL,
  last_observed_at     timestamptz(3),
  late_after           timestamptz(3),
  silent_after         timestamptz(3),
  -- Greatest observed_at of any stored receipt: decides whether a snapshot is in order.
  max_observed_at      timestamptz(3),
  sequence             bigint,
  last_rejected_at     timestamptz(3),
  last_rejected_code   text,
  rejections           bigint NOT NULL DEFAULT 0,
  clock_offset_ms      bigint,
  agent_dropped        bigint,
  -- The newest segments, so that a snapshot in order reads no history.
  segment_from         timestamptz(3),
  segment_late         boolean NOT NULL DEFAULT false,
  vm_segment_from      timestamptz(3)
) WITH (fillfactor = 50);

CREATE TABLE enrollment (
  id           uuid PRIMARY KEY,
  host_id      uuid NOT NULL REFERENCES host (id),
  number       integer NOT NULL,
  token_id     uuid NOT NULL REFERENCES enrollment_token (id),
  machine_id   text,
  hostname     text NOT NULL,
  fqdn         text,
  agent_version text,
  enrolled_at  timestamptz(3) NOT NULL,
  -- Set by the first snapshot stored under this enrolment: until then the same token
  -- and machine may ask again after a lost reply.
  confirmed_at timestamptz(3),
  UNIQUE (host_id, number)
);
CREATE INDEX enrollment_token_machine_idx ON enrollment (token_id, machine_id);

CREATE TABLE credential (
  id            uuid PRIMARY KEY,
  host_id       uuid NOT NULL REFERENCES host (id),
  enrollment    integer NOT NULL,
  generation    integer NOT NULL,
  hash          bytea NOT NULL,
  created_at    timestamptz(3) NOT NULL,
  first_used_at timestamptz(3),
  -- Dead from here on. A rotated credential gets it when its successor is first used.
  ends_at       timestamptz(3),
  -- Why it ended: used after a rotation's overlap locks the host, used after a
  -- revocation or a re-enrolment does not.
  end_reason    text CHECK (end_reason IN ('rotated', 'replaced', 'revoked'))
);
CREATE UNIQUE INDEX credential_hash_key ON credential (hash);
CREATE INDEX credential_host_id_idx ON credential (host_id);

-- Snapshots ----------------------------------------------------------------------

-- Everything a list can show or filter by, once per digest (the id is the digest).
CREATE TABLE host_profile (
  id                 uuid PRIMARY KEY,
  judge_version      integer NOT NULL,
  hostname           text NOT NULL,
  fqdn               text,
  cluster            text,
  os                 text,
  os_caption         text,
  os_version         text,
  manufacturer       text,
  model              text,
  firmware_version   text,
  mode               text NOT NULL,
  judged_state       text NOT NULL,
  attestation_status text,
  failing_checks     text[] NOT NULL,
  inferred_checks    text[] NOT NULL,
  causes             text[] NOT NULL,
  contradictory      boolean NOT NULL,
  agent_version      text,
  risk_flags         text[] NOT NULL,
  -- q looks here: lower-cased name, FQDN, cluster, model and firmware, one per line.
  search             text NOT NULL
);

-- [sql] One row per snapshot id, kept 8 days, partitioned by day of receipt. A unique
-- key cannot span partitions: the host's row lock carries it.
CREATE TABLE snapshot_receipt (
  host_id        uuid NOT NULL,
  snapshot_id    text NOT NULL,
  digest         bytea NOT NULL,
  outcome        text NOT NULL CHECK (outcome IN ('stored', 'rejected')),
  code           text,
  message        text,
  pointer        text,
  observed_at    timestamptz(3) NOT NULL,
  received_at    timestamptz(3) NOT NULL,
  enrollment     integer NOT NULL,
  sequence       bigint,
  -- Sent within an hour of collecting: such an item bounds the effective time of earlier ones.
  prompt         boolean NOT NULL,
  -- sentAt precedes collectedAt by over 60 s: the clock was stepped between.
  stepped        boolean NOT NULL DEFAULT false,
  -- spool.pending was 0: a stepped item with the highest sequence may then vouch.
  spool_empty    boolean NOT NULL DEFAULT false,
  -- A rejection that makes the host faulty; too_old and conflicts with older items do not.
  counts         boolean NOT NULL DEFAULT true,
  told_interval  integer NOT NULL,
  clock_offset_ms bigint,
  profile_id     uuid,
  vms_total      integer,
  vms_running    integer,
  document_digest bytea
) PARTITION BY RANGE (received_at);
CREATE INDEX snapshot_receipt_once ON snapshot_receipt (host_id, snapshot_id);

-- [sql] History: a fold over receipts. Never crosses midnight UTC.
CREATE TABLE state_segment (
  host_id         uuid NOT NULL,
  from_at         timestamptz(3) NOT NULL,
  -- Time of the last snapshot (or rejection) in this segment.
  confirmed_at    timestamptz(3) NOT NULL,
  -- The segment vouches for [from_at, covered_until); 'infinity' for a faulty spell that goes on.
  covered_until   timestamptz(3) NOT NULL,
  faulty          boolean NOT NULL,
  -- Null only for a faulty spell of a host that never stored a snapshot.
  profile_id      uuid,
  -- When the state (or the faulty spell) began: carried through equal neighbours.
  since           timestamptz(3) NOT NULL,
  late_evidence   boolean NOT NULL,
  clock_offset_ms bigint,
  PRIMARY KEY (host_id, from_at)
) PARTITION BY RANGE (from_at);

-- [sql] VM counts apart, so that a live migration does not cut history.
CREATE TABLE vm_segment (
  host_id       uuid NOT NULL,
  from_at       timestamptz(3) NOT NULL,
  covered_until timestamptz(3) NOT NULL,
  total         integer,
  running       integer,
  PRIMARY KEY (host_id, from_at)
) PARTITION BY RANGE (from_at);

-- [sql] The raw item once per content digest and month: deflated, so that NUL and lone
-- surrogates survive and no TOAST compression is paid.
CREATE TABLE snapshot_document (
  host_id     uuid NOT NULL,
  digest      bytea NOT NULL,
  month       date NOT NULL,
  observed_at timestamptz(3) NOT NULL,
  body        bytea NOT NULL,
  PRIMARY KEY (host_id, digest, month)
) PARTITION BY RANGE (month);
ALTER TABLE snapshot_document ALTER COLUMN body SET STORAGE EXTERNAL;

-- People's decisions: append-only versions, never valid before they were recorded ------

CREATE TABLE host_assignment (
  id          uuid PRIMARY KEY,
  host_id     uuid NOT NULL REFERENCES host (id),
  fabric_id   uuid NOT NULL REFERENCES fabric (id),
  owner       text,
  retired     boolean NOT NULL DEFAULT false,
  valid_from  timestamptz(3) NOT NULL,
  recorded_by text NOT NULL
);
CREATE INDEX host_assignment_host_idx ON host_assignment (host_id, valid_from DESC);

-- An exception explains, it does not heal. Each row is one version; the newest version of
-- an exception at a time is the one in force then.
CREATE TABLE exception_version (
  id           uuid PRIMARY KEY,
  exception_id uuid NOT NULL,
  valid_from   timestamptz(3) NOT NULL,
  ends_at      timestamptz(3) NOT NULL,
  host_ids     uuid[] NOT NULL,
  causes       text[] NOT NULL,
  owner        text NOT NULL,
  reason       text NOT NULL,
  requested_by text NOT NULL,
  -- Null while it waits for another person's approval: not in force.
  approved_by  text,
  withdrawn    boolean NOT NULL DEFAULT false,
  recorded_at  timestamptz(3) NOT NULL
);
CREATE INDEX exception_version_exception_idx ON exception_version (exception_id, valid_from DESC);
CREATE INDEX exception_version_hosts_idx ON exception_version USING gin (host_ids);

CREATE TABLE acknowledgement_version (
  id          uuid PRIMARY KEY,
  host_id     uuid NOT NULL REFERENCES host (id),
  valid_from  timestamptz(3) NOT NULL,
  ends_at     timestamptz(3),
  withdrawn   boolean NOT NULL DEFAULT false,
  text        text NOT NULL,
  recorded_by text NOT NULL
);
CREATE INDEX acknowledgement_version_host_idx ON acknowledgement_version (host_id, valid_from DESC);

CREATE TABLE note (
  id         uuid PRIMARY KEY,
  host_id    uuid NOT NULL REFERENCES host (id),
  text       text NOT NULL,
  written_by text NOT NULL,
  written_at timestamptz(3) NOT NULL
);
CREATE INDEX note_host_idx ON note (host_id, written_at DESC);

CREATE TABLE saved_view (
  id          uuid PRIMARY KEY,
  operator_id text NOT NULL REFERENCES operator (id) ON DELETE CASCADE,
  name        text NOT NULL,
  address     text NOT NULL,
  created_at  timestamptz(3) NOT NULL
);
CREATE INDEX saved_view_operator_idx ON saved_view (operator_id);

CREATE TABLE plan (
  id         uuid PRIMARY KEY,
  number     integer GENERATED ALWAYS AS IDENTITY,
  fabric_id  uuid NOT NULL REFERENCES fabric (id),
  created_by text NOT NULL,
  created_at timestamptz(3) NOT NULL,
  closed_at  timestamptz(3),
  -- Codes only (hosts x causes x catalogue version); text is rendered for the reader.
  content    jsonb NOT NULL
);
CREATE INDEX plan_fabric_idx ON plan (fabric_id);

CREATE TABLE report (
  id          uuid PRIMARY KEY,
  fabric_ids  uuid[],
  kind        text NOT NULL,
  from_at     timestamptz(3) NOT NULL,
  to_at       timestamptz(3) NOT NULL,
  language    text NOT NULL CHECK (language IN ('en', 'fr')),
  created_by  text NOT NULL,
  created_at  timestamptz(3) NOT NULL,
  finished_at timestamptz(3),
  manifest    jsonb
);

-- Changes ---------------------------------------------------------------------------

-- derived: a function of segments, recomputed inside the window. recorded: at server
-- time, unique per cause.
CREATE TABLE change (
  id            uuid PRIMARY KEY,
  host_id       uuid NOT NULL REFERENCES host (id),
  at            timestamptz(3) NOT NULL,
  recorded_at   timestamptz(3) NOT NULL,
  kind          text NOT NULL,
  derived       boolean NOT NULL,
  -- Codes: what it was and what it became.
  detail        jsonb NOT NULL,
  -- One recorded change per cause, however often it is noticed.
  cause_key     text,
  superseded_at timestamptz(3)
);
CREATE INDEX change_host_at_idx ON change (host_id, at);
CREATE INDEX change_at_idx ON change (at);
CREATE UNIQUE INDEX change_cause_key ON change (cause_key) WHERE cause_key IS NOT NULL;

-- Audit -----------------------------------------------------------------------------

-- Chained from the first row: hash = SHA-256(previous hash || canonical entry). The
-- running role may only insert and select.
CREATE TABLE audit_entry (
  sequence      bigint PRIMARY KEY,
  previous_hash bytea NOT NULL,
  hash          bytea NOT NULL,
  at            timestamptz(3) NOT NULL,
  actor_kind    text NOT NULL,
  actor_id      text,
  action        text NOT NULL,
  subject_kind  text,
  subject_id    text,
  request_id    text,
  detail        jsonb NOT NULL
);

-- Partitions ------------------------------------------------------------------------

-- Made ahead by a job and on demand by ingest. Attaching a table that already stands
-- takes a weaker lock than CREATE TABLE ... PARTITION OF, so reads and writes go on.
-- SECURITY DEFINER: the running role owns no table.
CREATE FUNCTION gf_ensure_partition(parent text, at date) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  monthly   boolean := parent = 'snapshot_document';
  from_day  date := CASE WHEN monthly THEN date_trunc('month', at)::date ELSE at END;
  to_day    date := CASE WHEN monthly THEN (from_day + interval '1 month')::date ELSE from_day + 1 END;
  -- snapshot_receipt_20261125: sorts by time, readable in psql.
  partition_name text := parent || '_' || to_char(from_day, CASE WHEN monthly THEN 'YYYYMM' ELSE 'YYYYMMDD' END);
BEGIN
  IF parent NOT IN ('snapshot_receipt', 'state_segment', 'vm_segment', 'snapshot_document') THEN
    RAISE EXCEPTION 'gf_ensure_partition: unknown table %', parent;
  END IF;
  IF to_regclass(partition_name) IS NOT NULL THEN RETURN; END IF;
  PERFORM pg_advisory_xact_lock(hashtext('gf_ensure_partition'), hashtext(partition_name));
  IF to_regclass(partition_name) IS NOT NULL THEN RETURN; END IF;
  EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING STORAGE INCLUDING INDEXES)', partition_name, parent);
  EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', parent, partition_name, from_day, to_day);
END $$;

-- Retention drops whole days (or months) and says what it dropped.
CREATE FUNCTION gf_drop_partitions(parent text, before date) RETURNS SETOF text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  partition_name text;
BEGIN
  IF parent NOT IN ('snapshot_receipt', 'state_segment', 'vm_segment', 'snapshot_document') THEN
    RAISE EXCEPTION 'gf_drop_partitions: unknown table %', parent;
  END IF;
  FOR partition_name IN
    SELECT c.relname FROM pg_inherits i
    JOIN pg_class c ON c.oid = i.inhrelid
    WHERE i.inhparent = parent::regclass
      AND (regexp_match(pg_get_expr(c.relpartbound, c.oid), 'TO \(''([0-9-]+)'))[1]::date <= before
    ORDER BY 1
  LOOP
    EXECUTE format('DROP TABLE %I', partition_name);
    RETURN NEXT partition_name;
  END LOOP;
END $$;
