import { channel } from 'node:diagnostics_channel';
import { Prisma } from '@/prisma/generated/client';

/** Prisma's client, or a connection that rows are read from. */
export type RowReader = {
  $queryRaw: <T = unknown>(texts: TemplateStringsArray, ...values: unknown[]) => Promise<T>;
};

/** What a column of an answer is read as. A `bigint` is read by streams and of the audit log; elsewhere it is made a number. */
type Values = {
  text: string;
  texts: string[];
  number: number;
  bigint: bigint;
  boolean: boolean;
  time: Date;
  bytes: Uint8Array;
  json: unknown;
};

export type Kind = keyof Values;

/** A question mark says that PostgreSQL may answer null. */
type ColumnKind = Kind | `${Kind}?`;

/** The columns of an answer. The type of its rows is made of them. */
export type Columns = Readonly<Record<string, ColumnKind>>;

declare const value: unique symbol;

/** A kind whose values are of a narrower type. */
export type Typed<T> = Kind & { readonly [value]: T };

type KindOf<T> = T extends string ? 'text' : T extends readonly string[] ? 'texts' : 'json';

/** A column that holds words of a list, or JSON of a shape: `typed<State | null>('text')`. */
export const typed = <T>(kind: KindOf<NonNullable<T>>) =>
  // Sound: only the compiler knows of the type, and the column is its kind.
  kind as Typed<T>;

type ValueOf<Column> = Column extends { readonly [value]: infer T }
  ? T
  : Column extends `${infer Of extends Kind}?`
    ? Values[Of] | null
    : Column extends Kind
      ? Values[Column]
      : never;

type Row<Of extends Columns> = { -readonly [Name in keyof Of]: ValueOf<Of[Name]> };

export type Stated = { name: string; columns: Columns; statement: Prisma.Sql };

/** Tells whoever listens what is asked and what is expected. Only a test does. */
export const statements = channel('guarded-fabric.statements');

/** A statement, and the columns that its reader expects of it. */
export function stated(name: string, columns: Columns, statement: Prisma.Sql): Prisma.Sql {
  if (statements.hasSubscribers) statements.publish({ name, columns, statement } satisfies Stated);
  return statement;
}

type Ask<Row> = (
  db: RowReader,
) => (texts: TemplateStringsArray, ...values: readonly unknown[]) => Promise<Row[]>;

/** A row of what `rowsOf` asks for. */
export type RowOf<Asked extends Ask<object>> = Awaited<ReturnType<ReturnType<Asked>>>[number];

/**
 * Asks like `$queryRaw`, for rows with these columns. TypeScript cannot look into SQL. That PostgreSQL answers with these
 * columns and types is compared by fleet/answers/statements.test.ts and test/statements.test.ts, which know each statement by its name.
 */
export const rowsOf =
  <const Of extends Columns>(name: string, columns: Of): Ask<Row<Of>> =>
  (db) =>
  (texts, ...values) => {
    if (statements.hasSubscribers) stated(name, columns, Prisma.sql(texts, ...values));
    // As it stands in the source: ingest knows by it a statement that the connection has prepared.
    return db.$queryRaw<Row<Of>[]>(texts, ...values);
  };
