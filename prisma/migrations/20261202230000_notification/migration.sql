-- The outbox: what is told to somebody outside, once for each cause and recipient. Mails about reports are the first kind.
CREATE TABLE notification (
  id             uuid PRIMARY KEY,
  kind           text NOT NULL CHECK (kind IN ('report')),
  -- What is told, as the kind needs it.
  payload        jsonb NOT NULL,
  recipient_kind text NOT NULL CHECK (recipient_kind IN ('mailAddress')),
  recipient      text NOT NULL,
  cause_key      text NOT NULL,
  state          text NOT NULL CHECK (state IN ('waiting', 'sending', 'sent', 'refused', 'givenUp')),
  tries          int NOT NULL DEFAULT 0 CHECK (tries >= 0),
  -- When a server may take it: while it is being sent, when the lease of the one that has it ends.
  next_at        timestamptz(3),
  -- Random for each try: who says what became of it must still be the one.
  lease_owner    uuid,
  created_at     timestamptz(3) NOT NULL,
  changed_at     timestamptz(3) NOT NULL,
  -- Why it was not taken the last time: a code, and the words of the receiver.
  code           text,
  detail         text,
  -- The report that it is about, with which it goes.
  report_id      uuid GENERATED ALWAYS AS ((payload ->> 'reportId')::uuid) STORED REFERENCES report (id) ON DELETE CASCADE,
  CHECK ((state IN ('waiting', 'sending')) = (next_at IS NOT NULL)),
  CHECK ((state = 'sending') = (lease_owner IS NOT NULL))
);
CREATE UNIQUE INDEX notification_cause_key ON notification (kind, cause_key, recipient_kind, recipient);
CREATE INDEX notification_next_at_idx ON notification (next_at) WHERE next_at IS NOT NULL;
CREATE INDEX notification_report_id_idx ON notification (report_id);

LOCK TABLE report_mail IN ACCESS EXCLUSIVE MODE;
-- One that is being sent keeps the three minutes that its server has.
INSERT INTO notification (id, kind, payload, recipient_kind, recipient, cause_key, state, tries, next_at, lease_owner,
  created_at, changed_at, code, detail)
SELECT gen_random_uuid(), 'report', jsonb_build_object('reportId', m.report_id), 'mailAddress', m.recipient, m.report_id,
  m.state, m.tries, CASE m.state WHEN 'sending' THEN m.changed_at + interval '180 seconds' ELSE m.next_at END,
  CASE m.state WHEN 'sending' THEN gen_random_uuid() END,
  coalesce(r.finished_at, m.changed_at), m.changed_at, m.code, m.detail
FROM report_mail m JOIN report r ON r.id = m.report_id;

DROP TABLE report_mail;
