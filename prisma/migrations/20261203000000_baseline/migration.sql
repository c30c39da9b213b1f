-- The data model as the first release has it; prisma/schema.prisma says what each row is and who writes it. Tables stand in
-- the order of their names, so keys to other tables, functions and triggers follow them. What ingest needs besides, the
-- partitions of days, is made while it runs; the rights of the role that serves are in grants.sql.

CREATE EXTENSION IF NOT EXISTS pg_trgm;

CREATE SCHEMA graphile_worker;

CREATE TYPE role AS ENUM (
    'viewer',
    'auditor',
    'operator',
    'administrator'
);

CREATE TABLE account (
  id text NOT NULL,
  account_id text NOT NULL,
  provider_id text NOT NULL,
  operator_id text NOT NULL,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamptz(3),
  refresh_token_expires_at timestamptz(3),
  scope text,
  password text,
  created_at timestamptz(3) NOT NULL,
  updated_at timestamptz(3) NOT NULL,
  CONSTRAINT account_pkey PRIMARY KEY (id)
);
CREATE INDEX account_operator_id_idx ON account (operator_id);
CREATE UNIQUE INDEX account_provider_key ON account (provider_id, account_id);

CREATE TABLE acknowledgement_version (
  id uuid NOT NULL,
  host_id uuid NOT NULL,
  valid_from timestamptz(3) NOT NULL,
  ends_at timestamptz(3),
  withdrawn boolean DEFAULT false NOT NULL,
  text text NOT NULL,
  recorded_by text NOT NULL,
  CONSTRAINT acknowledgement_version_pkey PRIMARY KEY (id)
);
CREATE INDEX acknowledgement_version_host_idx ON acknowledgement_version (host_id, valid_from DESC);

CREATE TABLE api_token (
  id uuid NOT NULL,
  name text NOT NULL,
  hash bytea NOT NULL,
  role role NOT NULL,
  fabric_ids uuid[],
  created_by text NOT NULL,
  created_at timestamptz(3) NOT NULL,
  expires_at timestamptz(3) NOT NULL,
  revoked_at timestamptz(3),
  last_used_at timestamptz(3),
  all_fabrics boolean DEFAULT false NOT NULL,
  CONSTRAINT api_token_pkey PRIMARY KEY (id)
);
CREATE UNIQUE INDEX api_token_hash_key ON api_token (hash);

CREATE TABLE audit_entry (
  sequence bigint NOT NULL,
  previous_hash bytea NOT NULL,
  hash bytea NOT NULL,
  at timestamptz(3) NOT NULL,
  actor_kind text NOT NULL,
  actor_id text,
  action text NOT NULL,
  subject_kind text,
  subject_id text,
  request_id text,
  detail jsonb NOT NULL,
  CONSTRAINT audit_entry_pkey PRIMARY KEY (sequence)
);
CREATE INDEX audit_entry_action_idx ON audit_entry (action, sequence);
CREATE INDEX audit_entry_actor_idx ON audit_entry (actor_id, sequence);
CREATE INDEX audit_entry_actor_kind_idx ON audit_entry (actor_kind, sequence);
CREATE INDEX audit_entry_at_idx ON audit_entry (at);
CREATE INDEX audit_entry_subject_idx ON audit_entry (subject_id, sequence);

CREATE TABLE audit_fold (
  action text NOT NULL,
  key text NOT NULL,
  period_end timestamptz(3) NOT NULL,
  actor_kind text NOT NULL,
  actor_id text,
  subject_kind text,
  subject_id text,
  detail jsonb NOT NULL,
  times integer DEFAULT 1 NOT NULL,
  told integer DEFAULT 0 NOT NULL,
  first_at timestamptz(3) NOT NULL,
  last_at timestamptz(3) NOT NULL,
  CONSTRAINT audit_fold_pkey PRIMARY KEY (action, period_end, key)
);

CREATE TABLE change (
  id uuid NOT NULL,
  host_id uuid NOT NULL,
  at timestamptz(3) NOT NULL,
  recorded_at timestamptz(3) NOT NULL,
  kind text NOT NULL,
  derived boolean NOT NULL,
  detail jsonb NOT NULL,
  cause_key text,
  superseded_at timestamptz(3),
  profile_id uuid,
  reason text,
  CONSTRAINT change_pkey PRIMARY KEY (id)
);
CREATE INDEX change_at_idx ON change (at);
CREATE UNIQUE INDEX change_cause_key ON change (cause_key) WHERE (cause_key IS NOT NULL);
CREATE INDEX change_host_at_idx ON change (host_id, at);
CREATE INDEX change_reason_at_idx ON change (reason, at) WHERE ((reason IS NOT NULL) AND (superseded_at IS NULL));

CREATE TABLE credential (
  id uuid NOT NULL,
  source_id uuid NOT NULL,
  enrollment integer NOT NULL,
  generation integer NOT NULL,
  hash bytea NOT NULL,
  created_at timestamptz(3) NOT NULL,
  first_used_at timestamptz(3),
  ends_at timestamptz(3),
  end_reason text,
  CONSTRAINT credential_end_reason_check CHECK ((end_reason = ANY (ARRAY['rotated'::text, 'replaced'::text, 'revoked'::text]))),
  CONSTRAINT credential_pkey PRIMARY KEY (id)
);
CREATE UNIQUE INDEX credential_hash_key ON credential (hash);
CREATE INDEX credential_source_id_idx ON credential (source_id);

CREATE TABLE enrollment (
  id uuid NOT NULL,
  source_id uuid NOT NULL,
  number integer NOT NULL,
  token_id uuid NOT NULL,
  machine_id text,
  hostname text NOT NULL,
  fqdn text,
  agent_version text,
  enrolled_at timestamptz(3) NOT NULL,
  CONSTRAINT enrollment_pkey PRIMARY KEY (id),
  CONSTRAINT enrollment_source_id_number_key UNIQUE (source_id, number)
);
CREATE INDEX enrollment_token_machine_idx ON enrollment (token_id, machine_id);

CREATE TABLE enrollment_token (
  id uuid NOT NULL,
  fabric_id uuid NOT NULL,
  hash bytea NOT NULL,
  uses integer NOT NULL,
  used integer DEFAULT 0 NOT NULL,
  allow_reenroll boolean DEFAULT false NOT NULL,
  created_by text NOT NULL,
  created_at timestamptz(3) NOT NULL,
  expires_at timestamptz(3) NOT NULL,
  revoked_at timestamptz(3),
  kind text DEFAULT 'host'::text NOT NULL,
  CONSTRAINT enrollment_token_check CHECK (((used >= 0) AND (used <= uses))),
  CONSTRAINT enrollment_token_kind_check CHECK ((kind = 'host'::text)),
  CONSTRAINT enrollment_token_uses_check CHECK ((uses > 0)),
  CONSTRAINT enrollment_token_pkey PRIMARY KEY (id)
);
CREATE UNIQUE INDEX enrollment_token_hash_key ON enrollment_token (hash);

