-- The shortest interval that the host had been told when the receipts of each of its two counted periods came; null for
-- a period without any. What a host sent under a short interval is compared with that one after it was raised.
ALTER TABLE host_live ADD COLUMN received_shortest integer;
ALTER TABLE host_live ADD COLUMN received_before_shortest integer;
