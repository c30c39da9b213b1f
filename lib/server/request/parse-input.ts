import type { z } from 'zod';
import { AGENT_LIMITS } from '@/lib/contracts/agent';
import { ServiceError } from '@/lib/server/errors';
import { jsonDepth } from '@/lib/util/json-depth';
import { jsonPointer } from '@/lib/util/json-pointer';

/** What a limit counts, singular and plural. */
const UNITS: Readonly<Record<string, readonly [string, string]>> = {
  string: [' character', ' characters'],
  array: [' entry', ' entries'],
  number: ['', ''],
  int: ['', ''],
};

const KINDS: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
};

/** What was expected: one of a closed list, or a kind of value. */
function expected(issue: z.core.$ZodRawIssue): string | undefined {
  if (issue.code === 'invalid_value') {
    const values = issue.values.map(String).join(', ');
    return issue.values.length === 1 ? values : `one of ${values}`;
  }
  return issue.code === 'invalid_type' ? KINDS[issue.expected] : undefined;
}

/** The most common mistakes in words that say what to do; a schema's own words take precedence. */
const inPlainWords: z.core.$ZodErrorMap = (issue) => {
  const what = expected(issue);
  if (what !== undefined) return issue.input === undefined ? `must be given: ${what}` : `must be ${what}`;
  if (issue.code !== 'too_small' && issue.code !== 'too_big') return undefined;
  const units = UNITS[issue.origin];
  if (units === undefined || issue.inclusive === false) return undefined;
  const [word, bound] =
    issue.code === 'too_small' ? (['least', issue.minimum] as const) : (['most', issue.maximum] as const);
  return `must be at ${word} ${bound}${units[Number(bound) === 1 ? 0 : 1]}`;
};

/** Called by a verb after it authorised: an invalid input is a 400 that names the field. */
export function parseInput<Schema extends z.ZodType>(schema: Schema, input: unknown): z.output<Schema> {
  const parsed = schema.safeParse(input, { error: inPlainWords });
  if (parsed.success) return parsed.data;
  throw invalidInput(parsed.error);
}

/** A body as its contract reads it. An unknown member gets 422, unlike an invalid value. */
export function readBody<Schema extends z.ZodType>(schema: Schema, body: unknown): z.output<Schema> {
  if (body === undefined || body === null)
    throw new ServiceError('invalid_json', 'The body is empty: send JSON');
  const unknown = schema.safeParse(body).error?.issues.find(({ code }) => code === 'unrecognized_keys');
  if (unknown?.code === 'unrecognized_keys') {
    const path = [...unknown.path, unknown.keys[0] ?? ''].map(String);
    throw new ServiceError('unknown_member', `${path.join('.')}: is not known here`, {
      pointer: jsonPointer(path),
    });
  }
  return parseInput(schema, body);
}

/** The place of a mistake. If a field is unknown, zod names the object, but the field is what is wrong. */
function placeOf(issue: z.core.$ZodIssue | undefined): { path: readonly PropertyKey[]; message: string } {
  if (issue?.code === 'unrecognized_keys')
    return { path: [...issue.path, issue.keys[0] ?? ''], message: 'is not known here' };
  return { path: issue?.path ?? [], message: issue?.message ?? 'the input does not fit' };
}

export function invalidInput(error: z.core.$ZodError): ServiceError {
  const { path, message } = placeOf(error.issues[0]);
  const pointer = jsonPointer(path);
  const field = pointer ? `${pointer.slice(1)}: ` : '';
  return new ServiceError('invalid_value', `${field}${message}`, { pointer: pointer || undefined });
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** JSON from an agent. TextDecoder drops a byte order mark, which Windows PowerShell 5.1 may write. */
export function parseAgentJson(bytes: Uint8Array): unknown {
  try {
    const text = utf8.decode(bytes);
    if (jsonDepth(text) > AGENT_LIMITS.depth)
      throw new ServiceError('invalid_json', `JSON may be nested ${AGENT_LIMITS.depth} deep`);
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof ServiceError) throw error;
    throw new ServiceError('invalid_json', 'The body is not valid JSON in UTF-8', { cause: error });
  }
}

/**
 * The parts of an agent's request besides its snapshots: refused as a whole (422) if they are not as
 * documented.
 */
export function parseEnvelope<Schema extends z.ZodType>(schema: Schema, body: unknown): z.output<Schema> {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const pointer = (issue?.path ?? []).map((key) => `/${String(key)}`).join('');
  throw new ServiceError(
    'invalid_envelope',
    `${pointer || 'body'}: ${issue?.message ?? 'not as documented'}`,
    { pointer },
  );
}
