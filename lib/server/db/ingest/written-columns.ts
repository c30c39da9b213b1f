import type { Db } from '@/lib/server/db/client';
import { inSnakeCase } from '@/lib/util/text';
import { listOf, plainArray, textOf } from './array-elements';

// Each column of a table is defined once. From it follow the type of its rows, the arrays in which they
// travel (array-elements.ts), and every list of columns in a statement.

/** The type of a field, by the kind of its column. */
type Values = {
  id: string;
  integer: number;
  bigint: number;
  boolean: boolean;
  /** Milliseconds since the epoch, or infinity. */
  time: number;
  date: string;
  /** Our own words. Anything that others may have written is `text`. */
  word: string;
  text: string;
  texts: readonly string[];
  hex: string;
  json: string;
  bytes: Uint8Array;
};

type Kind = keyof Values;

/** A question mark says that the field may be null. */
type ColumnKind = Kind | `${Kind}?`;

type ArrayOf<Value> = {
  /** The type of the array's elements. */
  type: string;
  toArray: (values: readonly (Value | null)[]) => unknown;
  /** The SQL value of the column, if it is not the element itself. */
  fromElement?: (element: string) => string;
};

const ARRAYS: { readonly [Of in Kind]: ArrayOf<Values[Of]> } = {
  id: { type: 'uuid', toArray: plainArray },
  integer: { type: 'int', toArray: plainArray },
  bigint: { type: 'bigint', toArray: plainArray },
  boolean: { type: 'boolean', toArray: plainArray },
  time: { type: 'float8', toArray: plainArray, fromElement: (ms) => `to_timestamp(${ms} / 1000)` },
  date: { type: 'date', toArray: plainArray },
  word: { type: 'text', toArray: plainArray },
  text: { type: 'text', toArray: (texts) => texts.map(textOf) },
  texts: {
    type: 'text',
    toArray: (lists) => lists.map((list) => list && listOf(list)),
    fromElement: (list) => `${list}::text[]`,
  },
  hex: { type: 'text', toArray: plainArray, fromElement: (hex) => `decode(${hex}, 'hex')` },
  json: { type: 'text', toArray: (texts) => texts, fromElement: (text) => `${text}::jsonb` },
  bytes: {
    type: 'text',
    toArray: (bodies) => bodies.map((body) => body && Buffer.from(body).toString('base64')),
    fromElement: (text) => `decode(${text}, 'base64')`,
  },
};

type Said = Readonly<Record<string, ColumnKind | { name: string; kind: ColumnKind }>>;

type ValueOf<Of> = Of extends { kind: infer Named }
  ? ValueOf<Named>
  : Of extends `${infer Nullable extends Kind}?`
    ? Values[Nullable] | null
    : Of extends Kind
      ? Values[Of]
      : never;

type Row<Of extends Said> = { -readonly [Field in keyof Of]: ValueOf<Of[Field]> };

type Column<Row> = {
  field: keyof Row;
  name: string;
  type: string;
  /** The SQL value of the column, from `v`, the rows as they come out of their arrays. */
  value: string;
  toArray: (rows: readonly Row[]) => unknown;
};

export type Columns<Row> = readonly Column<Row>[];

/** A row of these columns. */
export type WrittenRow<Of> = Of extends Columns<infer Row> ? Row : never;

function columnOf<Row>(field: keyof Row & string, said: Said[string]): Column<Row> {
  const { name, kind } = typeof said === 'string' ? { name: inSnakeCase(field), kind: said } : said;
  // Sound: without its question mark a kind is one of these, and the type of a row ties its fields to their kinds.
  const { type, toArray, fromElement } = ARRAYS[kind.replace('?', '') as Kind] as ArrayOf<unknown>;
  const element = `v.${name}`;
  return {
    ...{ field, name, type },
    value: fromElement?.(element) ?? element,
    toArray: (rows) => toArray(rows.map((row) => row[field])),
  };
}

/**
 * The columns of a table, by the fields of its rows. A name that is not its field in snake case is given with
 * the kind.
 */
export const columnsOf = <const Of extends Said>(said: Of): Columns<Row<Of>> =>
  Object.entries(said).map(([field, one]) => columnOf<Row<Of>>(field, one));

const namesOf = <Row>(columns: Columns<Row>) => columns.map(({ name }) => name).join(', ');

/** Values that columns get instead of those in their rows. */
type Instead<Row> = { readonly [Field in keyof Row]?: string };

export function insertInto<Row>(table: string, columns: Columns<Row>, instead: Instead<Row> = {}): string {
  const values = columns.map(({ field, value }) => instead[field] ?? value);
  return `INSERT INTO ${table} (${namesOf(columns)}) SELECT ${values.join(', ')}`;
}

/** Replaces a row with the same key. */
export function orReplace<Row>(columns: Columns<Row>, key: readonly (keyof Row)[]): string {
  const ofKey = columns.filter(({ field }) => key.includes(field));
  const replaced = columns.filter((column) => !ofKey.includes(column));
  return `ON CONFLICT (${namesOf(ofKey)}) DO UPDATE SET ${replaced.map(({ name }) => `${name} = excluded.${name}`).join(', ')}`;
}

/** The assignments of an update: all columns except those of the key, by which it finds its rows. */
export const assignments = <Row>(
  columns: Columns<Row>,
  key: readonly (keyof Row)[],
  instead: Instead<Row> = {},
): string =>
  columns
    .filter(({ field }) => !key.includes(field))
    .map(({ field, name, value }) => `${name} = ${instead[field] ?? value}`)
    .join(', ');

/**
 * A statement over rows, which are `v` in it, with the SQL before them and behind them; after each part but
 * the last comes another value. The text is built once, because ingest's connections recognise a prepared
 * statement by it. Returns the number of written rows.
 */
export function statementOver<Row>(columns: Columns<Row>, before: string, ...behind: readonly string[]) {
  const types = columns.map(({ type }) => `::${type}[]`);
  const [first = '', ...further] = behind;
  const texts = [
    `${before} FROM unnest(`,
    ...types.slice(0, -1).map((type) => `${type}, `),
    `${types.at(-1)}) AS v(${namesOf(columns)}) ${first}`,
    ...further,
  ];
  const statement = Object.assign(texts, { raw: texts });
  return async (tx: Db, rows: readonly Row[], ...values: readonly unknown[]): Promise<number> =>
    rows.length === 0
      ? 0
      : tx.$executeRaw(statement, ...columns.map(({ toArray }) => toArray(rows)), ...values);
}
