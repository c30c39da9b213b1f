import { strFromU8, unzipSync } from 'fflate';

export type Sheet = { name: string; rows: (string | number | null)[][] };

const TOKEN =
  /<\?xml [^<>]*\?>|<(\/?)([\w:]+)((?:\s+[\w:]+="[^"<]*")*)\s*(\/?)>|([^<&>]+|&(?:amp|lt|gt|quot);)/y;
const ATTRIBUTE = /([\w:]+)="([^"]*)"/g;
const ENTITIES: ReadonlyMap<string, string> = new Map([
  ['&amp;', '&'],
  ['&lt;', '<'],
  ['&gt;', '>'],
  ['&quot;', '"'],
]);
/** What XML 1.0 has no place for. */
const NO_XML = /(?![\t\n\r])[\p{Cc}]|[\uFFFE\uFFFF]/u;

type Element = { tag: string; attributes: Record<string, string>; children: Element[]; text: string };

const element = (tag: string, attributes: string): Element => ({
  tag,
  attributes: Object.fromEntries([...attributes.matchAll(ATTRIBUTE)].map(([, name, value]) => [name, value])),
  children: [],
  text: '',
});

/** XML, strictly: every tag closed, nothing that XML cannot hold. */
function parseXml(source: string): Element {
  if (NO_XML.test(source)) throw new Error('A character that XML cannot hold');
  const root = element('', '');
  const open = [root];
  const token = new RegExp(TOKEN);
  while (token.lastIndex < source.length) {
    const start = token.lastIndex;
    const match = token.exec(source);
    if (match === null) throw new Error(`No XML at ${start}: ${source.slice(start, start + 60)}`);
    const [, closes, tag, attributes = '', isEmpty, text] = match;
    const parent = open.at(-1) ?? root;
    if (text !== undefined) parent.text += ENTITIES.get(text) ?? text;
    if (tag === undefined) continue;
    if (closes) {
      if (parent.tag !== tag) throw new Error(`</${tag}> closes <${parent.tag}>`);
      open.pop();
      continue;
    }
    const child = element(tag, attributes);
    parent.children.push(child);
    if (!isEmpty) open.push(child);
  }
  const [only, ...others] = root.children;
  if (open.length > 1 || only === undefined || others.length > 0) throw new Error('Not one closed element');
  return only;
}

function* within({ children }: Element): Generator<Element> {
  for (const child of children) {
    yield child;
    yield* within(child);
  }
}

const named = (root: Element, tag: string) => [...within(root)].filter((each) => each.tag === tag);

/** The escape that spreadsheets have for what XML cannot hold. */
const unescaped = (text: string) =>
  text.replaceAll(/_x([0-9A-F]{4})_/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));

const columnIndex = (place: string) =>
  [...place.replace(/\d+$/, '')].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;

function cellValue(cell: Element): string | number {
  const [text] = named(cell, 't');
  const [value] = named(cell, 'v');
  if (cell.attributes.t === 'inlineStr' && text !== undefined) return unescaped(text.text);
  if (cell.attributes.t === undefined && value !== undefined) return Number(value.text);
  throw new Error(`A cell that is neither an inline text nor a number: ${JSON.stringify(cell)}`);
}

function rowOf(row: Element, columns: number): (string | number | null)[] {
  const values = Array<string | number | null>(columns).fill(null);
  for (const cell of row.children) values[columnIndex(cell.attributes.r ?? '')] = cellValue(cell);
  return values;
}

const INERT_PARTS =
  /^(_rels\/\.rels|\[Content_Types\]\.xml|xl\/(workbook|styles|worksheets\/sheet\d+)\.xml|xl\/_rels\/workbook\.xml\.rels)$/;
const INERT_TAGS = /^(worksheet|sheetViews|sheetView|pane|cols|col|sheetData|row|c|is|t|v|autoFilter)$/;

function refuseWhatIsActive(parts: ReadonlyMap<string, Element>): void {
  for (const [path, root] of parts) {
    if (!INERT_PARTS.test(path)) throw new Error(`A part that no table needs: ${path}`);
    if (named(root, 'Relationship').some(({ attributes }) => attributes.TargetMode))
      throw new Error('A link that leaves the file');
    const strange = path.includes('sheets/') && [...within(root)].find(({ tag }) => !INERT_TAGS.test(tag));
    if (strange) throw new Error(`An element that no table needs: ${strange.tag}`);
  }
}

/** A workbook's sheets, their columns' row first. Anything that a plain table does not need is an error. */
export function readXlsx(bytes: Uint8Array): Sheet[] {
  const parts = new Map(
    Object.entries(unzipSync(bytes)).map(([path, content]) => [path, parseXml(strFromU8(content))]),
  );
  refuseWhatIsActive(parts);
  const workbook = parts.get('xl/workbook.xml');
  const relations = parts.get('xl/_rels/workbook.xml.rels');
  if (!workbook || !relations) throw new Error('No workbook');
  return named(workbook, 'sheet').map(({ attributes }) => {
    const relation = named(relations, 'Relationship').find(
      (each) => each.attributes.Id === attributes['r:id'],
    );
    const sheet = parts.get(`xl/${relation?.attributes.Target}`);
    if (!sheet) throw new Error(`No sheet ${attributes.name}`);
    const rows = named(sheet, 'row');
    const columns = rows[0]?.children.length ?? 0;
    return { name: attributes.name ?? '', rows: rows.map((row) => rowOf(row, columns)) };
  });
}
