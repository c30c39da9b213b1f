import type { Messages } from '@/lib/i18n/messages';

/** Texts that few pages need, and which weigh more than all others together. */
type Elsewhere =
  | 'broken'
  | 'changeWords'
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
  broken: _,
  changeWords: _________________,
  exceptions: __,
  plans: ___,
  proof: ____,
  remediation: _____,
  report: ______,
  reports: _______,
  restart: ________,
  schedules: _________,
  secureBoot: __________,
  selection: ___________,
  settings: ____________,
  snapshots: _____________,
  verdict: ______________,
  views: _______________,
  waves: ________________,
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
