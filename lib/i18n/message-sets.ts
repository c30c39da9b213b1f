import type { Messages } from '@/lib/i18n/messages';

/** Texts that few pages need, and which weigh more than all others together. */
type Elsewhere = 'exceptions' | 'proof' | 'remediation' | 'report' | 'reports' | 'verdict';

type Common = Omit<Messages, Elsewhere>;

/** What every page sends to the browser. */
export function commonMessages({
  exceptions: _,
  proof: __,
  remediation: ___,
  report: ____,
  reports: _____,
  verdict: ______,
  ...common
}: Messages): Common {
  return common;
}

/** The same, and those of one subject. */
export function messagesWith<Subject extends Elsewhere>(
  messages: Messages,
  subject: Subject,
): Common & Pick<Messages, Subject> {
  // Sound: the one name is a key of all messages.
  return { ...commonMessages(messages), [subject]: messages[subject] } as Common & Pick<Messages, Subject>;
}
