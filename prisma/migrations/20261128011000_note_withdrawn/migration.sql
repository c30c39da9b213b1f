-- A note is not edited. Who wrote it may withdraw it: it is kept, and shown to nobody any more.
ALTER TABLE note ADD COLUMN withdrawn_at timestamptz(3) CHECK (withdrawn_at >= written_at);
