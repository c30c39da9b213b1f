-- Frameworks that customers brought: which checks and causes speak of which controls, by their reading. In the database
-- so that every server makes the same report of them and a backup holds them. Those of the product are files of its own.
CREATE TABLE framework (
  key        text PRIMARY KEY CHECK (key ~ '^[a-z0-9][a-z0-9.-]{0,59}$'),
  -- As it was written, once it was found to be whole.
  definition jsonb NOT NULL,
  added_at   timestamptz(3) NOT NULL
);

-- Which frameworks a report was asked for with, by their keys, in the order in which it has them.
ALTER TABLE report ADD COLUMN frameworks text[] NOT NULL DEFAULT '{}';
ALTER TABLE report ALTER COLUMN frameworks DROP DEFAULT;