CREATE TABLE exception (
  id uuid NOT NULL,
  number integer NOT NULL,
  follows_id uuid,
  fabric_ids uuid[] NOT NULL,
  host_ids uuid[] NOT NULL,
  causes text[] NOT NULL,
  reason text NOT NULL,
  control text NOT NULL,
  owner text NOT NULL,
  review_at timestamptz(3) NOT NULL,
  ends_at timestamptz(3) NOT NULL,
  requested_at timestamptz(3) NOT NULL,
  requested_by text NOT NULL,
  requester_id text,
  approved_at timestamptz(3),
  approved_by text,
  withdrawn_at timestamptz(3),
  withdrawn_by text,
  end_told_at timestamptz(3),
  CONSTRAINT exception_causes_check CHECK ((cardinality(causes) > 0)),
  CONSTRAINT exception_check CHECK ((approved_at >= requested_at)),
  CONSTRAINT exception_check1 CHECK ((withdrawn_at >= requested_at)),
  CONSTRAINT exception_check2 CHECK (((approved_at IS NULL) = (approved_by IS NULL))),
  CONSTRAINT exception_check3 CHECK (((withdrawn_at IS NULL) = (withdrawn_by IS NULL))),
  CONSTRAINT exception_check4 CHECK ((approved_by <> requester_id)),
  CONSTRAINT exception_host_ids_check CHECK ((cardinality(host_ids) > 0)),
  CONSTRAINT exception_number_key UNIQUE (number),
  CONSTRAINT exception_pkey PRIMARY KEY (id)
);
CREATE INDEX exception_ends_idx ON exception (ends_at) WHERE (approved_at IS NOT NULL);
CREATE INDEX exception_follows_idx ON exception (follows_id);
CREATE INDEX exception_hosts_idx ON exception USING gin (host_ids);

CREATE TABLE fabric (
  id uuid NOT NULL,
  name text NOT NULL,
  created_at timestamptz(3) NOT NULL,
  CONSTRAINT fabric_name_check CHECK (((length(name) >= 1) AND (length(name) <= 100))),
  CONSTRAINT fabric_pkey PRIMARY KEY (id)
);
CREATE UNIQUE INDEX fabric_name_key ON fabric (lower(name));

CREATE TABLE fleet_group (
  id integer GENERATED ALWAYS AS IDENTITY,
  key bytea NOT NULL,
  fabric_id uuid NOT NULL,
  owner text,
  cluster text,
  state text NOT NULL,
  reporting text NOT NULL,
  attestation_status text,
  failing_checks text[] NOT NULL,
  causes text[] NOT NULL,
  mode text NOT NULL,
  os text,
  model text,
  firmware_version text,
  agent_version text,
  risks text[] NOT NULL,
  hosts integer NOT NULL,
  vms bigint NOT NULL,
  tpm text,
  os_version text,
  boot_stage text DEFAULT 'notKnown'::text NOT NULL,
  CONSTRAINT fleet_group_pkey PRIMARY KEY (id)
)
WITH (fillfactor='70');
CREATE UNIQUE INDEX fleet_group_key ON fleet_group (key);

CREATE TABLE fleet_host (
  host_id uuid NOT NULL,
  group_id integer NOT NULL,
  fabric_id uuid NOT NULL,
  state text NOT NULL,
  cluster text,
  hostname text NOT NULL,
  fqdn text,
  since timestamptz(3) NOT NULL,
  shielded_vms integer,
  enrolled_at timestamptz(3) NOT NULL,
  profile_id uuid,
  CONSTRAINT fleet_host_pkey PRIMARY KEY (host_id)
);
CREATE INDEX fleet_host_cluster_order_idx ON fleet_host ("left"(lower(cluster), 200) COLLATE "C", host_id);
CREATE INDEX fleet_host_enrolled_at_idx ON fleet_host (enrolled_at);
CREATE INDEX fleet_host_fabric_hostname_order_idx ON fleet_host (fabric_id, "left"(lower(hostname), 200) COLLATE "C", host_id);
CREATE INDEX fleet_host_group_idx ON fleet_host (group_id);
CREATE INDEX fleet_host_hostname_order_idx ON fleet_host ("left"(lower(hostname), 200) COLLATE "C", host_id);
CREATE INDEX fleet_host_map_order_idx ON fleet_host (fabric_id, "left"(lower(cluster), 200) COLLATE "C", "left"(cluster, 200) COLLATE "C", "left"(lower(hostname), 200) COLLATE "C", host_id);
CREATE INDEX fleet_host_severity_order_idx ON fleet_host ((((((((array_position('{InsecureHostConfiguration,UnauthorizedHost,TpmError,Expired,TransientError,NotConfigured,Unknown,Silent,Passed}'::text[], state))::bigint * '10000000000'::bigint) + 2147483647) - COALESCE(shielded_vms, '-1'::integer)))::text || "left"(lower(hostname), 200))) COLLATE "C", host_id);
CREATE INDEX fleet_host_shielded_vms_desc_idx ON fleet_host (shielded_vms DESC NULLS LAST, host_id);
CREATE INDEX fleet_host_shielded_vms_idx ON fleet_host (shielded_vms, host_id);
CREATE INDEX fleet_host_since_idx ON fleet_host (since, host_id);
CREATE INDEX fleet_host_state_desc_idx ON fleet_host (array_position('{InsecureHostConfiguration,UnauthorizedHost,TpmError,Expired,TransientError,NotConfigured,Unknown,Silent,Passed}'::text[], state) DESC, host_id);
CREATE INDEX fleet_host_state_idx ON fleet_host (array_position('{InsecureHostConfiguration,UnauthorizedHost,TpmError,Expired,TransientError,NotConfigured,Unknown,Silent,Passed}'::text[], state), host_id);
CREATE INDEX fleet_host_state_since_idx ON fleet_host (state, since, host_id);

CREATE TABLE fleet_hour (
  hour timestamptz(3) NOT NULL,
  fabric_id uuid NOT NULL,
  state text NOT NULL,
  reporting text NOT NULL,
  hosts integer NOT NULL,
  CONSTRAINT fleet_hour_pkey PRIMARY KEY (hour, fabric_id, state, reporting)
);

CREATE TABLE fleet_past (
  host_id uuid NOT NULL,
  profile_id uuid,
  from_at timestamptz(3) NOT NULL,
  to_at timestamptz(3) NOT NULL,
  since timestamptz(3) NOT NULL,
  observed_at timestamptz(3),
  confirmed_at timestamptz(3),
  clock_offset_ms bigint,
  group_id integer NOT NULL,
  shielded_vms integer,
  hostname text NOT NULL
)
PARTITION BY RANGE (from_at);
CREATE INDEX fleet_past_host_idx ON ONLY fleet_past (host_id);

CREATE TABLE fleet_past_group (
  id integer GENERATED ALWAYS AS IDENTITY,
  key bytea NOT NULL,
  fabric_id uuid NOT NULL,
  owner text,
  cluster text,
  state text NOT NULL,
  reporting text NOT NULL,
  attestation_status text,
  failing_checks text[] NOT NULL,
  causes text[] NOT NULL,
  mode text NOT NULL,
  os text,
  model text,
  firmware_version text,
  agent_version text,
  risks text[] NOT NULL,
  last_day date NOT NULL,
  tpm text,
  os_version text,
  boot_stage text DEFAULT 'notKnown'::text NOT NULL,
  CONSTRAINT fleet_past_group_pkey PRIMARY KEY (id)
);
CREATE UNIQUE INDEX fleet_past_group_key ON fleet_past_group (key);

