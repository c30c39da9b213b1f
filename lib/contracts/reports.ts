import { z } from 'zod';
import { FrameworkKey, Told } from '@/lib/contracts/framework-file';
import { ClassTotals, ReportPeriod, TotalsOfFabric } from '@/lib/contracts/report-content';
import { Line, Text } from '@/lib/contracts/text';
import { TimeText as Time } from '@/lib/contracts/time';
import { TimeZone } from '@/lib/contracts/time-zone';
import { MAX_LIMIT } from '@/lib/contracts/words/host-query';
import {
  REPORT_FORMATS,
  REPORT_KINDS,
  REPORT_LANGUAGES,
  REPORT_STATES,
  SIGNATURE_FORMATS,
} from '@/lib/contracts/words/reports';
import { COMPLIANCE } from '@/lib/domain/vocabulary';

/** Keys of frameworks, each once. */
export const Frameworks = z
  .array(FrameworkKey)
  .max(20)
  .refine((keys) => new Set(keys).size === keys.length, { error: 'names one twice' });

/** Which hosts, and when: all that the figures of a report follow from. */
const WHAT_IT_IS_ABOUT = {
  kind: z.enum(REPORT_KINDS),
  at: Time.optional(),
  from: Time.optional(),
  to: Time.optional(),
  /** The query string of a list of hosts, such as `fabric=PAR-Prod`; empty for every host that one may see. */
  filter: Text.max(8_000).default(''),
};
const About = z.strictObject(WHAT_IT_IS_ABOUT);

/** A moment has `at` (now, where it is left out), a period `from` and `to`. */
function refuseTimes({ kind, ...times }: z.output<typeof About>, context: z.RefinementCtx): void {
  const refused = kind === 'moment' ? (['from', 'to'] as const) : (['at'] as const);
  const needed = kind === 'moment' ? ([] as const) : (['from', 'to'] as const);
  for (const path of refused)
    if (times[path] !== undefined)
      context.addIssue({ code: 'custom', path: [path], message: `a report on a ${kind} has none` });
  for (const path of needed)
    if (times[path] === undefined)
      context.addIssue({ code: 'custom', path: [path], message: `a report on a ${kind} needs one` });
}

export const CreateReportInput = z
  .strictObject({
    ...WHAT_IT_IS_ABOUT,
    timeZone: TimeZone,
    lang: z.enum(REPORT_LANGUAGES),
    /** Made of scope and time where none is given. */
    title: Line.max(120).optional(),
    /** Keys of those whose controls it rolls up, such as `nist-800-53-r5`. Left out: of none. */
    frameworks: Frameworks.default([]),
  })
  .superRefine(refuseTimes);
export type CreateReportInput = z.input<typeof CreateReportInput>;

export const PreviewReportInput = z
  /** A period is compared with the one before by the calendar of this zone. */
  .strictObject({ ...WHAT_IT_IS_ABOUT, timeZone: TimeZone.default('UTC') })
  .superRefine(refuseTimes);
export type PreviewReportInput = z.input<typeof PreviewReportInput>;

/** Some of the figures of the report that would be made now, under the names that they have in its JSON. */
export const ReportPreview = z.object({
  kind: z.enum(REPORT_KINDS),
  from: z.string().nullable(),
  asOf: z.string(),
  totals: ClassTotals,
  byFabric: z.array(TotalsOfFabric),
  /** Null for a moment. */
  period: ReportPeriod.pick({
    seconds: true,
    verifiedShare: true,
    coverage: true,
    unverifiedSeconds: true,
    byFabric: true,
    before: true,
  }).nullable(),
});
export type ReportPreview = z.infer<typeof ReportPreview>;

export const ListReportsInput = z.strictObject({
  kind: z.enum(REPORT_KINDS).nullable().default(null),
  /** Any of these; of none, all. */
  state: z.array(z.enum(REPORT_STATES)).max(REPORT_STATES.length).default([]),
  /** About hosts of these fabrics, by id or name; `-NAME` is any other one, as in lists of hosts. */
  fabric: z.array(Text.max(1000)).max(1000).default([]),
  /** The name of who made it, or `me`. */
  by: Text.max(200).nullable().default(null),
  /** Made within so many days. */
  days: z.int().min(1).max(3_660).nullable().default(null),
  /** Part of title, number, scope or maker. */
  search: Text.max(200).default(''),
  cursor: z.string().max(200).nullable().default(null),
  limit: z.int().min(1).max(MAX_LIMIT).default(50),
});
export type ListReportsInput = z.input<typeof ListReportsInput>;
export type ReportsQuestion = z.output<typeof ListReportsInput>;

const Count = z.int().nonnegative();

/** What lists show of a report that is ready. */
export const ReportTotals = z.object({
  hosts: Count,
  ...(Object.fromEntries(COMPLIANCE.map((word) => [word, Count])) as Record<
    (typeof COMPLIANCE)[number],
    typeof Count
  >),
  rate: z.number().nullable(),
  /** The share of a period; null for a moment. */
  verifiedShare: z.number().nullable(),
});
export type ReportTotals = z.infer<typeof ReportTotals>;

export const MAIL_STATES = ['waiting', 'sending', 'sent', 'refused', 'givenUp'] as const;

