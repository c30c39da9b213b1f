-- What a request with an Idempotency-Key was answered, for a day: sent again, it answers the same and does nothing.
-- Written in the transaction of the work itself, so that both are kept or neither.
CREATE TABLE kept_answer (
  caller   text NOT NULL,
  key      text NOT NULL,
  -- Of route and body: the same key with another body is refused.
  request  text NOT NULL,
  answer   text NOT NULL,
  kept_at  timestamptz(3) NOT NULL,
  PRIMARY KEY (caller, key)
);
