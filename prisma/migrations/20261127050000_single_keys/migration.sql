-- Shortcuts of one key can be switched off: whoever speaks to the computer sets them off by chance (WCAG 2.1.4).
ALTER TABLE operator ADD COLUMN single_keys boolean NOT NULL DEFAULT true;
