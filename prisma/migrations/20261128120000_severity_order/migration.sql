-- no-transaction
CREATE INDEX CONCURRENTLY fleet_host_severity_order_idx ON fleet_host ((((array_position('{InsecureHostConfiguration,UnauthorizedHost,TpmError,Expired,TransientError,NotConfigured,Unknown,Silent,Passed}'::text[], state))::bigint * 10000000000 + 2147483647 - coalesce(shielded_vms, -1))::text || left(lower(hostname), 200)) COLLATE "C", host_id)
