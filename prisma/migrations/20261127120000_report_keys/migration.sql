-- The public keys that reports were signed with, so that every server serves them and a backup holds them. The private
-- key is a file of its own and never stands here.
CREATE TABLE report_key (
  -- RFC 7638: the SHA-256 of the key itself, in base64url.
  kid      text PRIMARY KEY CHECK (length(kid) = 43),
  x        text NOT NULL,
  y        text NOT NULL,
  added_at timestamptz(3) NOT NULL
);

-- What a report is signed as: its manifest, byte for byte, and two signatures over it.
CREATE TABLE report_signature (
  report_id uuid PRIMARY KEY REFERENCES report (id) ON DELETE CASCADE,
  kid       text NOT NULL REFERENCES report_key (kid),
  manifest  bytea NOT NULL,
  jws       bytea NOT NULL,
  der       bytea NOT NULL
);
CREATE INDEX report_signature_kid_idx ON report_signature (kid);
