-- When a person last opened the Fabric page, and when before the sitting that they are in: the time since which it tells what changed.
ALTER TABLE operator ADD COLUMN looked_at timestamptz(3), ADD COLUMN looked_before timestamptz(3);
