import type { Messages } from '@/lib/i18n/messages';

/** Texts that few pages need, and which weigh more than all others together. */
type Elsewhere =
  | 'exceptions'
  | 'proof'
  | 'remediation'
  | 'report'
  | 'reports'
  | 'schedules'
  | 'settings'
  | 'verdict';

type Common = Omit<Messages, Elsewhere>;

/** What every page sends to the browser. */
export function commonMessages({
  exceptions: _,
  proof: __,
  remediation: ___,
  report: ____,
  reports: _____,
  schedules: ______,
  settings: _______,
  verdict: ________,
  ...common
}: Messages): Common {
  return common;
}

/** The same, and those of some subjects. */
export function messagesWith<Subject extends Elsewhere>(
  messages: Messages,
  ...subjects: Subject[]
): Common & Pick<Messages, Subject> {
  const some = Object.fromEntries(subjects.map((subject) => [subject, messages[subject]]));
  // Sound: each name is a key of all messages.
  return { ...commonMessages(messages), ...some } as Common & Pick<Messages, Subject>;
}
