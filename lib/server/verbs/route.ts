import { z } from 'zod';
import type { Words } from '@/lib/server/verbs/words';

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** What a program is answered where that is not what the verb answers. */
export type Answer<Output> = { schema: z.ZodType; of: (output: Output) => unknown };

/**
 * How a program asks. Members of the input that the path names come from there, the others from the body; without a body,
 * from the words of the address, each by its own name and as its schema says.
 */
export type Route<Input, Output> = {
  at: `${Method} /${string}`;
  /** The member of the input that a part of the path stands for, where it is called otherwise. */
  parts?: Readonly<Record<string, keyof Input & string>>;
  /** 200 where nothing is said. 204 answers nothing. */
  status?: 200 | 201 | 202 | 204;
  /** The group in the API's description; the first part of the path where nothing is said. */
  tag?: string;
  /** The name in the API's description; that of the verb where nothing is said. */
  operation?: string;
  /** Words that are read together, such as those of a filter. */
  words?: Words<Input>;
  /** The member of the input that is the whole body, and what the description says of it. */
  body?: { member: keyof Input & string; described: z.ZodType };
  answer?: Answer<Output>;
  /** Where what was made can be read. */
  location?: (output: Output) => string;
};

/** A list that is whole, as the API answers lists. */
export const listAs = <Row extends z.ZodType>(name: string, row: Row): Answer<readonly z.output<Row>[]> => ({
  schema: z.object({ [name]: z.array(row), nextCursor: z.null() }),
  of: (rows) => ({ [name]: rows, nextCursor: null }),
});
