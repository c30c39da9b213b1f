-- That a token reaches every fabric is said, not meant by an absent list: an empty list then reaches none.
ALTER TABLE api_token ADD COLUMN all_fabrics boolean NOT NULL DEFAULT false;
UPDATE api_token SET all_fabrics = true WHERE fabric_ids IS NULL OR fabric_ids = '{}';
