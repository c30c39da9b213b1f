import type { Messages } from '@/lib/i18n/messages';

/** Texts that few pages need, and which weigh more than all others together. */
type Elsewhere =
  | 'exceptions'
  | 'plans'
  | 'proof'
  | 'remediation'
  | 'report'
  | 'reports'
  | 'restart'
  | 'schedules'
  | 'secureBoot'
  | 'selection'
  | 'settings'
  | 'snapshots'
  | 'verdict'
  | 'views'
  | 'waves';

type Common = Omit<Messages, Elsewhere>;

/** What every page sends to the browser. */
export function commonMessages({
  exceptions: _,
  plans: __,
  proof: ___,
  remediation: ____,
  report: _____,
  reports: ______,
  restart: _______,
  schedules: ________,
  secureBoot: _________,
  selection: __________,
  settings: ___________,
  snapshots: ____________,
  verdict: _____________,
  views: ______________,
  waves: _______________,
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
