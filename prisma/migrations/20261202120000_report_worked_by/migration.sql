-- Which making of a report its row belongs to: a server that was away for long no longer writes into what another has begun.
ALTER TABLE report ADD COLUMN worked_by uuid;
