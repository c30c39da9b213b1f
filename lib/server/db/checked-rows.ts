import { channel } from 'node:diagnostics_channel';
import { Prisma } from '@/prisma/generated/client';

/** Prisma's client, or a connection from which rows are read. */
export type RowReader = {
  $queryRaw: <T = unknown>(texts: TemplateStringsArray, ...values: unknown[]) => Promise<T>;
};

/**
 * The type of a column's values. Only files of hosts and the audit log ask for a `bigint`; elsewhere it becomes
 * a number.
 */
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

/** A question mark means that the column may be null. */
type ColumnKind = Kind | `${Kind}?`;

/** The columns of an answer, from which the type of its rows follows. */
export type Columns = Readonly<Record<string, ColumnKind>>;

declare const value: unique symbol;

/** A kind whose values have a narrower type. */
export type Typed<T> = Kind & { readonly [value]: T };

type KindOf<T> = T extends string ? 'text' : T extends readonly string[] ? 'texts' : 'json';

/** A column with words of a list, or JSON of a shape: `typed<State | null>('text')`. */
export const typed = <T>(kind: KindOf<NonNullable<T>>) =>
  // Sound: only the compiler sees the type, and the column has this kind.
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

/** Publishes each statement with the columns it expects. Only a test listens. */
export const statements = channel('guarded-fabric.statements');

/** A statement, and the columns that its reader expects. */
export function stated(name: string, columns: Columns, statement: Prisma.Sql): Prisma.Sql {
  if (statements.hasSubscribers) statements.publish({ name, columns, statement } satisfies Stated);
  return statement;
}

type Ask<Row> = (
  db: RowReader,
) => (texts: TemplateStringsArray, ...values: readonly unknown[]) => Promise<Row[]>;

/** A row of the answer to a `rowsOf` query. */
export type RowOf<Asked extends Ask<object>> = Awaited<ReturnType<ReturnType<Asked>>>[number];

/**
 * Queries like `$queryRaw`, for rows with these columns. TypeScript cannot look into SQL, so
 * fleet/answers/statements.test.ts and test/statements.test.ts compare these columns and types with
 * PostgreSQL's. They find each statement by its name.
 */
export const rowsOf =
  <const Of extends Columns>(name: string, columns: Of): Ask<Row<Of>> =>
  (db) =>
  (texts, ...values) => {
    if (statements.hasSubscribers) stated(name, columns, Prisma.sql(texts, ...values));
    // The text stays as in the source, because ingest's connections recognise a prepared statement by it.
    return db.$queryRaw<Row<Of>[]>(texts, ...values);
  };
