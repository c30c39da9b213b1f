import { z } from 'zod';
import { Line, Prose } from '@/lib/contracts/text';
import { CONTROL_RELATIONS } from '@/lib/domain/report/controls';
import {
  ATTESTATION_STATUSES,
  DOCUMENTED_CHECKS,
  KNOWN_CHECKS,
  SPECIAL_CAUSES,
} from '@/lib/domain/vocabulary';

/** The possible mistakes of a file. Their texts are in the reader's language. */
const MISTAKES = [
  'notTold',
  'noCheck',
  'noCause',
  'namedTwice',
  'noDay',
  'halfReviewed',
  'noRelation',
  'mapsNothing',
  'noKey',
  'noCount',
  'standsTwice',
  'tooManyMapped',
  'inFuture',
  'syntax',
  'notKnown',
  'otherType',
  'tooSmall',
  'tooLarge',
  'badCharacter',
  'otherwise',
] as const;
type MistakeCode = (typeof MISTAKES)[number];

export type FrameworkMistake = {
  /** The member, and the entry that contains it; null if the text itself is wrong. */
  place: { entry: { number: number; control: string | null } | null; member: string } | null;
  code: MistakeCode;
  words: Record<string, string | number>;
};

/** The language of mistakes. */
export const MistakeLang = z.enum(['en', 'fr']).default('en');

/**
 * Which checks and causes concern which controls of a framework, by somebody's interpretation: the product's,
 * and files that customers import (docs/operate.md, Frameworks). Each text is a single one, or one for each
 * language of reports.
 */
export const Told = z.union([Prose.max(500), z.strictObject({ en: Prose.max(500), fr: Prose.max(500) })], {
  error: 'notTold' satisfies MistakeCode,
});
export type Told = z.infer<typeof Told>;

/** The causes by which a host does not pass. */
export const MAPPED_CAUSES = [
  ...KNOWN_CHECKS,
  ...ATTESTATION_STATUSES.filter((status) => status !== 'Passed'),
  ...SPECIAL_CAUSES,
] as const;

const mistake = (code: MistakeCode, words: FrameworkMistake['words'] = {}) => ({
  ...{ code: 'custom' as const, message: code, params: { words } },
});

const oneOf = (words: readonly string[], code: 'noCheck' | 'noCause') =>
  z.string().superRefine((word, context) => {
    if (words.includes(word)) return;
    context.addIssue(mistake(code, { word: JSON.stringify(word), known: words.join(', ') }));
  });

const distinct = <Item extends z.ZodType>(item: Item) =>
  z
    .array(item)
    .max(100)
    .refine((words) => new Set(words).size === words.length, { error: 'namedTwice' satisfies MistakeCode })
    .default([]);

const Reviewed = {
  /** The person or body whose interpretation of the framework it is. */
  source: Told,
  /** Who else reviewed it, and when. Both are null if nobody did. */
  reviewedBy: Line.max(500).nullable(),
  reviewedAt: z.iso.date({ error: 'noDay' satisfies MistakeCode }).nullable(),
};
type Review = { reviewedBy: string | null; reviewedAt: string | null };

/** The review of one line: its own if it has one. */
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
    relation: z.enum(CONTROL_RELATIONS, { error: 'noRelation' satisfies MistakeCode }),
    /** The evidence of every host has to support all of these. */
    checks: distinct(oneOf(DOCUMENTED_CHECKS, 'noCheck')),
    /** No host may have one of these causes. */
    causes: distinct(oneOf(MAPPED_CAUSES, 'noCause')),
    reason: Told,
    /** The interpretation of this line only, if it differs from the rest in person or date. */
    ...z.object(Reviewed).partial().shape,
  })
  .refine(({ checks, causes }) => checks.length + causes.length > 0, {
    error: 'mapsNothing' satisfies MistakeCode,
  });

export const FRAMEWORK_KEY = /^[a-z0-9][a-z0-9.-]{0,59}$/;

/** This text is also the answer to a request for a framework by name. */
const NO_KEY = 'must be small letters, digits, dots and dashes, 60 at most, such as nis2-fr';

export const FrameworkKey = z.string().regex(FRAMEWORK_KEY, { error: NO_KEY });

export const FrameworkFile = z
  .strictObject({
    framework: FrameworkKey,
    name: Line.max(120),
    version: Line.max(60),
    /** How many controls the whole framework has, what counts as one, and who counted. */
    controls: z
      .int({ error: 'noCount' satisfies MistakeCode })
      .min(1)
      .max(100_000),
    counted: Told,
    ...Reviewed,
    mappings: z.array(Mapping).min(1).max(2_000),
  })
  .superRefine(({ mappings, ...file }, context) => {
    const ofFile = missingHalf(file);
    if (ofFile !== null) context.addIssue({ ...mistake('halfReviewed'), path: [ofFile] });
    for (const [index, mapping] of mappings.entries()) {
      const half = missingHalf(reviewOf(file, mapping));
      if (half !== null && ofFile === null)
        context.addIssue({ ...mistake('halfReviewed'), path: ['mappings', index, half] });
    }
  })
  .superRefine(({ controls, mappings }, context) => {
    const seen = new Set<string>();
    for (const [index, { control }] of mappings.entries()) {
      if (seen.has(control)) context.addIssue({ ...mistake('standsTwice'), path: ['mappings', index] });
      seen.add(control);
    }
    if (controls > 0 && mappings.length > controls)
      context.addIssue({
        ...mistake('tooManyMapped', { controls, mapped: mappings.length }),
        path: ['controls'],
      });
  });