/** One mail to one recipient for a report of a schedule, and what the mail server last said. */
export const ReportMailRow = z.object({
  recipient: z.string(),
  state: z.enum(MAIL_STATES),
  tries: z.int(),
  /** When it is tried again, while it waits. */
  nextAt: z.string().nullable(),
  changedAt: z.string(),
  /** Why it was not taken: a stable code, and the words of the mail server. */
  problem: z.object({ code: z.string(), detail: z.string() }).nullable(),
});
export type ReportMailRow = z.infer<typeof ReportMailRow>;

/** What a report keeps of the schedule that made it, also when that is deleted. */
export const Scheduled = z.object({
  name: z.string(),
  /** The date that it was made for. */
  dueAt: z.string(),
  /** No server was there at its date: it was made later. */
  isLate: z.boolean(),
  /** Dates before it for which there is no report, since no server was there. */
  missed: z.int(),
});
export type Scheduled = z.infer<typeof Scheduled>;

export const ReportRow = z.object({
  id: z.string(),
  number: z.string(),
  kind: z.enum(REPORT_KINDS),
  title: z.string(),
  lang: z.enum(REPORT_LANGUAGES),
  scope: z.object({
    filter: z.string(),
    /** Names of the fabrics it was made with the right to see; null: all. */
    fabrics: z.array(z.string()).nullable(),
  }),
  /** Keys of the frameworks whose controls it rolls up. */
  frameworks: z.array(z.string()),
  timeZone: z.string(),
  from: z.string().nullable(),
  asOf: z.string(),
  state: z.enum(REPORT_STATES),
  /** Per cent. */
  progress: z.int(),
  /** Why it failed: a stable code, and a sentence for people. */
  failure: z.object({ code: z.string(), detail: z.string() }).nullable(),
  createdAt: z.string(),
  createdBy: z.string(),
  finishedAt: z.string().nullable(),
  /** SHA-256 of the JSON, hexadecimal; null until it is ready. */
  digest: z.string().nullable(),
  totals: ReportTotals.nullable(),
  formats: z.array(z.enum(REPORT_FORMATS)),
  /** The file of each format: its size in bytes, and its SHA-256, hexadecimal. */
  files: z.array(z.object({ format: z.enum(REPORT_FORMATS), size: z.int(), sha256: z.string() })),
  /** Null where a person asked for it. */
  schedule: Scheduled.nullable(),
  mails: z.array(ReportMailRow),
});
export type ReportRow = z.infer<typeof ReportRow>;

export const ReportDetail = ReportRow.extend({
  /** The fingerprint of the key that it was signed with (RFC 7638); null until it is ready. */
  kid: z.string().nullable(),
  /** Before that no person may remove it. What its schedule keeps is another matter. */
  keptUntil: z.string(),
  /** Whether who asks may remove it now. */
  mayRemove: z.boolean(),
});
export type ReportDetail = z.infer<typeof ReportDetail>;

export const ReportList = z.object({
  asOf: z.string(),
  /** How many there are on all pages. */
  total: z.int(),
  /** How many there are of each kind and by oneself, among all that match the other words. */
  counts: z.object({ all: z.int(), moment: z.int(), period: z.int(), own: z.int() }),
  /** Where nothing matches and `by` is a name: everybody by whom a report was made that the caller sees; else null. */
  makers: z.array(z.string()).nullable(),
  /** The newest first. */
  reports: z.array(ReportRow),
  nextCursor: z.string().nullable(),
  /** The cursor of the page before this one, with newer reports. */
  previousCursor: z.string().nullable(),
});
export type ReportList = z.infer<typeof ReportList>;

/** A framework that a report may be asked for with. */
export const FrameworkRow = z.object({
  framework: z.string(),
  name: z.string(),
  version: z.string(),
  /** How many controls it has, and how many of them a report touches. */
  controls: z.int(),
  touched: z.int(),
  /** Whether it comes with the product; the others were brought by people. */
  isOwn: z.boolean(),
  /** The person or body whose reading it is, and who else looked at it last; single lines may have their own. */
  source: Told,
  reviewedBy: z.string().nullable(),
  reviewedAt: z.string().nullable(),
});
export type FrameworkRow = z.infer<typeof FrameworkRow>;

export const FrameworkList = z.object({ frameworks: z.array(FrameworkRow) });
export type FrameworkList = z.infer<typeof FrameworkList>;

export const CreatedReport = z.object({ id: z.string(), number: z.string(), state: z.enum(REPORT_STATES) });
export type CreatedReport = z.infer<typeof CreatedReport>;

/** A report by its id, or by its number. */
export const GetReportInput = z.strictObject({ id: Text.max(100) });
export type GetReportInput = z.infer<typeof GetReportInput>;

export const DownloadReportInput = z.strictObject({ id: Text.max(100), format: z.enum(REPORT_FORMATS) });
export type DownloadReportInput = z.infer<typeof DownloadReportInput>;

/** What is signed of a report, or a signature over it. */
export const ReportProofInput = z.strictObject({
  id: Text.max(100),
  part: z.enum(['manifest', ...SIGNATURE_FORMATS]),
});
export type ReportProofInput = z.infer<typeof ReportProofInput>;
