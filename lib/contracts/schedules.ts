import { z } from 'zod';
import { Frameworks } from '@/lib/contracts/reports';
import { Line, Text } from '@/lib/contracts/text';
import { TimeZone } from '@/lib/contracts/time-zone';
import { REPORT_KINDS, REPORT_LANGUAGES, REPORT_STATES } from '@/lib/contracts/words/reports';
import { KEEP_AT_MOST, KEEP_DAYS_AT_MOST, RECIPIENTS_AT_MOST } from '@/lib/contracts/words/schedules';
import { RHYTHMS } from '@/lib/domain/report/rhythm';

/** What a schedule reports: as one asks for a report, without times. */
const ScheduledReport = z.strictObject({
  kind: z.enum(REPORT_KINDS),
  filter: Text.max(8_000).default(''),
  lang: z.enum(REPORT_LANGUAGES),
  /** Made of scope and time where none is given. */
  title: Line.max(120).optional(),
  /** The time zone of the times in it and of the days of a period. Left out, it is that of the schedule. */
  timeZone: TimeZone.optional(),
  frameworks: Frameworks.optional(),
});
export type ScheduledReport = z.infer<typeof ScheduledReport>;

const Recipient = z
  .email({ error: 'must be an e-mail address' })
  .max(254)
  .transform((address) => address.toLowerCase());

const FIELDS = {
  name: Line.max(100),
  report: ScheduledReport,
  every: z.enum(RHYTHMS),
  /** The day of the week, 1 being Monday, or of the month; the 31st is the last day of a shorter one. */
  on: z.int().min(1).max(31).nullable(),
  at: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, { error: 'must be a time of day such as 07:00' }),
  timeZone: TimeZone,
  recipients: z
    .array(Recipient)
    .max(RECIPIENTS_AT_MOST)
    .transform((all) => [...new Set(all)]),
  /** Whether the PDF goes with the mail, where the installation allows it. */
  attach: z.boolean(),
  /** How many of its reports are kept: the newest ones. */
  keep: z.int().min(1).max(KEEP_AT_MOST),
  /** Besides, none that is older; null for no such limit. */
  keepDays: z.int().min(1).max(KEEP_DAYS_AT_MOST).nullable(),
  enabled: z.boolean(),
};

const DAYS_OF = { day: 0, week: 7, month: 31 } as const;

type Timed = { every: keyof typeof DAYS_OF; on: number | null };

function refuseDay({ every, on }: Timed, context: z.core.$RefinementCtx): void {
  const refuse = (message: string) => context.addIssue({ code: 'custom', path: ['on'], message });
  if (every === 'day' && on !== null) refuse('a schedule for every day has none');
  if (every !== 'day' && on === null) refuse(`needed: a day from 1 to ${DAYS_OF[every]}`);
  if (every === 'week' && on !== null && on > 7) refuse('a week has days from 1, Monday, to 7');
}

export const CreateScheduleInput = z
  .strictObject({
    ...FIELDS,
    on: FIELDS.on.default(null),
    recipients: FIELDS.recipients.default([]),
    attach: FIELDS.attach.default(false),
    keep: FIELDS.keep.default(12),
    keepDays: FIELDS.keepDays.default(null),
    enabled: FIELDS.enabled.default(true),
  })
  .superRefine(refuseDay);
export type CreateScheduleInput = z.input<typeof CreateScheduleInput>;
export type ScheduleFields = z.output<typeof CreateScheduleInput>;

/** What is left out stays as it is. */
export const ScheduleChanges = z.strictObject(FIELDS).partial();
export const UpdateScheduleInput = ScheduleChanges.extend({ id: Text.max(100) });
export type UpdateScheduleInput = z.input<typeof UpdateScheduleInput>;

const Problem = z.object({ code: z.string(), detail: z.string() });

export const ScheduleRow = z.object({
  ...FIELDS,
  /** Both as they were kept, by whatever rule held then. */
  name: z.string(),
  report: ScheduledReport.extend({ title: z.string().optional() }),
  recipients: z.array(z.string()),
  id: z.string(),
  /** Names of the fabrics that its owner saw when it was last changed; null: all. */
  fabrics: z.array(z.string()).nullable(),
  /** The owner, with whose present rights it makes reports. */
  owner: z.string(),
  /** Whether who asks may change and delete it. */
  mayChange: z.boolean(),
  /** Whether who asks is its owner: another's change makes it theirs. */
  isOwn: z.boolean(),
  createdAt: z.string(),
  pausedAt: z.string().nullable(),
  /** Why it stopped by itself: its owner is disabled or may make no reports any more. */
  stopped: z.enum(['ownerGone']).nullable(),
  /** The next five dates; none while it is paused. */
  next: z.array(z.string()),
  last: z
    .object({
      /** The date, and when a report was asked for. */
      dueAt: z.string(),
      at: z.string(),
      isLate: z.boolean(),
      missed: z.int(),
      /** Null where none could be asked for, or it has been removed since. */
      reportId: z.string().nullable(),
      number: z.string().nullable(),
      state: z.enum(REPORT_STATES).nullable(),
      /** Why the report failed. */
      error: Problem.nullable(),
      mails: z.object({ sent: z.int(), open: z.int(), failed: z.int(), problem: Problem.nullable() }),
    })
    .nullable(),
});
export type ScheduleRow = z.infer<typeof ScheduleRow>;

/** Whether this server sends mail: GF_SMTP_URL, GF_MAIL_FROM, GF_MAIL_DOMAINS and GF_MAIL_FILES. */
export const MailFacts = z.object({
  isConfigured: z.boolean(),
  from: z.string().nullable(),
  /** The only domains that mail goes to; null where it goes to any. */
  domains: z.array(z.string()).nullable(),
  /** Whether a mail may hold the PDF itself. */
  files: z.boolean(),
});
export type MailFacts = z.infer<typeof MailFacts>;

export const ScheduleList = z.object({
  asOf: z.string(),
  mail: MailFacts,
  /** Sorted by name. */
  schedules: z.array(ScheduleRow),
});
export type ScheduleList = z.infer<typeof ScheduleList>;

/** Why people get a mail about a schedule: its report failed, could not even be asked for, or it stopped by itself. */
export const ScheduleProblem = z.object({
  scheduleId: z.string(),
  kind: z.enum(['failed', 'refused', 'stopped']),
  /** The date that it is about. */
  dueAt: z.string(),
  /** The number of the report that failed. */
  number: z.string().optional(),
  code: z.string().optional(),
});
export type ScheduleProblem = z.infer<typeof ScheduleProblem>;
