import type { z } from 'zod';
import { ServiceError } from '@/lib/server/errors';

function pointerOf(path: readonly PropertyKey[]): string {
  return path.map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/** What a verb does after it authorised: an input that does not fit is a 400 that names the field. */
export function parseInput<Schema extends z.ZodType>(schema: Schema, input: unknown): z.output<Schema> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  throw invalidInput(parsed.error);
}

export function invalidInput(error: z.core.$ZodError): ServiceError {
  const issue = error.issues[0];
  const pointer = pointerOf(issue?.path ?? []);
  const field = pointer ? `${pointer.slice(1)}: ` : '';
  return new ServiceError('invalid_value', `${field}${issue?.message ?? 'the input does not fit'}`, {
    pointer: pointer || undefined,
  });
}
