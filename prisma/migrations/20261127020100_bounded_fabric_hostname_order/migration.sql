-- no-transaction
CREATE INDEX CONCURRENTLY fleet_host_fabric_hostname_order_idx ON fleet_host (fabric_id, (left(lower(hostname), 200)) COLLATE "C", host_id)
