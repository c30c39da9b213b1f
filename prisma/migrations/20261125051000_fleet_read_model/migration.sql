-- The live fleet as questions ask for it, derived from host, host_live and host_profile
-- (docs/decisions/read-models.md). Triggers only note whose row is out of date; the upkeep of
-- lib/server/db/fleet/upkeep.ts alone writes it, and readers judge what is out of date themselves.

-- Hosts that are equal in every word that can be filtered or counted by.
CREATE TABLE fleet_group (
  id                 integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  -- Digest of all that follows.
  key                bytea NOT NULL,
  fabric_id          uuid NOT NULL,
  owner              text,
  cluster            text,
  state              text NOT NULL,
  reporting          text NOT NULL,
  attestation_status text,
  failing_checks     text[] NOT NULL,
  causes             text[] NOT NULL,
  mode               text NOT NULL,
  os                 text,
  model              text,
  firmware_version   text,
  agent_version      text,
  risks              text[] NOT NULL,
  hosts              integer NOT NULL,
  vms                bigint NOT NULL
) WITH (fillfactor = 70);
CREATE UNIQUE INDEX fleet_group_key ON fleet_group (key);

-- One row a host that is not retired: its group, and what is its own.
CREATE TABLE fleet_host (
  host_id      uuid PRIMARY KEY,
  group_id     integer NOT NULL,
  -- Of the group, for the order of lists.
  fabric_id    uuid NOT NULL,
  state        text NOT NULL,
  cluster      text,
  hostname     text NOT NULL,
  fqdn         text,
  since        timestamptz(3) NOT NULL,
  shielded_vms integer,
  enrolled_at  timestamptz(3) NOT NULL,
  profile_id   uuid
);
CREATE INDEX fleet_host_group_idx ON fleet_host (group_id);
CREATE INDEX fleet_host_enrolled_at_idx ON fleet_host (enrolled_at);
CREATE INDEX fleet_host_hostname_idx ON fleet_host (lower(hostname) COLLATE "C", host_id);
CREATE INDEX fleet_host_fabric_hostname_idx ON fleet_host (fabric_id, lower(hostname) COLLATE "C", host_id);
CREATE INDEX fleet_host_map_idx ON fleet_host
  (fabric_id, lower(cluster) COLLATE "C", cluster COLLATE "C", lower(hostname) COLLATE "C", host_id);
CREATE INDEX fleet_host_since_idx ON fleet_host (since, host_id);
CREATE INDEX fleet_host_state_since_idx ON fleet_host (state, since, host_id);
-- By rank: lists sorted by state show Passed last.
CREATE INDEX fleet_host_state_idx ON fleet_host (array_position('{InsecureHostConfiguration,UnauthorizedHost,TpmError,Expired,TransientError,NotConfigured,Unknown,Silent,Passed}'::text[], state), host_id);
CREATE INDEX fleet_host_state_desc_idx ON fleet_host (array_position('{InsecureHostConfiguration,UnauthorizedHost,TpmError,Expired,TransientError,NotConfigured,Unknown,Silent,Passed}'::text[], state) DESC, host_id);
CREATE INDEX fleet_host_cluster_idx ON fleet_host (lower(cluster) COLLATE "C", host_id);
CREATE INDEX fleet_host_shielded_vms_idx ON fleet_host (shielded_vms, host_id);
CREATE INDEX fleet_host_shielded_vms_desc_idx ON fleet_host (shielded_vms DESC NULLS LAST, host_id);

-- q looks here: lower-cased, one field a line. Apart, so that a change of state does not touch its large index.
CREATE TABLE fleet_search (
  host_id uuid PRIMARY KEY,
  search  text NOT NULL
);

