-- How far the Secure Boot certificates of 2023 have come on a host, and its build, as words that hosts are asked by. Profiles
-- and groups from before do not say the former: the next snapshot of each host gives it a profile that does.
ALTER TABLE host_profile ADD COLUMN boot_stage text NOT NULL DEFAULT 'notKnown';
ALTER TABLE fleet_group ADD COLUMN os_version text;
ALTER TABLE fleet_group ADD COLUMN boot_stage text NOT NULL DEFAULT 'notKnown';
ALTER TABLE fleet_past_group ADD COLUMN os_version text;
ALTER TABLE fleet_past_group ADD COLUMN boot_stage text NOT NULL DEFAULT 'notKnown';
