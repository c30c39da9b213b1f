-- Who made an operator, so that the end of a token can say which people came by it.
ALTER TABLE operator ADD COLUMN created_by text;
UPDATE operator SET created_by = entry.actor_id FROM audit_entry entry
WHERE entry.action = 'operator.created' AND entry.subject_id = operator.id;
