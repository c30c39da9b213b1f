-- no-transaction
CREATE INDEX CONCURRENTLY fleet_host_map_order_idx ON fleet_host (fabric_id, (left(lower(cluster), 200)) COLLATE "C", (left(cluster, 200)) COLLATE "C", (left(lower(hostname), 200)) COLLATE "C", host_id)
