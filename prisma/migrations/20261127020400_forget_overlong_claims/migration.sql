-- Compressed, a name of many kB may stand in the index of claimed names, and no restore need be able to write it there
-- again. A claim is compared with whole names, and none is that long any more. In the order in which ingest locks.
UPDATE host SET claimed_name_key = NULL WHERE id IN (
  SELECT id FROM host WHERE octet_length(claimed_name_key) > 1020 ORDER BY id FOR UPDATE
);
