-- How often the sessions of a person were ended. A sign-in that began before the last time comes to no session.
ALTER TABLE operator ADD COLUMN session_epoch integer NOT NULL DEFAULT 0;