CREATE TABLE fleet_search (
  host_id uuid NOT NULL,
  search text NOT NULL,
  CONSTRAINT fleet_search_pkey PRIMARY KEY (host_id)
);
CREATE INDEX fleet_search_idx ON fleet_search USING gin (search gin_trgm_ops) WITH (gin_pending_list_limit='1024');

CREATE TABLE fleet_transition (
  day date NOT NULL,
  at timestamptz(3) NOT NULL,
  host_id uuid NOT NULL,
  from_fabric uuid,
  from_state text,
  from_reporting text,
  to_fabric uuid,
  to_state text,
  to_reporting text
)
PARTITION BY RANGE (day);
CREATE INDEX fleet_transition_at_idx ON ONLY fleet_transition (at);
CREATE INDEX fleet_transition_host_idx ON ONLY fleet_transition (host_id);

CREATE TABLE fleet_watermark (
  id smallint DEFAULT 1 NOT NULL,
  number bigint NOT NULL,
  CONSTRAINT fleet_watermark_id_check CHECK ((id = 1)),
  CONSTRAINT fleet_watermark_pkey PRIMARY KEY (id)
);

CREATE TABLE framework (
  key text NOT NULL,
  definition jsonb NOT NULL,
  added_at timestamptz(3) NOT NULL,
  CONSTRAINT framework_key_check CHECK ((key ~ '^[a-z0-9][a-z0-9.-]{0,59}$'::text)),
  CONSTRAINT framework_pkey PRIMARY KEY (key)
);

CREATE TABLE history_day (
  day date NOT NULL,
  filled_before xid8,
  published boolean DEFAULT false NOT NULL,
  CONSTRAINT history_day_pkey PRIMARY KEY (day)
);

CREATE TABLE history_dirty (
  id bigint GENERATED ALWAYS AS IDENTITY,
  host_id uuid NOT NULL,
  from_day date NOT NULL,
  CONSTRAINT history_dirty_pkey PRIMARY KEY (id)
);

CREATE TABLE history_horizon (
  id smallint DEFAULT 1 NOT NULL,
  from_day date NOT NULL,
  CONSTRAINT history_horizon_id_check CHECK ((id = 1)),
  CONSTRAINT history_horizon_pkey PRIMARY KEY (id)
);

CREATE TABLE host (
  id uuid NOT NULL,
  fabric_id uuid NOT NULL,
  owner text,
  enrolled_hostname text NOT NULL,
  enrolled_fqdn text,
  machine_id text,
  name_key text NOT NULL,
  enrolled_at timestamptz(3) NOT NULL,
  retired_at timestamptz(3),
  reenroll_until timestamptz(3),
  duplicate_identity boolean DEFAULT false NOT NULL,
  noisy boolean DEFAULT false NOT NULL,
  profile_id uuid,
  since timestamptz(3),
  shielded_vms integer,
  shielded_vms_running integer,
  document_digest bytea,
  document_month date,
  claimed_name_key text,
  claimed_machine_id text,
  content_day date,
  content_changes integer DEFAULT 0 NOT NULL,
  CONSTRAINT host_pkey PRIMARY KEY (id)
);
CREATE INDEX host_claimed_machine_id_idx ON host (claimed_machine_id) WHERE (retired_at IS NULL);
CREATE INDEX host_claimed_name_key_idx ON host (claimed_name_key) WHERE (retired_at IS NULL);
CREATE INDEX host_enrolled_hostname_idx ON host (lower(enrolled_hostname)) WHERE (retired_at IS NULL);
CREATE INDEX host_fabric_id_idx ON host (fabric_id);
CREATE UNIQUE INDEX host_machine_id_live ON host (machine_id) WHERE ((retired_at IS NULL) AND (machine_id IS NOT NULL));
CREATE UNIQUE INDEX host_name_key_live ON host (name_key) WHERE (retired_at IS NULL);
CREATE INDEX host_profile_id_idx ON host (profile_id);
CREATE INDEX host_retired_at_idx ON host (retired_at) WHERE (retired_at IS NOT NULL);

CREATE TABLE host_assignment (
  id uuid NOT NULL,
  host_id uuid NOT NULL,
  fabric_id uuid NOT NULL,
  owner text,
  retired boolean DEFAULT false NOT NULL,
  valid_from timestamptz(3) NOT NULL,
  recorded_by text NOT NULL,
  CONSTRAINT host_assignment_pkey PRIMARY KEY (id)
);
CREATE INDEX host_assignment_host_idx ON host_assignment (host_id, valid_from DESC);
CREATE INDEX host_assignment_valid_from_idx ON host_assignment (valid_from);

CREATE TABLE host_checkpoint (
  host_id uuid NOT NULL,
  day date NOT NULL,
  from_at timestamptz(3),
  confirmed_at timestamptz(3),
  covered_until timestamptz(3),
  faulty boolean,
  profile_id uuid,
  since timestamptz(3),
  clock_offset_ms bigint,
  attested_at timestamptz(3),
  vms_total integer,
  compliant_ms bigint NOT NULL,
  failing_ms bigint NOT NULL,
  CONSTRAINT host_checkpoint_pkey PRIMARY KEY (host_id, day)
)
PARTITION BY RANGE (day);

CREATE TABLE host_live (
  host_id uuid NOT NULL,
  told_interval integer NOT NULL,
  last_observed_at timestamptz(3),
  late_after timestamptz(3),
  silent_after timestamptz(3),
  max_observed_at timestamptz(3),
  sequence bigint,
  last_rejected_at timestamptz(3),
  last_rejected_code text,
  rejections bigint DEFAULT 0 NOT NULL,
  clock_offset_ms bigint,
  agent_dropped bigint,
  segment_from timestamptz(3),
  segment_late boolean DEFAULT false NOT NULL,
  vm_segment_from timestamptz(3),
  awaited boolean DEFAULT true NOT NULL,
  received_period integer DEFAULT 0 NOT NULL,
  received integer DEFAULT 0 NOT NULL,
  received_before integer DEFAULT 0 NOT NULL,
  over_limit_since timestamptz(3),
  received_shortest integer,
  received_before_shortest integer,
  CONSTRAINT host_live_pkey PRIMARY KEY (host_id)
)
WITH (fillfactor='50');

CREATE TABLE host_profile (
  id uuid NOT NULL,
  judge_version integer NOT NULL,
  hostname text NOT NULL,
  fqdn text,
  cluster text,
  os text,
  os_caption text,
  os_version text,
  manufacturer text,
  model text,
  firmware_version text,
  mode text NOT NULL,
  judged_state text NOT NULL,
  attestation_status text,
  failing_checks text[] NOT NULL,
  inferred_checks text[] NOT NULL,
  causes text[] NOT NULL,
  contradictory boolean NOT NULL,
  agent_version text,
  risk_flags text[] NOT NULL,
  search text NOT NULL,
  ci_policy text,
  tpm text,
  boot_stage text DEFAULT 'notKnown'::text NOT NULL,
  CONSTRAINT host_profile_pkey PRIMARY KEY (id)
);