-- fleet_host holds for every moment in [from_at, check_at); at -infinity it is to be made anew. One row a
-- host, for ever. Narrow, because check_at moves once an interval for every host.
CREATE TABLE host_watch (
  host_id  uuid PRIMARY KEY,
  from_at  timestamptz(3) NOT NULL DEFAULT '-infinity',
  check_at timestamptz(3) NOT NULL DEFAULT '-infinity'
) WITH (autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.1);
CREATE INDEX host_watch_check_at_idx ON host_watch (check_at);
CREATE INDEX host_watch_from_at_idx ON host_watch (from_at) WHERE from_at > '-infinity';

CREATE INDEX host_retired_at_idx ON host (retired_at) WHERE retired_at IS NOT NULL;
CREATE INDEX host_enrolled_hostname_idx ON host (lower(enrolled_hostname)) WHERE retired_at IS NULL;

-- fleet_host says of this host anything but "on time": its next snapshot is awaited, and must be noted.
ALTER TABLE host_live ADD COLUMN awaited boolean NOT NULL DEFAULT true;

-- Never "only where not noted yet": a row that the upkeep holds would then be passed by, and the upkeep
-- would write over what it did not see.
CREATE FUNCTION gf_note_hosts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE host_watch w SET check_at = '-infinity' FROM changed c WHERE w.host_id = c.host_id;
  RETURN NULL;
END $$;

CREATE FUNCTION gf_watch_hosts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO host_watch (host_id) SELECT id FROM enrolled;
  RETURN NULL;
END $$;

CREATE FUNCTION gf_note_changed_hosts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE host_watch w SET check_at = '-infinity'
  FROM before b JOIN after a ON a.id = b.id
  WHERE w.host_id = a.id
    AND (a.fabric_id, a.owner, a.enrolled_hostname, a.enrolled_fqdn, a.enrolled_at, a.retired_at, a.profile_id, a.since,
        a.shielded_vms)
      IS DISTINCT FROM
        (b.fabric_id, b.owner, b.enrolled_hostname, b.enrolled_fqdn, b.enrolled_at, b.retired_at, b.profile_id, b.since,
        b.shielded_vms);
  RETURN NULL;
END $$;

CREATE FUNCTION gf_note_host() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE host_watch SET check_at = '-infinity' WHERE host_id = NEW.host_id;
  RETURN NULL;
END $$;

CREATE TRIGGER host_enrolled AFTER INSERT ON host
  REFERENCING NEW TABLE AS enrolled FOR EACH STATEMENT EXECUTE FUNCTION gf_watch_hosts();
CREATE TRIGGER host_changed AFTER UPDATE ON host
  REFERENCING OLD TABLE AS before NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION gf_note_changed_hosts();
CREATE TRIGGER host_live_made AFTER INSERT ON host_live
  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION gf_note_hosts();

-- The hot row: an unchanged snapshot of a host on time passes the condition and costs no more than that. Noted
-- is whatever could make fleet_host untrue before its check_at: a snapshot that was awaited, a deadline that
-- came nearer (a rejection, a shorter interval, a fold of late items), a clock that went wrong or right.
-- The upkeep turns `awaited` itself, which is no news.
CREATE TRIGGER host_live_changed AFTER UPDATE ON host_live FOR EACH ROW WHEN (
  (OLD.awaited AND NEW.awaited)
  OR CASE WHEN NEW.last_observed_at IS NULL OR NEW.last_rejected_at > NEW.last_observed_at OR NEW.silent_after IS NULL
      THEN '-infinity' ELSE least(NEW.late_after, NEW.silent_after) END
    < CASE WHEN OLD.last_observed_at IS NULL OR OLD.last_rejected_at > OLD.last_observed_at OR OLD.silent_after IS NULL
      THEN '-infinity' ELSE least(OLD.late_after, OLD.silent_after) END
  OR (NEW.clock_offset_ms BETWEEN -300000 AND 300000) IS DISTINCT FROM (OLD.clock_offset_ms BETWEEN -300000 AND 300000))
  EXECUTE FUNCTION gf_note_host();

-- What is there already is all to be made: the upkeep does that once the server runs.
INSERT INTO host_watch (host_id) SELECT id FROM host;
