-- no-transaction
DROP INDEX CONCURRENTLY IF EXISTS fleet_host_map_idx