CREATE TABLE host_watch (
  host_id uuid NOT NULL,
  from_at timestamptz(3) DEFAULT '-infinity'::timestamptz NOT NULL,
  check_at timestamptz(3) DEFAULT '-infinity'::timestamptz NOT NULL,
  CONSTRAINT host_watch_pkey PRIMARY KEY (host_id)
)
WITH (autovacuum_vacuum_scale_factor='0.02', autovacuum_analyze_scale_factor='0.1');
CREATE INDEX host_watch_check_at_idx ON host_watch (check_at);
CREATE INDEX host_watch_from_at_idx ON host_watch (from_at) WHERE (from_at > '-infinity'::timestamptz);

CREATE TABLE installation (
  id smallint DEFAULT 1 NOT NULL,
  server_epoch uuid NOT NULL,
  created_at timestamptz(3) NOT NULL,
  set_up_hash bytea,
  session_secret bytea,
  report_interval_seconds integer,
  retention_days integer,
  settings_version integer DEFAULT 1 NOT NULL,
  settings_changed_at timestamptz(3),
  settings_changed_by text,
  report_kid text,
  database_system text,
  database_timeline text,
  database_synchronous boolean,
  CONSTRAINT installation_id_check CHECK ((id = 1)),
  CONSTRAINT installation_report_kid_check CHECK ((length(report_kid) = 43)),
  CONSTRAINT installation_pkey PRIMARY KEY (id)
);

CREATE TABLE kept_answer (
  caller text NOT NULL,
  key text NOT NULL,
  request text NOT NULL,
  answer text NOT NULL,
  kept_at timestamptz(3) NOT NULL,
  CONSTRAINT kept_answer_pkey PRIMARY KEY (caller, key)
);

CREATE TABLE note (
  id uuid NOT NULL,
  host_id uuid NOT NULL,
  text text NOT NULL,
  written_by text NOT NULL,
  written_at timestamptz(3) NOT NULL,
  withdrawn_at timestamptz(3),
  CONSTRAINT note_check CHECK ((withdrawn_at >= written_at)),
  CONSTRAINT note_pkey PRIMARY KEY (id)
);
CREATE INDEX note_host_idx ON note (host_id, written_at DESC);

CREATE TABLE notification (
  id uuid NOT NULL,
  kind text NOT NULL,
  payload jsonb NOT NULL,
  recipient_kind text NOT NULL,
  recipient text NOT NULL,
  cause_key text NOT NULL,
  state text NOT NULL,
  tries integer DEFAULT 0 NOT NULL,
  next_at timestamptz(3),
  lease_owner uuid,
  created_at timestamptz(3) NOT NULL,
  changed_at timestamptz(3) NOT NULL,
  code text,
  detail text,
  report_id uuid GENERATED ALWAYS AS (((payload ->> 'reportId'::text))::uuid) STORED,
  CONSTRAINT notification_check CHECK (((state = ANY (ARRAY['waiting'::text, 'sending'::text])) = (next_at IS NOT NULL))),
  CONSTRAINT notification_check1 CHECK (((state = 'sending'::text) = (lease_owner IS NOT NULL))),
  CONSTRAINT notification_kind_check CHECK ((kind = 'report'::text)),
  CONSTRAINT notification_recipient_kind_check CHECK ((recipient_kind = 'mailAddress'::text)),
  CONSTRAINT notification_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'sending'::text, 'sent'::text, 'refused'::text, 'givenUp'::text]))),
  CONSTRAINT notification_tries_check CHECK ((tries >= 0)),
  CONSTRAINT notification_pkey PRIMARY KEY (id)
);
CREATE UNIQUE INDEX notification_cause_key ON notification (kind, cause_key, recipient_kind, recipient);
CREATE INDEX notification_next_at_idx ON notification (next_at) WHERE (next_at IS NOT NULL);
CREATE INDEX notification_report_id_idx ON notification (report_id);

CREATE TABLE operator (
  id text NOT NULL,
  email text NOT NULL,
  email_verified boolean DEFAULT false NOT NULL,
  name text NOT NULL,
  image text,
  role role NOT NULL,
  all_fabrics boolean DEFAULT true NOT NULL,
  language text,
  theme text,
  disabled_at timestamptz(3),
  created_at timestamptz(3) NOT NULL,
  updated_at timestamptz(3) NOT NULL,
  created_by text,
  single_keys boolean DEFAULT true NOT NULL,
  looked_at timestamptz(3),
  looked_before timestamptz(3),
  session_epoch integer DEFAULT 0 NOT NULL,
  CONSTRAINT operator_language_check CHECK ((language = ANY (ARRAY['en'::text, 'fr'::text]))),
  CONSTRAINT operator_theme_check CHECK ((theme = ANY (ARRAY['light'::text, 'dark'::text]))),
  CONSTRAINT operator_pkey PRIMARY KEY (id)
);
CREATE UNIQUE INDEX operator_email_key ON operator (email);

CREATE TABLE operator_fabric (
  operator_id text NOT NULL,
  fabric_id uuid NOT NULL,
  CONSTRAINT operator_fabric_pkey PRIMARY KEY (operator_id, fabric_id)
);

CREATE TABLE plan (
  id uuid NOT NULL,
  number integer NOT NULL,
  version integer NOT NULL,
  name text NOT NULL,
  owner text,
  fabric_ids uuid[] NOT NULL,
  host_ids uuid[] NOT NULL,
  created_at timestamptz(3) NOT NULL,
  created_by text NOT NULL,
  closed_at timestamptz(3),
  closed_by text,
  content jsonb NOT NULL,
  progress_told_at timestamptz(3),
  CONSTRAINT plan_check CHECK ((closed_at >= created_at)),
  CONSTRAINT plan_check1 CHECK (((closed_at IS NULL) = (closed_by IS NULL))),
  CONSTRAINT plan_host_ids_check CHECK ((cardinality(host_ids) > 0)),
  CONSTRAINT plan_number_key UNIQUE (number),
  CONSTRAINT plan_pkey PRIMARY KEY (id)
);
CREATE INDEX plan_hosts_idx ON plan USING gin (host_ids);

CREATE TABLE plan_confirmation (
  id uuid NOT NULL,
  plan_id uuid NOT NULL,
  group_key text,
  text text NOT NULL,
  confirmed_at timestamptz(3) NOT NULL,
  confirmed_by text NOT NULL,
  CONSTRAINT plan_confirmation_pkey PRIMARY KEY (id)
);
CREATE INDEX plan_confirmation_plan_idx ON plan_confirmation (plan_id);

CREATE TABLE plan_restart (
  host_id uuid NOT NULL,
  plan_id uuid NOT NULL,
  CONSTRAINT plan_restart_pkey PRIMARY KEY (host_id)
);
CREATE INDEX plan_restart_plan_idx ON plan_restart (plan_id);

CREATE TABLE plan_task (
  id uuid NOT NULL,
  plan_id uuid NOT NULL,
  group_key text NOT NULL,
  host_id uuid NOT NULL,
  mark text NOT NULL,
  note text,
  marked_at timestamptz(3),
  marked_by text,
  CONSTRAINT plan_task_check CHECK (((marked_at IS NULL) = (marked_by IS NULL))),
  CONSTRAINT plan_task_pkey PRIMARY KEY (id),
  CONSTRAINT plan_task_plan_id_group_key_host_id_key UNIQUE (plan_id, group_key, host_id)
);

