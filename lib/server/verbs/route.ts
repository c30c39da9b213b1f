import { z } from 'zod';
import type { Words } from '@/lib/server/verbs/words';

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** A program's answer, if it differs from the verb's. */
export type Answer<Output> = { schema: z.ZodType; of: (output: Output) => unknown };

/**
 * How a program calls a verb. Members of the input that the path names come from the path, the others from
 * the body; without a body, from the words of the address, each with its own name and schema.
 */
export type Route<Input, Output> = {
  at: `${Method} /${string}`;
  /** The member of the input for a part of the path with a different name. */
  parts?: Readonly<Record<string, keyof Input & string>>;
  /** Defaults to 200. 204 has no answer. */
  status?: 200 | 201 | 202 | 204;
  /** The group in the API's description; defaults to the first part of the path. */
  tag?: string;
  /** The name in the API's description; defaults to the verb's. */
  operation?: string;
  /** Words that are read together, such as those of a filter. */
  words?: Words<Input>;
  /** The member of the input that is the whole body, with its description. */
  body?: { member: keyof Input & string; described: z.ZodType };
  answer?: Answer<Output>;
  /** The address at which the result can be read. */
  location?: (output: Output) => string;
};

/** A complete list in the API's form of lists. */
export const listAs = <Row extends z.ZodType>(name: string, row: Row): Answer<readonly z.output<Row>[]> => ({
  schema: z.object({ [name]: z.array(row), nextCursor: z.null() }),
  of: (rows) => ({ [name]: rows, nextCursor: null }),
});
