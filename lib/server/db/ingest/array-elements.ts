import { storableText } from '@/lib/util/text';

/**
 * Batches travel as one array parameter per column (unnest), so that a statement's text never changes with
 * the number of rows. These functions make the elements; every use casts them in SQL.
 */
export const timeOf = (ms: number | null): string | null =>
  ms === null ? null : ms === Number.POSITIVE_INFINITY ? 'infinity' : new Date(ms).toISOString();

/**
 * A whole array parameter of values that need no quotes: ids, hex, numbers, flags, words of ours. The driver
 * would search each one for characters to escape.
 */
export const plainArray = (values: readonly (string | number | boolean | null)[]): string =>
  `{${values.map((value) => value ?? 'NULL').join()}}`;

export const hexOf = (bytes: Uint8Array | null): string | null =>
  bytes === null ? null : Buffer.from(bytes).toString('hex');

/** A list of names as PostgreSQL array text, because unnest would flatten nested arrays. */
export const listOf = (names: readonly string[]): string =>
  `{${names.map((name) => `"${storableText(name).replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`).join(',')}}`;

export const textOf = (text: string | null): string | null => (text === null ? null : storableText(text));

/** The milliseconds of a timestamptz that the adapter returned as a Date, or null. */
export const msOf = (date: Date | null): number | null => (date === null ? null : date.getTime());
