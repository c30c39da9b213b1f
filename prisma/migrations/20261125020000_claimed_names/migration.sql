-- What a host's newest snapshots call it. Data, never identity: an equal name or machine id of another
-- live host flags both.
ALTER TABLE host ADD COLUMN claimed_name_key text, ADD COLUMN claimed_machine_id text;
CREATE INDEX host_claimed_name_key_idx ON host (claimed_name_key) WHERE retired_at IS NULL;
CREATE INDEX host_claimed_machine_id_idx ON host (claimed_machine_id) WHERE retired_at IS NULL;
