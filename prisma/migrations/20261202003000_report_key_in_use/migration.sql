-- The key that all servers sign reports with. Null until the first server that has a key starts or signs.
ALTER TABLE installation ADD COLUMN report_kid text CHECK (length(report_kid) = 43);
