-- Signs session cookies. In the database, so that every instance behind a balancer knows the sessions of
-- the others; a session is still worth nothing without its own random token, of which only a digest is kept.
ALTER TABLE installation ADD COLUMN session_secret bytea;
