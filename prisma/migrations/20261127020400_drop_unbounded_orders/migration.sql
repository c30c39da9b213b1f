-- These held whole names: one of a few kB, stored before names had a limit, could not be written at all, and with it
-- no host of the same round of upkeep.
DROP INDEX fleet_host_hostname_idx;
DROP INDEX fleet_host_fabric_hostname_idx;
DROP INDEX fleet_host_cluster_idx;
DROP INDEX fleet_host_map_idx;

-- The same of claims: compressed, a name of many kB may stand in the index that no restore need be able to write again.
-- A claim is compared with whole names, and none is longer any more.
UPDATE host SET claimed_name_key = NULL WHERE octet_length(claimed_name_key) > 1020;
