import { CELL_FORMAT, cell, columnName, type SheetCell, textCell, xmlText } from './xlsx-cells';
import { type ZipPart, zipOf } from './zip';

type Row = readonly SheetCell[];

export type Sheet = {
  name: string;
  columns: readonly string[];
  batches: AsyncIterable<readonly Row[]> | Iterable<readonly Row[]>;
};

type Workbook = {
  madeAt: Date;
  /** Tests use fewer. Excel allows 1,048,576 rows, including the header. */
  rowsPerSheet?: number;
};

const EXCEL_ROWS_PER_SHEET = 1_048_575;
/** Well below the 4 GiB limit of one file in an archive. */
const SHEET_BYTES_MAX = 2 ** 31;
/** Small, so that rows with very long texts are not all turned into XML at once. */
const ROWS_PER_PIECE = 100;
const COLUMN_WIDTH_CHARS = 24;

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const RELATIONSHIPS = 'http://schemas.openxmlformats.org/package/2006/relationships';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006/content-types';
const TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

const RELS = `<Relationships xmlns="${RELATIONSHIPS}"><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`;

/** Formats by index: plain, header, text that stays text when edited, time, and share. */
const STYLES = `<styleSheet xmlns="${MAIN}"><numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd\\ hh:mm:ss"/><numFmt numFmtId="165" formatCode="0.0%"/></numFmts><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="5"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" quotePrefix="1"/><xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/><xf numFmtId="165" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`;

const sheetPath = (index: number) => `worksheets/sheet${index + 1}.xml`;

function contentTypes(sheets: readonly string[]): string {
  const override = (path: string, type: string) =>
    `<Override PartName="/xl/${path}" ContentType="${TYPE}.${type}+xml"/>`;
  const parts = sheets.map((_, index) => override(sheetPath(index), 'worksheet')).join('');
  return `<Types xmlns="${PACKAGE}"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>${override('workbook.xml', 'sheet.main')}${override('styles.xml', 'styles')}${parts}</Types>`;
}

function workbook(sheets: readonly string[]): string {
  const list = sheets.map(
    (name, index) => `<sheet name="${xmlText(name)}" sheetId="${index + 1}" r:id="rId${index + 1}"/>`,
  );
  return `<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets>${list.join('')}</sheets></workbook>`;
}

function workbookRels(sheets: readonly string[]): string {
  const relation = (id: number, type: string, target: string) =>
    `<Relationship Id="rId${id}" Type="${OFFICE}/${type}" Target="${target}"/>`;
  const list = sheets.map((_, index) => relation(index + 1, 'worksheet', sheetPath(index)));
  return `<Relationships xmlns="${RELATIONSHIPS}">${list.join('')}${relation(sheets.length + 1, 'styles', 'styles.xml')}</Relationships>`;
}

function part(path: string, xml: string): ZipPart {
  async function* content() {
    yield Buffer.from(HEAD + xml);
  }
  return { path, content: content() };
}

/** Turns batches of any size into small portions of rows, across sheets. */
function supplyOf(batches: AsyncIterator<readonly Row[]> | Iterator<readonly Row[]>) {
  let held: readonly Row[] = [];
  async function hasMore(): Promise<boolean> {
    while (held.length === 0) {
      const next = await batches.next();
      if (next.done) return false;
      held = next.value;
    }
    return true;
  }
  async function take(most: number): Promise<readonly Row[]> {
    if (most < 1 || !(await hasMore())) return [];
    const taken = held.slice(0, most);
    held = held.slice(most);
    return taken;
  }
  return { hasMore, take };
}

type Supply = ReturnType<typeof supplyOf>;

function sheetHead(columns: readonly string[], letters: readonly string[]): string {
  const cells = columns.map((column, index) => textCell(`${letters[index]}1`, column, CELL_FORMAT.head));
  return `${HEAD}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols><col min="1" max="${columns.length}" width="${COLUMN_WIDTH_CHARS}" customWidth="1"/></cols><sheetData><row r="1">${cells.join('')}</row>`;
}

/** One sheet: the header, then rows until it is full or none are left. */
async function* sheetXml(columns: readonly string[], supply: Supply, most: number): AsyncGenerator<Buffer> {
  const letters = columns.map((_, index) => columnName(index));
  const rowXml = (row: Row, number: number) =>
    `<row r="${number}">${row.map((value, index) => cell(`${letters[index]}${number}`, value)).join('')}</row>`;
  let count = 0;
  let bytes = 0;
  yield Buffer.from(sheetHead(columns, letters));
  while (count < most && bytes < SHEET_BYTES_MAX) {
    const rows = await supply.take(Math.min(ROWS_PER_PIECE, most - count));
    if (rows.length === 0) break;
    const first = count + 2;
    const piece = Buffer.from(rows.map((row, index) => rowXml(row, first + index)).join(''));
    count += rows.length;
    bytes += piece.length;
    yield piece;
  }
  const corner = `${letters.at(-1)}${count + 1}`;
  yield Buffer.from(`</sheetData><autoFilter ref="A1:${corner}"/></worksheet>`);
}

const iteratorOf = ({ batches }: Sheet) =>
  Symbol.asyncIterator in batches ? batches[Symbol.asyncIterator]() : batches[Symbol.iterator]();

async function* partsOf({ rowsPerSheet }: Workbook, sheets: readonly Sheet[]): AsyncGenerator<ZipPart> {
  const most = rowsPerSheet ?? EXCEL_ROWS_PER_SHEET;
  const names: string[] = [];
  yield part('_rels/.rels', RELS);
  for (const sheet of sheets) {
    const supply = supplyOf(iteratorOf(sheet));
    let count = 0;
    do {
      const path = `xl/${sheetPath(names.length)}`;
      count += 1;
      names.push(count === 1 ? sheet.name : `${sheet.name} ${count}`);
      yield { path, content: sheetXml(sheet.columns, supply, most) };
    } while (await supply.hasMore());
  }
  // Written after the sheets, whose number is known only now; readers find parts by the archive's directory.
  yield part('[Content_Types].xml', contentTypes(names));
  yield part('xl/workbook.xml', workbook(names));
  yield part('xl/_rels/workbook.xml.rels', workbookRels(names));
  yield part('xl/styles.xml', STYLES);
}

/**
 * An Excel workbook written as it is produced; a full sheet continues on another. It is our own code because
 * the maintained libraries hold the whole table in memory and compress it on the main thread.
 */
export function xlsxOf(book: Workbook, sheets: readonly Sheet[]): AsyncGenerator<Uint8Array> {
  return zipOf(partsOf(book, sheets), book.madeAt);
}
