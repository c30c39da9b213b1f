import { type Cell, table } from '@/apps/cli/output';
import { isRecord } from '@/lib/util/guards';

const isScalar = (value: unknown): value is Cell =>
  value === null || ['string', 'number', 'boolean'].includes(typeof value);

/** What has room in one cell: a value, several of them, or the name of a thing. */
function cellOf(value: unknown): Cell | undefined {
  if (isScalar(value)) return value;
  if (Array.isArray(value)) return value.every(isScalar) ? value.join(', ') : undefined;
  return isRecord(value) && typeof value.name === 'string' ? value.name : undefined;
}

const cellsOf = (record: object): [string, Cell][] =>
  Object.entries(record).flatMap(([name, value]): [string, Cell][] => {
    const cell = cellOf(value);
    return cell === undefined ? [] : [[name, cell]];
  });

function tableOf(rows: readonly unknown[]): string[] {
  const cells = rows.map((row) => Object.fromEntries(isRecord(row) ? cellsOf(row) : []));
  const head = [...new Set(cells.flatMap(Object.keys))];
  if (rows.length === 0) return [];
  return table(
    head,
    cells.map((row) => head.map((name) => row[name] ?? null)),
  );
}

const isTable = (value: unknown): value is unknown[] => Array.isArray(value) && value.some(isRecord);

/**
 * Any answer as a table: a list with a row for each entry, and everything else word by word, with its lists below it. What
 * has no room in a cell is left out, and `--json` has it.
 */
export function linesOf(answer: unknown): string[] {
  if (answer === undefined) return [];
  if (isTable(answer)) return tableOf(answer);
  if (!isRecord(answer)) return isScalar(answer) ? table([], [[answer]]).slice(1) : [];
  if ('nextCursor' in answer) return tableOf(Object.values(answer).find(isTable) ?? []);
  return [
    ...table(['word', 'value'], cellsOf(answer)),
    ...Object.entries(answer).flatMap(([name, value]) =>
      isTable(value) ? ['', name, ...tableOf(value)] : isRecord(value) ? nestedLines(name, value) : [],
    ),
  ];
}

function nestedLines(name: string, value: object): string[] {
  const cells = cellsOf(value);
  return cells.length === 0 || cellOf(value) !== undefined
    ? []
    : ['', name, ...table(['word', 'value'], cells)];
}