CREATE TABLE rate_limit (
  key text NOT NULL,
  points integer DEFAULT 0 NOT NULL,
  expire bigint,
  CONSTRAINT rate_limit_pkey PRIMARY KEY (key)
);

CREATE TABLE report (
  id uuid NOT NULL,
  number text NOT NULL,
  kind text NOT NULL,
  title text NOT NULL,
  lang text NOT NULL,
  filter text NOT NULL,
  all_fabrics boolean NOT NULL,
  fabric_ids uuid[] NOT NULL,
  time_zone text NOT NULL,
  from_at timestamptz(3),
  as_of timestamptz(3) NOT NULL,
  state text NOT NULL,
  progress smallint DEFAULT 0 NOT NULL,
  failure jsonb,
  created_at timestamptz(3) NOT NULL,
  created_kind text NOT NULL,
  created_by text NOT NULL,
  created_name text NOT NULL,
  worked_at timestamptz(3),
  finished_at timestamptz(3),
  digest text,
  totals jsonb,
  frameworks text[] NOT NULL,
  schedule_id uuid,
  scheduled jsonb,
  worked_by uuid,
  CONSTRAINT report_check CHECK (((kind = 'period'::text) = (from_at IS NOT NULL))),
  CONSTRAINT report_check1 CHECK ((from_at < as_of)),
  CONSTRAINT report_check2 CHECK (((state = 'ready'::text) = (digest IS NOT NULL))),
  CONSTRAINT report_kind_check CHECK ((kind = ANY (ARRAY['moment'::text, 'period'::text]))),
  CONSTRAINT report_lang_check CHECK ((lang = ANY (ARRAY['en'::text, 'fr'::text]))),
  CONSTRAINT report_progress_check CHECK (((progress >= 0) AND (progress <= 100))),
  CONSTRAINT report_state_check CHECK ((state = ANY (ARRAY['queued'::text, 'running'::text, 'ready'::text, 'failed'::text, 'cancelled'::text]))),
  CONSTRAINT report_number_key UNIQUE (number),
  CONSTRAINT report_pkey PRIMARY KEY (id)
);
CREATE INDEX report_newest_idx ON report (created_at DESC, id DESC);
CREATE INDEX report_schedule_idx ON report (schedule_id, created_at DESC) WHERE (schedule_id IS NOT NULL);
CREATE INDEX report_unfinished_idx ON report (created_at) WHERE (state = ANY (ARRAY['queued'::text, 'running'::text]));

CREATE TABLE report_file (
  report_id uuid NOT NULL,
  format text NOT NULL,
  bytes bytea NOT NULL,
  sha256 text NOT NULL,
  CONSTRAINT report_file_pkey PRIMARY KEY (report_id, format)
);
ALTER TABLE report_file ALTER COLUMN bytes SET STORAGE EXTERNAL;

CREATE TABLE report_key (
  kid text NOT NULL,
  x text NOT NULL,
  y text NOT NULL,
  added_at timestamptz(3) NOT NULL,
  CONSTRAINT report_key_kid_check CHECK ((length(kid) = 43)),
  CONSTRAINT report_key_pkey PRIMARY KEY (kid)
);

CREATE UNLOGGED TABLE report_piece (
  report_id uuid NOT NULL,
  format text NOT NULL,
  start integer NOT NULL,
  bytes bytea NOT NULL,
  CONSTRAINT report_piece_pkey PRIMARY KEY (report_id, format, start)
);
ALTER TABLE report_piece ALTER COLUMN bytes SET STORAGE EXTERNAL;

CREATE TABLE report_schedule (
  id uuid NOT NULL,
  name text NOT NULL,
  report jsonb NOT NULL,
  every text NOT NULL,
  on_day smallint,
  at text NOT NULL,
  time_zone text NOT NULL,
  recipients text[] NOT NULL,
  attaches boolean NOT NULL,
  keep integer NOT NULL,
  keep_days integer,
  next_at timestamptz(3),
  stopped text,
  paused_at timestamptz(3),
  owner_kind text NOT NULL,
  owner_id text NOT NULL,
  owner_name text NOT NULL,
  all_fabrics boolean NOT NULL,
  fabric_ids uuid[] NOT NULL,
  created_at timestamptz(3) NOT NULL,
  CONSTRAINT report_schedule_check CHECK (((every = 'day'::text) = (on_day IS NULL))),
  CONSTRAINT report_schedule_check1 CHECK (((next_at IS NULL) = (paused_at IS NOT NULL))),
  CONSTRAINT report_schedule_check2 CHECK (((stopped IS NULL) OR (paused_at IS NOT NULL))),
  CONSTRAINT report_schedule_every_check CHECK ((every = ANY (ARRAY['day'::text, 'week'::text, 'month'::text]))),
  CONSTRAINT report_schedule_keep_check CHECK ((keep > 0)),
  CONSTRAINT report_schedule_keep_days_check CHECK ((keep_days > 0)),
  CONSTRAINT report_schedule_on_day_check CHECK (((on_day >= 1) AND (on_day <= 31))),
  CONSTRAINT report_schedule_stopped_check CHECK ((stopped = 'ownerGone'::text)),
  CONSTRAINT report_schedule_pkey PRIMARY KEY (id)
);
CREATE INDEX report_schedule_due_idx ON report_schedule (next_at) WHERE (next_at IS NOT NULL);

CREATE TABLE report_schedule_run (
  schedule_id uuid NOT NULL,
  due_at timestamptz(3) NOT NULL,
  ran_at timestamptz(3) NOT NULL,
  missed integer NOT NULL,
  report_id uuid,
  failure jsonb,
  CONSTRAINT report_schedule_run_missed_check CHECK ((missed >= 0)),
  CONSTRAINT report_schedule_run_pkey PRIMARY KEY (schedule_id, due_at)
);
CREATE INDEX report_schedule_run_report_idx ON report_schedule_run (report_id);

CREATE TABLE report_signature (
  report_id uuid NOT NULL,
  kid text NOT NULL,
  manifest bytea NOT NULL,
  jws bytea NOT NULL,
  der bytea NOT NULL,
  CONSTRAINT report_signature_pkey PRIMARY KEY (report_id)
);
CREATE INDEX report_signature_kid_idx ON report_signature (kid);

CREATE TABLE saved_view (
  id uuid NOT NULL,
  operator_id text NOT NULL,
  name text NOT NULL,
  query text NOT NULL,
  created_at timestamptz(3) NOT NULL,
  page text NOT NULL,
  columns text[] NOT NULL,
  shared boolean NOT NULL,
  version integer DEFAULT 1 NOT NULL,
  updated_at timestamptz(3) NOT NULL,
  CONSTRAINT saved_view_pkey PRIMARY KEY (id)
);
CREATE INDEX saved_view_operator_idx ON saved_view (operator_id);
CREATE INDEX saved_view_shared_idx ON saved_view (page) WHERE shared;

CREATE TABLE server_absence (
  from_at timestamptz(3) NOT NULL,
  to_at timestamptz(3) NOT NULL,
  CONSTRAINT server_absence_pkey PRIMARY KEY (from_at)
);

