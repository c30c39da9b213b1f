import type { z } from 'zod';
import { ServiceError } from '@/lib/server/errors';

function pointerOf(path: readonly PropertyKey[]): string {
  return path.map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/** What a bound counts, one and more. */
const UNITS: Readonly<Record<string, readonly [string, string]>> = {
  string: [' character', ' characters'],
  array: [' entry', ' entries'],
  number: ['', ''],
  int: ['', ''],
};

/** The commonest mistakes in words that say what to do; where a schema has its own, those stand. */
const inPlainWords: z.core.$ZodErrorMap = (issue) => {
  if (issue.code !== 'too_small' && issue.code !== 'too_big') return undefined;
  const units = UNITS[issue.origin];
  if (units === undefined || issue.inclusive === false) return undefined;
  const [word, bound] =
    issue.code === 'too_small' ? (['least', issue.minimum] as const) : (['most', issue.maximum] as const);
  return `must be at ${word} ${bound}${units[Number(bound) === 1 ? 0 : 1]}`;
};

/** What a verb does after it authorised: an input that does not fit is a 400 that names the field. */
export function parseInput<Schema extends z.ZodType>(schema: Schema, input: unknown): z.output<Schema> {
  const parsed = schema.safeParse(input, { error: inPlainWords });
  if (parsed.success) return parsed.data;
  throw invalidInput(parsed.error);
}

/** Of a field that nobody asked for, zod names the object; what is wrong is the field. */
function placeOf(issue: z.core.$ZodIssue | undefined): { path: readonly PropertyKey[]; message: string } {
  if (issue?.code === 'unrecognized_keys')
    return { path: [...issue.path, issue.keys[0] ?? ''], message: 'is not known here' };
  return { path: issue?.path ?? [], message: issue?.message ?? 'the input does not fit' };
}

export function invalidInput(error: z.core.$ZodError): ServiceError {
  const { path, message } = placeOf(error.issues[0]);
  const pointer = pointerOf(path);
  const field = pointer ? `${pointer.slice(1)}: ` : '';
  return new ServiceError('invalid_value', `${field}${message}`, { pointer: pointer || undefined });
}
