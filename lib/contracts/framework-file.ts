import { z } from 'zod';
import { Line, Prose } from '@/lib/contracts/text';
import { CONTROL_RELATIONS } from '@/lib/domain/report/controls';
import {
  ATTESTATION_STATUSES,
  DOCUMENTED_CHECKS,
  KNOWN_CHECKS,
  SPECIAL_CAUSES,
} from '@/lib/domain/vocabulary';

/**
 * Which checks and causes speak of which controls of a framework, by somebody's reading: those of the product, and files
 * that customers bring (docs/operate.md, Frameworks). Each text is one, or one for each language of reports.
 */
export const Told = z.union([Prose.max(500), z.strictObject({ en: Prose.max(500), fr: Prose.max(500) })], {
  error: 'must be a text, or { "en": …, "fr": … }',
});
export type Told = z.infer<typeof Told>;

/** Those that mean that a host does not pass. */
export const MAPPED_CAUSES = [
  ...KNOWN_CHECKS,
  ...ATTESTATION_STATUSES.filter((status) => status !== 'Passed'),
  ...SPECIAL_CAUSES,
] as const;

const oneOf = (words: readonly string[], what: string) =>
  z.string().refine((word) => words.includes(word), {
    error: ({ input }) => `${JSON.stringify(input)} is no ${what}; there are ${words.join(', ')}`,
  });

const distinct = <Item extends z.ZodType>(item: Item) =>
  z
    .array(item)
    .max(100)
    .refine((words) => new Set(words).size === words.length, { error: 'names one twice' })
    .default([]);

const Reviewed = {
  /** The person or body whose reading of the framework it is. */
  source: Told,
  /** Who else looked at it, and when. Null, both of them: nobody did. */
  reviewedBy: Line.max(500).nullable(),
  reviewedAt: z.iso.date({ error: 'must be a day such as 2026-11-24' }).nullable(),
};
const HALF_REVIEWED =
  'is null and the other is not: give who looked at it and on which day, or null for both';

type Review = { reviewedBy: string | null; reviewedAt: string | null };

/** The review of one line: its own where it has one. */
export const reviewOf = (
  file: Review,
  line: { [Field in keyof Review]?: Review[Field] | undefined },
): Review => ({
  reviewedBy: line.reviewedBy === undefined ? file.reviewedBy : line.reviewedBy,
  reviewedAt: line.reviewedAt === undefined ? file.reviewedAt : line.reviewedAt,
});

const missingHalf = ({ reviewedBy, reviewedAt }: Review): keyof Review | null =>
  (reviewedBy === null) === (reviewedAt === null) ? null : reviewedBy === null ? 'reviewedBy' : 'reviewedAt';

const Mapping = z
  .strictObject({
    control: Line.max(60),
    title: Told,
    relation: z.enum(CONTROL_RELATIONS, { error: `must be ${CONTROL_RELATIONS.join(' or ')}` }),
    /** All of these have to be borne out by the evidence of every host. */
    checks: distinct(oneOf(DOCUMENTED_CHECKS, 'check')),
    /** None of these may be the cause of a host. */
    causes: distinct(oneOf(MAPPED_CAUSES, 'cause')),
    reason: Told,
    /** The reading of this line only, where somebody else read it or it was read at a different time from the rest. */
    ...z.object(Reviewed).partial().shape,
  })
  .refine(({ checks, causes }) => checks.length + causes.length > 0, {
    error: 'has neither checks nor causes, so nothing would ever speak of it',
  });

export const FRAMEWORK_KEY = /^[a-z0-9][a-z0-9.-]{0,59}$/;

export const FrameworkKey = z.string().regex(FRAMEWORK_KEY, {
  error: 'must be small letters, digits, dots and dashes, 60 at most, such as nis2-fr',
});

