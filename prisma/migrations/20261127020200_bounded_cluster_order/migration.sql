-- no-transaction
CREATE INDEX CONCURRENTLY fleet_host_cluster_order_idx ON fleet_host ((left(lower(cluster), 200)) COLLATE "C", host_id)
