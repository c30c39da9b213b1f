-- Up to when the proofs of an open plan were told among the changes. Null: not yet, so that all since its making is told.
ALTER TABLE plan ADD COLUMN progress_told_at timestamptz(3);

CREATE OR REPLACE FUNCTION gf_keep_plan() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  decided constant text[] := '{version,name,owner,closed_at,closed_by,progress_told_at}';
BEGIN
  IF TG_OP = 'DELETE'
    OR OLD.closed_at IS NOT NULL
    OR to_jsonb(NEW) - decided IS DISTINCT FROM to_jsonb(OLD) - decided THEN
    RAISE EXCEPTION 'what a plan says is never edited: make another one' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
