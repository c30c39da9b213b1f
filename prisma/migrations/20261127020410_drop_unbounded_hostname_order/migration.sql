-- no-transaction
-- It and the three that follow held whole names: one of a few kB, stored before names had a limit, could not be
-- written at all, and with it no host of the same round of upkeep.
DROP INDEX CONCURRENTLY IF EXISTS fleet_host_hostname_idx
