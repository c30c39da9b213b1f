-- no-transaction
DROP INDEX CONCURRENTLY IF EXISTS fleet_host_fabric_hostname_idx
