-- no-transaction
DROP INDEX CONCURRENTLY IF EXISTS fleet_host_cluster_idx
