import { z } from 'zod';
import { Text } from '@/lib/contracts/text';
import { CONTROL_RELATIONS } from '@/lib/domain/report/controls';
import {
  ATTESTATION_STATUSES,
  DOCUMENTED_CHECKS,
  KNOWN_CHECKS,
  SPECIAL_CAUSES,
} from '@/lib/domain/vocabulary';

/**
 * Which checks and causes speak of which controls of a framework, by somebody's reading: those of the product, and files
 * that customers bring (docs/operate.md, Frameworks).
 */
const Words = Text.trim().min(1).max(500);

/** One text, or one for each language of reports. */
const Told = z.union([Words, z.strictObject({ en: Words, fr: Words })], {
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
  /** Whose reading it is. */
  source: Told,
  reviewedBy: Words,
  reviewedAt: z.iso.date({ error: 'must be a day such as 2026-11-24' }),
};

const Mapping = z
  .strictObject({
    control: Text.trim().min(1).max(60),
    title: Told,
    relation: z.enum(CONTROL_RELATIONS, { error: `must be ${CONTROL_RELATIONS.join(' or ')}` }),
    /** All of these have to be borne out by the evidence of every host. */
    checks: distinct(oneOf(DOCUMENTED_CHECKS, 'check')),
    /** None of these may be the cause of a host. */
    causes: distinct(oneOf(MAPPED_CAUSES, 'cause')),
    reason: Told,
    /** Of this line alone, where it was read by somebody else or at another time than the rest. */
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
    name: Words.max(120),
    version: Words.max(60),
    /** How many controls the whole framework has, and what is counted as one, by whose count. */
    controls: z
      .int({ error: 'must be a whole number: how many controls the framework has' })
      .min(1)
      .max(100_000),
    counted: Told,
    ...Reviewed,
    mappings: z.array(Mapping).min(1).max(2_000),
  })
  .superRefine(({ controls, mappings }, context) => {
    const seen = new Set<string>();
    for (const [index, { control }] of mappings.entries()) {
      if (seen.has(control))
        context.addIssue({ code: 'custom', path: ['mappings', index], message: 'this control stands twice' });
      seen.add(control);
    }
    if (mappings.length > controls)
      context.addIssue({
        code: 'custom',
        path: ['controls'],
        message: `is less than the ${mappings.length} controls that are mapped`,
      });
  });
export type FrameworkFile = z.output<typeof FrameworkFile>;

/** Bytes of a file, at most. */
export const FRAMEWORK_FILE_BYTES = 1_000_000;

export type FrameworkReading = { ok: true; file: FrameworkFile } | { ok: false; problems: string[] };

/** Every mistake at once, each with its place: an entry by its number, from 1, and its control. */
export function readFramework(text: string): FrameworkReading {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return { ok: false, problems: [syntaxProblem(text, error)] };
  }
  const parsed = FrameworkFile.safeParse(value);
  if (parsed.success) return { ok: true, file: parsed.data };
  return { ok: false, problems: parsed.error.issues.map((issue) => problemOf(issue, value)) };
}

function syntaxProblem(text: string, error: unknown): string {
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