export const FrameworkFile = z
  .strictObject({
    framework: FrameworkKey,
    name: Line.max(120),
    version: Line.max(60),
    /** How many controls the whole framework has, and what is counted as one, by whose count. */
    controls: z
      .int({ error: 'must be a whole number from 1 to 100,000: how many controls the framework has' })
      .min(1)
      .max(100_000),
    counted: Told,
    ...Reviewed,
    mappings: z.array(Mapping).min(1).max(2_000),
  })
  .superRefine(({ mappings, ...file }, context) => {
    const ofFile = missingHalf(file);
    if (ofFile !== null) context.addIssue({ code: 'custom', path: [ofFile], message: HALF_REVIEWED });
    for (const [index, mapping] of mappings.entries()) {
      const half = missingHalf(reviewOf(file, mapping));
      if (half !== null && ofFile === null)
        context.addIssue({ code: 'custom', path: ['mappings', index, half], message: HALF_REVIEWED });
    }
  })
  .superRefine(({ controls, mappings }, context) => {
    const seen = new Set<string>();
    for (const [index, { control }] of mappings.entries()) {
      if (seen.has(control))
        context.addIssue({ code: 'custom', path: ['mappings', index], message: 'this control stands twice' });
      seen.add(control);
    }
    if (controls > 0 && mappings.length > controls)
      context.addIssue({
        code: 'custom',
        path: ['controls'],
        message: `is ${controls}, and ${mappings.length} controls are mapped`,
      });
  });
export type FrameworkFile = z.output<typeof FrameworkFile>;

/** What the file holds, whatever that is: `readFramework` says what of it is wrong. */
export const BringFrameworkInput = z.strictObject({ file: z.unknown() });
export const RemoveFrameworkInput = z.strictObject({ key: z.string() });

export type FrameworkReading = { ok: true; file: FrameworkFile } | { ok: false; problems: string[] };

/** It is tomorrow in the east before it is here. */
const FARTHEST_EAST_MS = 14 * 3_600_000;

/** A review that has not been held yet is none. */
function futureReviews({ mappings, reviewedAt }: FrameworkFile, now: Date): string[] {
  const today = new Date(now.getTime() + FARTHEST_EAST_MS).toISOString().slice(0, 10);
  const told = (day: string | null | undefined, path: PropertyKey[]) =>
    typeof day === 'string' && day > today
      ? [`${placeOf(path, { mappings })}: ${day} lies in the future: give the day on which it was reviewed`]
      : [];
  return [
    ...told(reviewedAt, ['reviewedAt']),
    ...mappings.flatMap((mapping, index) => told(mapping.reviewedAt, ['mappings', index, 'reviewedAt'])),
  ];
}

/** Every mistake at once, each with its place: an entry by its number, from 1, and its control. */
export function readFramework(text: string, now: Date): FrameworkReading {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return { ok: false, problems: [syntaxProblem(text, error)] };
  }
  const parsed = FrameworkFile.safeParse(value);
  if (parsed.success) {
    const problems = futureReviews(parsed.data, now);
    return problems.length === 0 ? { ok: true, file: parsed.data } : { ok: false, problems };
  }
  return { ok: false, problems: parsed.error.issues.map((issue) => problemOf(issue, value)) };
}

/** Where a text is no JSON. */
export function syntaxProblem(text: string, error: unknown): string {
  const said = error instanceof Error ? error.message : String(error);
  const position = Number(
    /position (\d+)/.exec(said)?.[1] ?? (/end of JSON/.test(said) ? text.length : Number.NaN),
  );
  if (Number.isNaN(position)) return `is not JSON: ${said}`;
  const before = text.slice(0, position).split('\n');
  return `line ${before.length}, column ${(before.at(-1) ?? '').length + 1}: is not JSON: ${said}`;
}

type Issue = z.core.$ZodIssue;

function problemOf(issue: Issue, value: unknown): string {
  const path = issue.code === 'unrecognized_keys' ? [...issue.path, issue.keys[0] ?? ''] : issue.path;
  const message = issue.code === 'unrecognized_keys' ? 'is not known here' : issue.message;
  const place = placeOf(path, value);
  return place === '' ? message : `${place}: ${message}`;
}

/** `mappings[3].checks[0]` as `entry 4 (SI-16), checks 1`. */
function placeOf(path: readonly PropertyKey[], value: unknown): string {
  const [first, index, ...rest] = path;
  if (first !== 'mappings' || typeof index !== 'number') return wordsOf(path);
  const control: unknown = (value as { mappings?: { control?: unknown }[] }).mappings?.[index]?.control;
  const named = typeof control === 'string' ? ` (${control.slice(0, 60)})` : '';
  return [`entry ${index + 1}${named}`, wordsOf(rest)].filter((part) => part !== '').join(', ');
}

const wordsOf = (path: readonly PropertyKey[]) =>
  path.map((key) => (typeof key === 'number' ? key + 1 : String(key))).join(' ');
