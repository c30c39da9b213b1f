-- Vendor and firmware version of a host's TPM, as one word that hosts are asked by. Null where a host did not say, and in
-- profiles and groups from before: the next snapshot of each host gives it a profile that says so.
ALTER TABLE host_profile ADD COLUMN tpm text;
ALTER TABLE fleet_group ADD COLUMN tpm text;
ALTER TABLE fleet_past_group ADD COLUMN tpm text;
