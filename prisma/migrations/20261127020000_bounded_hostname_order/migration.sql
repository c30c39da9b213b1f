-- no-transaction
CREATE INDEX CONCURRENTLY fleet_host_hostname_order_idx ON fleet_host ((left(lower(hostname), 200)) COLLATE "C", host_id)
