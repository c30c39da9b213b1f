import { execFile } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { temporaryFolder } from './temporary-folder';

/** A cell as LibreOffice understood it. A date has no zone. */
export type OfficeCell = number | string | { date: string } | null;

const CELL = /<table:(?:covered-)?table-cell([^>]*?)(?:\/>|>(.*?)<\/table:(?:covered-)?table-cell>)/gs;
const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

const decoded = (text: string) =>
  text.replace(/&(#x?[\da-f]+|\w+);/gi, (_, name: string) => {
    if (!name.startsWith('#')) return ENTITIES[name] ?? '';
    const isHex = /^#x/i.test(name);
    return String.fromCodePoint(Number.parseInt(name.slice(isHex ? 2 : 1), isHex ? 16 : 10));
  });

const attribute = (attributes: string, name: string) =>
  new RegExp(`\\b${name}="([^"]*)"`).exec(attributes)?.[1];

function cellOf(attributes: string, inside: string): OfficeCell {
  const type = attribute(attributes, 'office:value-type');
  if (type === undefined) return null;
  if (type === 'date') return { date: attribute(attributes, 'office:date-value') ?? '' };
  if (type !== 'string') return Number(attribute(attributes, 'office:value'));
  const spaced = inside.replace(/<text:s(?: text:c="(\d+)")?\/>/g, (_, count = '1') =>
    ' '.repeat(Number(count)),
  );
  return decoded(
    spaced
      .replace(/<\/text:p>\s*<text:p>/g, '\n')
      .replace(/<[^>]*>/g, '')
      .trim(),
  );
}

/** The cells of a row without the empty ones behind the last, which the format writes as one that is repeated. */
function rowOf(markup: string): OfficeCell[] {
  const cells = [...markup.matchAll(CELL)].flatMap(([, attributes = '', inside = '']) => {
    const value = cellOf(attributes, inside);
    const times = Number(attribute(attributes, 'table:number-columns-repeated') ?? 1);
    return Array.from({ length: value === null ? Math.min(times, 100) : times }, () => value);
  });
  while (cells.length > 0 && cells.at(-1) === null) cells.pop();
  return cells;
}

/** The sheets of a flat OpenDocument file, each with its rows. */
function sheetsOf(document: string): Map<string, OfficeCell[][]> {
  const tables = document.matchAll(/<table:table table:name="([^"]*)".*?<\/table:table>/gs);
  return new Map(
    [...tables].map(([markup, name = '']) => [
      decoded(name),
      [...markup.matchAll(/<table:table-row.*?<\/table:table-row>/gs)]
        .map(([row]) => rowOf(row))
        .filter((cells) => cells.length > 0),
    ]),
  );
}

/** As Windows numbers languages: by them numbers and dates are read. */
const LANGUAGES = { ',': 1033, ';': 1036 } as const;

/** UTF-8 with this separator, every column as LibreOffice in English or, for `;`, in French takes it by itself. */
const csvFilter = (separator: keyof typeof LANGUAGES) =>
  `--infilter=Text - txt - csv (StarCalc):${separator.charCodeAt(0)},34,76,1,,${LANGUAGES[separator]},false,true`;

/** What LibreOffice makes of a spreadsheet. A start takes seconds: one for each file, and they may run at once. */
export async function openInLibreOffice(
  bytes: Uint8Array,
  { as, separator }: { as: 'xlsx' | 'csv'; separator?: keyof typeof LANGUAGES },
): Promise<Map<string, OfficeCell[][]>> {
  const folder = temporaryFolder('gf-office-');
  const file = path.join(folder, `report.${as}`);
  writeFileSync(file, bytes);
  const profile = `-env:UserInstallation=${pathToFileURL(path.join(folder, 'profile'))}`;
  const filter = separator === undefined ? [] : [csvFilter(separator)];
  const output = ['--convert-to', 'fods', '--outdir', path.join(folder, 'out')];
  try {
    await promisify(execFile)('soffice', [profile, '--headless', ...filter, ...output, file]);
    return sheetsOf(readFileSync(path.join(folder, 'out', 'report.fods'), 'utf8'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
