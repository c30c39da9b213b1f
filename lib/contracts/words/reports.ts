export const REPORT_KINDS = ['moment', 'period'] as const;
export type ReportKind = (typeof REPORT_KINDS)[number];

export const REPORT_LANGUAGES = ['en', 'fr'] as const;

export const REPORT_STATES = ['queued', 'running', 'ready', 'failed', 'cancelled'] as const;
export type ReportState = (typeof REPORT_STATES)[number];

/** `csv` is the hosts, `failures` a second CSV. `zip` is the evidence pack: all others, with a signed manifest. */
export const REPORT_FORMATS = ['json', 'oscal', 'csv', 'failures', 'xlsx', 'html', 'pdf', 'zip'] as const;
export type ReportFormat = (typeof REPORT_FORMATS)[number];

/** A moment has no failures: these have a length. */
export const formatsOfKind = (kind: ReportKind): ReportFormat[] =>
  REPORT_FORMATS.filter((format) => kind === 'period' || format !== 'failures');

/** A year and a day: the longest period. */
export const LONGEST_PERIOD_DAYS = 367;

/** Made by who asks. */
export const MADE_BY_ME = 'me';

/** Why a mail was not taken. */
export const MAIL_PROBLEMS = [
  'recipientRefused',
  'senderRefused',
  'messageRefused',
  'deferred',
  'signIn',
  'tls',
  'timeout',
  'unreachable',
  'notConfigured',
  'failed',
] as const;
export type MailProblem = (typeof MAIL_PROBLEMS)[number];

/** Bytes of the file of a framework, at most. */
export const FRAMEWORK_FILE_BYTES = 1_000_000;

export const SIGNATURE_FORMATS = ['jws', 'der'] as const;
