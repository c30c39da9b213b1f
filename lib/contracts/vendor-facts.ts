import { z } from 'zod';
import { syntaxProblem } from '@/lib/contracts/framework-file';
import { Line, Prose } from '@/lib/contracts/text';

const Words = Prose.max(1_000);

/** What a vendor says of Secure Boot, with where and when it was read: such facts go on changing. */
export const VendorFact = z.strictObject({
  about: Line.max(100),
  /** One text, or one for each language of the console. */
  text: z.union([Words, z.strictObject({ en: Words, fr: Words })], {
    error: 'must be a text, or { "en": …, "fr": … }',
  }),
  source: Line.max(300),
  url: z.url({ protocol: /^https?$/, error: 'must be an address that begins with https://' }).max(1_000),
  readOn: z.iso.date({ error: 'must be the day on which it was read, such as 2026-11-24' }),
});
export type VendorFact = z.output<typeof VendorFact>;

export const VENDOR_FACTS_AT_MOST = 100;
const File = z
  .array(VendorFact, { error: 'must be a list of facts' })
  .min(1, { error: 'has no fact in it' })
  .max(VENDOR_FACTS_AT_MOST);

export type VendorFactsReading = { ok: true; facts: VendorFact[] } | { ok: false; problems: string[] };

/** Every mistake at once, each with its place: a fact by its number, from 1, and what it is about. */
export function readVendorFacts(text: string, now: Date): VendorFactsReading {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return { ok: false, problems: [syntaxProblem(text, error)] };
  }
  const parsed = File.safeParse(value);
  const problems = parsed.success
    ? furtherProblems(parsed.data, now)
    : parsed.error.issues.map((issue) => problemOf(issue, value));
  return parsed.success && problems.length === 0 ? { ok: true, facts: parsed.data } : { ok: false, problems };
}

/** It is tomorrow in the east before it is here. */
const FARTHEST_EAST_MS = 14 * 3_600_000;

function furtherProblems(facts: readonly VendorFact[], now: Date): string[] {
  const today = new Date(now.getTime() + FARTHEST_EAST_MS).toISOString().slice(0, 10);
  return facts.flatMap(({ about, readOn }, index) => {
    const place = `fact ${index + 1} (${about})`;
    const isSecond = facts.findIndex((other) => other.about === about) < index;
    return [
      ...(readOn > today ? [`${place}, readOn: ${readOn} lies in the future`] : []),
      ...(isSecond ? [`${place}: there is one about this already`] : []),
    ];
  });
}

function problemOf(issue: z.core.$ZodIssue, value: unknown): string {
  const isUnknown = issue.code === 'unrecognized_keys';
  const [index, ...rest] = isUnknown ? [...issue.path, issue.keys[0] ?? ''] : issue.path;
  const message = isUnknown ? 'is not known here' : issue.message;
  if (typeof index !== 'number') return message;
  const about: unknown = (value as { about?: unknown }[])[index]?.about;
  const named = typeof about === 'string' ? ` (${about.slice(0, 60)})` : '';
  return `${[`fact ${index + 1}${named}`, ...rest.map(String)].join(', ')}: ${message}`;
}