CREATE TABLE server_heartbeat (
  id smallint DEFAULT 1 NOT NULL,
  at timestamptz(3) NOT NULL,
  CONSTRAINT server_heartbeat_id_check CHECK ((id = 1)),
  CONSTRAINT server_heartbeat_pkey PRIMARY KEY (id)
);

CREATE TABLE session (
  id text NOT NULL,
  token text NOT NULL,
  operator_id text NOT NULL,
  expires_at timestamptz(3) NOT NULL,
  absolute_expires_at timestamptz(3),
  last_seen_at timestamptz(3),
  ip_address text,
  user_agent text,
  created_at timestamptz(3) NOT NULL,
  updated_at timestamptz(3) NOT NULL,
  CONSTRAINT session_pkey PRIMARY KEY (id)
);
CREATE INDEX session_operator_id_idx ON session (operator_id);
CREATE UNIQUE INDEX session_token_key ON session (token);

CREATE TABLE snapshot_document (
  host_id uuid NOT NULL,
  digest bytea NOT NULL,
  month date NOT NULL,
  observed_at timestamptz(3) NOT NULL,
  body bytea NOT NULL,
  base bytea,
  CONSTRAINT snapshot_document_pkey PRIMARY KEY (host_id, digest, month)
)
PARTITION BY RANGE (month);
ALTER TABLE snapshot_document ALTER COLUMN body SET STORAGE EXTERNAL;

CREATE TABLE snapshot_receipt (
  host_id uuid NOT NULL,
  snapshot_id text NOT NULL,
  digest bytea NOT NULL,
  outcome text NOT NULL,
  code text,
  message text,
  pointer text,
  observed_at timestamptz(3) NOT NULL,
  received_at timestamptz(3) NOT NULL,
  enrollment integer NOT NULL,
  sequence bigint,
  prompt boolean NOT NULL,
  stepped boolean DEFAULT false NOT NULL,
  spool_empty boolean DEFAULT false NOT NULL,
  counts boolean DEFAULT true NOT NULL,
  told_interval integer NOT NULL,
  clock_offset_ms bigint,
  profile_id uuid,
  vms_total integer,
  vms_running integer,
  document_digest bytea,
  known_by timestamptz(3),
  CONSTRAINT snapshot_receipt_outcome_check CHECK ((outcome = ANY (ARRAY['stored'::text, 'rejected'::text])))
)
PARTITION BY RANGE (received_at);
CREATE INDEX snapshot_receipt_once ON ONLY snapshot_receipt (host_id, snapshot_id);

CREATE TABLE source (
  id uuid NOT NULL,
  kind text NOT NULL,
  enrollment integer DEFAULT 1 NOT NULL,
  confirmed_at timestamptz(3),
  locked_at timestamptz(3),
  ended_at timestamptz(3),
  CONSTRAINT source_kind_check CHECK ((kind = 'host'::text)),
  CONSTRAINT source_pkey PRIMARY KEY (id)
);

CREATE TABLE state_segment (
  host_id uuid NOT NULL,
  from_at timestamptz(3) NOT NULL,
  confirmed_at timestamptz(3) NOT NULL,
  covered_until timestamptz(3) NOT NULL,
  faulty boolean NOT NULL,
  profile_id uuid,
  since timestamptz(3) NOT NULL,
  late_evidence boolean NOT NULL,
  clock_offset_ms bigint,
  CONSTRAINT state_segment_pkey PRIMARY KEY (host_id, from_at)
)
PARTITION BY RANGE (from_at);

CREATE TABLE vendor_fact (
  about text NOT NULL,
  fact jsonb NOT NULL,
  added_at timestamptz(3) NOT NULL,
  CONSTRAINT vendor_fact_pkey PRIMARY KEY (about)
);

CREATE TABLE verification (
  id text NOT NULL,
  identifier text NOT NULL,
  value text NOT NULL,
  expires_at timestamptz(3) NOT NULL,
  created_at timestamptz(3) NOT NULL,
  updated_at timestamptz(3) NOT NULL,
  CONSTRAINT verification_pkey PRIMARY KEY (id)
);
CREATE INDEX verification_identifier_idx ON verification (identifier);

CREATE TABLE vm_segment (
  host_id uuid NOT NULL,
  from_at timestamptz(3) NOT NULL,
  covered_until timestamptz(3) NOT NULL,
  total integer,
  running integer,
  CONSTRAINT vm_segment_pkey PRIMARY KEY (host_id, from_at)
)
PARTITION BY RANGE (from_at);

CREATE TABLE graphile_worker.migrations (
  id integer NOT NULL,
  ts timestamptz DEFAULT now() NOT NULL,
  breaking boolean DEFAULT false NOT NULL,
  CONSTRAINT migrations_pkey PRIMARY KEY (id)
);

ALTER TABLE account ADD CONSTRAINT account_operator_id_fkey FOREIGN KEY (operator_id) REFERENCES operator(id) ON DELETE CASCADE;
ALTER TABLE acknowledgement_version ADD CONSTRAINT acknowledgement_version_host_id_fkey FOREIGN KEY (host_id) REFERENCES host(id);
ALTER TABLE change ADD CONSTRAINT change_host_id_fkey FOREIGN KEY (host_id) REFERENCES host(id);
ALTER TABLE credential ADD CONSTRAINT credential_source_id_fkey FOREIGN KEY (source_id) REFERENCES source(id);
ALTER TABLE enrollment ADD CONSTRAINT enrollment_source_id_fkey FOREIGN KEY (source_id) REFERENCES source(id);
ALTER TABLE enrollment_token ADD CONSTRAINT enrollment_token_fabric_id_fkey FOREIGN KEY (fabric_id) REFERENCES fabric(id);
ALTER TABLE enrollment ADD CONSTRAINT enrollment_token_id_fkey FOREIGN KEY (token_id) REFERENCES enrollment_token(id);
ALTER TABLE exception ADD CONSTRAINT exception_follows_id_fkey FOREIGN KEY (follows_id) REFERENCES exception(id);
ALTER TABLE host_assignment ADD CONSTRAINT host_assignment_fabric_id_fkey FOREIGN KEY (fabric_id) REFERENCES fabric(id);
ALTER TABLE host_assignment ADD CONSTRAINT host_assignment_host_id_fkey FOREIGN KEY (host_id) REFERENCES host(id);
ALTER TABLE host ADD CONSTRAINT host_fabric_id_fkey FOREIGN KEY (fabric_id) REFERENCES fabric(id);
ALTER TABLE host ADD CONSTRAINT host_id_fkey FOREIGN KEY (id) REFERENCES source(id);
ALTER TABLE host_live ADD CONSTRAINT host_live_host_id_fkey FOREIGN KEY (host_id) REFERENCES host(id);
ALTER TABLE note ADD CONSTRAINT note_host_id_fkey FOREIGN KEY (host_id) REFERENCES host(id);
ALTER TABLE notification ADD CONSTRAINT notification_report_id_fkey FOREIGN KEY (report_id) REFERENCES report(id) ON DELETE CASCADE;
ALTER TABLE operator_fabric ADD CONSTRAINT operator_fabric_fabric_id_fkey FOREIGN KEY (fabric_id) REFERENCES fabric(id);
ALTER TABLE operator_fabric ADD CONSTRAINT operator_fabric_operator_id_fkey FOREIGN KEY (operator_id) REFERENCES operator(id) ON DELETE CASCADE;
ALTER TABLE plan_confirmation ADD CONSTRAINT plan_confirmation_plan_id_fkey FOREIGN KEY (plan_id) REFERENCES plan(id);
ALTER TABLE plan_restart ADD CONSTRAINT plan_restart_plan_id_fkey FOREIGN KEY (plan_id) REFERENCES plan(id);
ALTER TABLE plan_task ADD CONSTRAINT plan_task_plan_id_fkey FOREIGN KEY (plan_id) REFERENCES plan(id);
ALTER TABLE report_file ADD CONSTRAINT report_file_report_id_fkey FOREIGN KEY (report_id) REFERENCES report(id) ON DELETE CASCADE;
ALTER TABLE report_piece ADD CONSTRAINT report_piece_report_id_fkey FOREIGN KEY (report_id) REFERENCES report(id) ON DELETE CASCADE;
ALTER TABLE report ADD CONSTRAINT report_schedule_id_fkey FOREIGN KEY (schedule_id) REFERENCES report_schedule(id) ON DELETE SET NULL;
ALTER TABLE report_schedule_run ADD CONSTRAINT report_schedule_run_report_id_fkey FOREIGN KEY (report_id) REFERENCES report(id) ON DELETE SET NULL;
ALTER TABLE report_schedule_run ADD CONSTRAINT report_schedule_run_schedule_id_fkey FOREIGN KEY (schedule_id) REFERENCES report_schedule(id) ON DELETE CASCADE;
ALTER TABLE report_signature ADD CONSTRAINT report_signature_kid_fkey FOREIGN KEY (kid) REFERENCES report_key(kid);
ALTER TABLE report_signature ADD CONSTRAINT report_signature_report_id_fkey FOREIGN KEY (report_id) REFERENCES report(id) ON DELETE CASCADE;
ALTER TABLE saved_view ADD CONSTRAINT saved_view_operator_id_fkey FOREIGN KEY (operator_id) REFERENCES operator(id) ON DELETE CASCADE;
ALTER TABLE session ADD CONSTRAINT session_operator_id_fkey FOREIGN KEY (operator_id) REFERENCES operator(id) ON DELETE CASCADE;

