-- One row: counted up when something has changed that screens of the live fleet show. Every server follows it, and tells the
-- browsers that have a stream open (docs/decisions/live-events.md).
CREATE TABLE fleet_watermark (
  id      smallint PRIMARY KEY DEFAULT 1 CHECK (id = 1),
  number  bigint NOT NULL
);
