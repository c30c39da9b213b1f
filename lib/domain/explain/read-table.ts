import { cleanLine } from './clean-line';
import { type ClientField, clientField, isPlausible } from './client-fields';
import type { FieldReading } from './read-client-text';

type Input = { lines: readonly string[]; header: number; reading: FieldReading };

/** Format-Table: names, dashes, then a row for each host. The first row is read. */
export function readTable({ lines, header, reading }: Input): boolean {
  const [names, dashes, row] = [lines[header], lines[header + 1], lines[header + 2]].map(
    (line) => cleanLine(line ?? '')[0] ?? '',
  );
  if (!names || !row || !dashes || !/^ *-{3,}( +-{3,})* *$/.test(dashes)) return false;
  const cells = [...dashes.matchAll(/-+/g)].map(({ index }, position, all) => {
    const end = all[position + 1]?.index;
    return { name: names.slice(index, end).trim(), value: row.slice(index, end).trim() };
  });
  const known = cells.flatMap(({ name, value }): [ClientField, string][] => {
    const field = clientField(name);
    return field !== null && isPlausible(field, value) && !reading.fields.has(field) ? [[field, value]] : [];
  });
  if (known.length === 0) return false;
  for (const [field, value] of known) reading.fields.set(field, value);
  for (const used of [header, header + 1, header + 2]) reading.used.add(used);
  return true;
}
