-- Which PostgreSQL the servers last worked on, so that a failover or a restore that nobody told of is noticed.
ALTER TABLE installation
  ADD COLUMN database_system text,
  ADD COLUMN database_timeline text,
  ADD COLUMN database_synchronous boolean;