export type FrameworkFile = z.output<typeof FrameworkFile>;

/** Any content: `readFramework` says what is wrong with it. */
export const BringFrameworkInput = z.strictObject({ file: z.unknown(), lang: MistakeLang });
export const RemoveFrameworkInput = z.strictObject({ key: z.string() });

export type FrameworkReading =
  | { ok: true; file: FrameworkFile }
  | { ok: false; mistakes: readonly FrameworkMistake[] };

/** Tomorrow begins earlier in the east than here. */
const FARTHEST_EAST_MS = 14 * 3_600_000;

/** A review in the future does not count. */
function futureReviews({ mappings, reviewedAt }: FrameworkFile, now: Date): FrameworkMistake[] {
  const today = new Date(now.getTime() + FARTHEST_EAST_MS).toISOString().slice(0, 10);
  const told = (day: string | null | undefined, path: PropertyKey[]): FrameworkMistake[] =>
    typeof day === 'string' && day > today
      ? [{ place: placeOf(path, { mappings }), code: 'inFuture', words: { day } }]
      : [];
  return [
    ...told(reviewedAt, ['reviewedAt']),
    ...mappings.flatMap((mapping, index) => told(mapping.reviewedAt, ['mappings', index, 'reviewedAt'])),
  ];
}

/** All mistakes at once, each with its place: an entry by its number, from 1, and its control. */
export function readFramework(text: string, now: Date): FrameworkReading {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const words = { problem: syntaxProblem(text, error) };
    return { ok: false, mistakes: [{ place: null, code: 'syntax', words }] };
  }
  const parsed = FrameworkFile.safeParse(value);
  if (parsed.success) {
    const mistakes = futureReviews(parsed.data, now);
    return mistakes.length === 0 ? { ok: true, file: parsed.data } : { ok: false, mistakes };
  }
  return { ok: false, mistakes: parsed.error.issues.map((issue) => mistakeOf(issue, value)) };
}

/** The place at which a text is not JSON. */
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

function mistakeOf(issue: Issue, value: unknown): FrameworkMistake {
  const path = issue.code === 'unrecognized_keys' ? [...issue.path, issue.keys[0] ?? ''] : issue.path;
  const place = placeOf(path, value);
  const own = MISTAKES.find((code) => code === issue.message);
  if (own === undefined) return { place, ...ofSchema(issue) };
  // Sound: only `mistake` gives an issue parameters.
  const words = issue.code === 'custom' ? (issue.params?.words as FrameworkMistake['words'] | undefined) : {};
  return { place, code: own, words: words ?? {} };
}

/** The mistake for parts of a file without a rule of their own. */
function ofSchema(issue: Issue): Omit<FrameworkMistake, 'place'> {
  if (issue.code === 'unrecognized_keys') return { code: 'notKnown', words: {} };
  if (issue.message === NO_KEY) return { code: 'noKey', words: {} };
  if (issue.code === 'invalid_type') return { code: 'otherType', words: { expected: issue.expected } };
  if (issue.code === 'too_small')
    return { code: 'tooSmall', words: { origin: issue.origin, least: Number(issue.minimum) } };
  if (issue.code === 'too_big')
    return { code: 'tooLarge', words: { origin: issue.origin, most: Number(issue.maximum) } };
  const [, mark] = /^holds (U\+[0-9A-F]{4})/.exec(issue.message) ?? [];
  if (mark !== undefined) return { code: 'badCharacter', words: { mark } };
  return { code: 'otherwise', words: { message: issue.message } };
}

/** `mappings[3].checks[0]` is `checks 1` of entry 4 and its control. */
function placeOf(path: readonly PropertyKey[], value: unknown): FrameworkMistake['place'] {
  const [first, index, ...rest] = path;
  if (first !== 'mappings' || typeof index !== 'number') return { entry: null, member: wordsOf(path) };
  const control: unknown = (value as { mappings?: { control?: unknown }[] }).mappings?.[index]?.control;
  const named = typeof control === 'string' ? control.slice(0, 60) : null;
  return { entry: { number: index + 1, control: named }, member: wordsOf(rest) };
}

const wordsOf = (path: readonly PropertyKey[]) =>
  path.map((key) => (typeof key === 'number' ? key + 1 : String(key))).join(' ');