CREATE FUNCTION gf_checkpoint_of(host uuid, midnight timestamptz) RETURNS TABLE(host_id uuid, from_at timestamptz, confirmed_at timestamptz, covered_until timestamptz, faulty boolean, profile_id uuid, since timestamptz, clock_offset_ms bigint, attested_at timestamptz, vms_total integer)
    LANGUAGE plpgsql STABLE ROWS 1
    SET search_path TO 'public', 'pg_temp'
    AS $$
DECLARE
  live   host_live;
  state  state_segment;
  stored state_segment;
  vms    vm_segment;
BEGIN
  SELECT * INTO live FROM host_live l WHERE l.host_id = host;
  IF live.segment_from IS NULL THEN RETURN; END IF;
  state := gf_newest_state(host, least(midnight, live.segment_from + interval '1 ms'), false);
  IF state.host_id IS NULL THEN RETURN; END IF;
  -- The newest of all reaches as far as its hot row says.
  IF state.from_at = live.segment_from THEN
    state.confirmed_at := coalesce(CASE WHEN state.faulty THEN live.last_rejected_at ELSE live.last_observed_at END, state.from_at);
    state.covered_until := CASE WHEN state.faulty THEN 'infinity' ELSE coalesce(live.silent_after, state.from_at) END;
    state.clock_offset_ms := live.clock_offset_ms;
  END IF;
  stored := CASE WHEN state.faulty THEN gf_newest_state(host, state.from_at, true) ELSE state END;
  vms := gf_newest_vms(host, least(midnight, live.vm_segment_from + interval '1 ms'));
  RETURN QUERY SELECT host, state.from_at::timestamptz, state.confirmed_at::timestamptz, state.covered_until::timestamptz,
    state.faulty, state.profile_id, state.since::timestamptz, state.clock_offset_ms, stored.confirmed_at::timestamptz, vms.total;
END $$;

CREATE FUNCTION gf_drop_documents(before date) RETURNS SETOF text
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    SET lock_timeout TO '2s'
    AS $$
