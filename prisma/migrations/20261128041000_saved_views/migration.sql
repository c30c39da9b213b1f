-- Nothing has written a saved view before this, so that no row has to be carried over.
ALTER TABLE saved_view RENAME COLUMN address TO query;
ALTER TABLE saved_view
  ADD COLUMN page       text NOT NULL,
  ADD COLUMN columns    text[] NOT NULL,
  ADD COLUMN shared     boolean NOT NULL,
  ADD COLUMN version    integer NOT NULL DEFAULT 1,
  ADD COLUMN updated_at timestamptz(3) NOT NULL;
CREATE INDEX saved_view_shared_idx ON saved_view (page) WHERE shared;
