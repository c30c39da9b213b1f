import { channel } from 'node:diagnostics_channel';
import { Prisma } from '@/prisma/generated/client';

/** Prisma's client, or a connection that rows are read from. */
export type RowReader = {
  $queryRaw: <T = unknown>(texts: TemplateStringsArray, ...values: unknown[]) => Promise<T>;
};

/** As what a column of an answer is read. A `bigint` is read by streams and of the audit log; elsewhere it is made a number. */
export type Kind = 'text' | 'texts' | 'number' | 'bigint' | 'boolean' | 'time' | 'bytes' | 'json';

type KindOf<T> = T extends string
  ? 'text'
  : T extends number
    ? 'number'
    : T extends bigint
      ? 'bigint'
      : T extends boolean
        ? 'boolean'
        : T extends Date
          ? 'time'
          : T extends Uint8Array
            ? 'bytes'
            : T extends readonly string[]
              ? 'texts'
              : 'json';

/** The columns of a row, each with the kind that its type asks for. */
export type Kinds<Row> = { [Name in keyof Row]-?: KindOf<NonNullable<Row[Name]>> };

export type Stated = { name: string; kinds: Readonly<Record<string, Kind>>; statement: Prisma.Sql };

/** Tells whoever listens what is asked and what is expected. Only a test does. */
export const statements = channel('guarded-fabric.statements');

/** A statement, and the columns that its reader expects of it. */
export function stated(
  name: string,
  kinds: Readonly<Record<string, Kind>>,
  statement: Prisma.Sql,
): Prisma.Sql {
  if (statements.hasSubscribers) statements.publish({ name, kinds, statement } satisfies Stated);
  return statement;
}

/**
 * Asks like `$queryRaw`, for rows with these columns. TypeScript cannot look into SQL. That PostgreSQL answers with these
 * columns and types is compared by fleet/answers/statements.test.ts and test/statements.test.ts, which know each statement by its name.
 */
export const rowsOf =
  <Row extends object>(name: string, kinds: Kinds<Row>) =>
  (db: RowReader) =>
  (texts: TemplateStringsArray, ...values: readonly unknown[]): Promise<Row[]> => {
    if (statements.hasSubscribers) stated(name, kinds, Prisma.sql(texts, ...values));
    // As it stands in the source: ingest knows by it a statement that the connection has prepared.
    return db.$queryRaw<Row[]>(texts, ...values);
  };