DECLARE
  month   date := date_trunc('month', before)::date;
  kept    text := 'snapshot_document_until_' || to_char(month, 'YYYYMM');
  dropped text[];
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('gf_drop_documents'));
  SELECT array_agg(c.relname::text ORDER BY c.relname) INTO dropped FROM pg_inherits i
    JOIN pg_class c ON c.oid = i.inhrelid
    WHERE i.inhparent = 'snapshot_document'::regclass
      AND (regexp_match(pg_get_expr(c.relpartbound, c.oid), 'TO \(''([0-9-]+)'))[1]::date <= month;
  IF dropped IS NULL OR dropped = ARRAY[kept] THEN RETURN; END IF;
  EXECUTE format('CREATE TABLE %I (LIKE snapshot_document INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING STORAGE INCLUDING INDEXES)', kept);
  EXECUTE format(
    'INSERT INTO %I SELECT n.* FROM host h JOIN snapshot_document d ON d.host_id = h.id AND d.digest = h.document_digest
       AND d.month = h.document_month
     JOIN snapshot_document n ON n.host_id = d.host_id AND n.month = d.month AND n.digest IN (d.digest, d.base)
     WHERE h.document_month < %L AND (h.retired_at IS NULL OR h.retired_at >= %L::timestamptz)', kept, month, before);
  FOR i IN 1 .. array_length(dropped, 1) LOOP
    EXECUTE format('DROP TABLE %I', dropped[i]);
    RETURN NEXT dropped[i];
  END LOOP;
  EXECUTE format('ALTER TABLE snapshot_document ATTACH PARTITION %I FOR VALUES FROM (MINVALUE) TO (%L)', kept, month);
END $$;

CREATE FUNCTION gf_drop_partitions(parent text, before date) RETURNS SETOF text
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    SET lock_timeout TO '2s'
    AS $$
DECLARE
  partition_name text;
BEGIN
  IF parent NOT IN ('snapshot_receipt', 'state_segment', 'vm_segment', 'snapshot_document', 'host_checkpoint', 'fleet_transition', 'fleet_past') THEN
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

CREATE FUNCTION gf_drop_segments(parent text, before date) RETURNS SETOF text
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    SET lock_timeout TO '2s'
    AS $_$
DECLARE
  kept    text := parent || '_until_' || to_char(before, 'YYYYMMDD');
  dropped text[];
BEGIN
  IF parent NOT IN ('state_segment', 'vm_segment') THEN
    RAISE EXCEPTION 'gf_drop_segments: unknown table %', parent;
  END IF;
  PERFORM pg_advisory_xact_lock(hashtext('gf_drop_segments'), hashtext(parent));
  SELECT array_agg(c.relname::text ORDER BY c.relname) INTO dropped FROM pg_inherits i
    JOIN pg_class c ON c.oid = i.inhrelid
    WHERE i.inhparent = parent::regclass
      AND (regexp_match(pg_get_expr(c.relpartbound, c.oid), 'TO \(''([0-9-]+)'))[1]::date <= before;
  IF dropped IS NULL OR dropped = ARRAY[kept] THEN RETURN; END IF;
  EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING STORAGE INCLUDING INDEXES)', kept, parent);
  EXECUTE format(
    'INSERT INTO %1$I SELECT DISTINCT ON (s.host_id) s.* FROM %2$I s JOIN host h ON h.id = s.host_id
       WHERE s.from_at < %3$L::timestamptz AND (h.retired_at IS NULL OR h.retired_at >= %3$L::timestamptz)
       ORDER BY s.host_id, s.from_at DESC', kept, parent, before);
  IF parent = 'state_segment' THEN
    EXECUTE format(
      'INSERT INTO %1$I SELECT DISTINCT ON (s.host_id) s.* FROM %1$I k JOIN %2$I s ON s.host_id = k.host_id
         WHERE k.faulty AND NOT s.faulty AND s.from_at < k.from_at ORDER BY s.host_id, s.from_at DESC', kept, parent);
  END IF;
  FOR i IN 1 .. array_length(dropped, 1) LOOP
    EXECUTE format('DROP TABLE %I', dropped[i]);
    RETURN NEXT dropped[i];
  END LOOP;
  EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I FOR VALUES FROM (MINVALUE) TO (%L)', parent, kept, before);
END $_$;

CREATE FUNCTION gf_ensure_partition(parent text, at date) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
DECLARE
  monthly   boolean := parent = 'snapshot_document';
  from_day  date := CASE WHEN monthly THEN date_trunc('month', at)::date ELSE at END;
  to_day    date := CASE WHEN monthly THEN (from_day + interval '1 month')::date ELSE from_day + 1 END;
  partition_name text := parent || '_' || to_char(from_day, CASE WHEN monthly THEN 'YYYYMM' ELSE 'YYYYMMDD' END);
BEGIN
  IF parent NOT IN ('snapshot_receipt', 'state_segment', 'vm_segment', 'snapshot_document', 'host_checkpoint', 'fleet_transition', 'fleet_past') THEN
    RAISE EXCEPTION 'gf_ensure_partition: unknown table %', parent;
  END IF;
  IF to_regclass(partition_name) IS NOT NULL THEN RETURN; END IF;
  IF EXISTS (SELECT FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
    WHERE i.inhparent = parent::regclass AND pg_get_expr(c.relpartbound, c.oid) LIKE '%(MINVALUE)%'
      AND (regexp_match(pg_get_expr(c.relpartbound, c.oid), 'TO \(''([0-9-]+)'))[1]::date > from_day) THEN RETURN; END IF;
  PERFORM pg_advisory_xact_lock(hashtext('gf_ensure_partition'), hashtext(partition_name));
  IF to_regclass(partition_name) IS NOT NULL THEN RETURN; END IF;
  EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING STORAGE INCLUDING INDEXES)', partition_name, parent);
  EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', parent, partition_name, from_day, to_day);
END $$;

CREATE FUNCTION gf_keep_exception() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
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

CREATE FUNCTION gf_keep_plan() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
  decided constant text[] := '{version,name,owner,closed_at,closed_by,progress_told_at}';
BEGIN
  IF TG_OP = 'DELETE'
    OR OLD.closed_at IS NOT NULL
    OR to_jsonb(NEW) - decided IS DISTINCT FROM to_jsonb(OLD) - decided THEN
    RAISE EXCEPTION 'what a plan says is never edited: make another one' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;

CREATE FUNCTION gf_newest_state(host uuid, before timestamptz, stored_only boolean) RETURNS state_segment
    LANGUAGE plpgsql STABLE
    SET search_path TO 'public', 'pg_temp'
    AS $_$
DECLARE
  days  integer;
  found state_segment;
BEGIN
  FOREACH days IN ARRAY ARRAY[2, 30, 1000000] LOOP
    EXECUTE format('SELECT * FROM state_segment WHERE host_id = $1 AND from_at < %L AND from_at >= %L AND NOT (faulty AND $2)
      ORDER BY from_at DESC LIMIT 1', before, before - make_interval(days => days)) INTO found USING host, stored_only;
    EXIT WHEN found.host_id IS NOT NULL;
  END LOOP;
  RETURN found;
END $_$;

CREATE FUNCTION gf_newest_vms(host uuid, before timestamptz) RETURNS vm_segment
    LANGUAGE plpgsql STABLE
    SET search_path TO 'public', 'pg_temp'
    AS $_$
DECLARE
  days  integer;
  found vm_segment;
BEGIN
  FOREACH days IN ARRAY ARRAY[2, 30, 1000000] LOOP
    EXECUTE format('SELECT * FROM vm_segment WHERE host_id = $1 AND from_at < %L AND from_at >= %L
      ORDER BY from_at DESC LIMIT 1', before, before - make_interval(days => days)) INTO found USING host;
    EXIT WHEN found.host_id IS NOT NULL;
  END LOOP;
  RETURN found;
END $_$;

CREATE FUNCTION gf_note_changed_hosts() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
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

CREATE FUNCTION gf_note_host() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  UPDATE host_watch SET check_at = '-infinity' WHERE host_id = NEW.host_id;
  RETURN NULL;
END $$;

CREATE FUNCTION gf_note_hosts() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  UPDATE host_watch w SET check_at = '-infinity' FROM changed c WHERE w.host_id = c.host_id;
  RETURN NULL;
END $$;

CREATE FUNCTION gf_watch_hosts() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  INSERT INTO host_watch (host_id) SELECT id FROM enrolled;
  RETURN NULL;
END $$;

CREATE TRIGGER exception_kept BEFORE DELETE OR UPDATE ON exception FOR EACH ROW EXECUTE FUNCTION gf_keep_exception();
CREATE TRIGGER host_changed AFTER UPDATE ON host REFERENCING OLD TABLE AS before NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION gf_note_changed_hosts();
CREATE TRIGGER host_enrolled AFTER INSERT ON host REFERENCING NEW TABLE AS enrolled FOR EACH STATEMENT EXECUTE FUNCTION gf_watch_hosts();
CREATE TRIGGER host_live_changed AFTER UPDATE ON host_live FOR EACH ROW WHEN (((old.awaited AND new.awaited) OR (
        CASE
            WHEN ((new.last_observed_at IS NULL) OR (new.last_rejected_at > new.last_observed_at) OR (new.silent_after IS NULL)) THEN '-infinity'::timestamptz
            ELSE LEAST(new.late_after, new.silent_after)
        END <
        CASE
            WHEN ((old.last_observed_at IS NULL) OR (old.last_rejected_at > old.last_observed_at) OR (old.silent_after IS NULL)) THEN '-infinity'::timestamptz
            ELSE LEAST(old.late_after, old.silent_after)
        END) OR (((new.clock_offset_ms >= '-300000'::integer) AND (new.clock_offset_ms <= 300000)) IS DISTINCT FROM ((old.clock_offset_ms >= '-300000'::integer) AND (old.clock_offset_ms <= 300000))))) EXECUTE FUNCTION gf_note_host();
CREATE TRIGGER host_live_made AFTER INSERT ON host_live REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION gf_note_hosts();
CREATE TRIGGER plan_kept BEFORE DELETE OR UPDATE ON plan FOR EACH ROW EXECUTE FUNCTION gf_keep_plan();
