import type { ReportContent } from '@/lib/contracts/report-content';
import { keysAddress } from '../installation';
import { boxesOf, fieldsOf } from '../parts/cover';
import { addEveryPart } from '../parts/every-part';
import { addSection, addText, type Sheet } from '../parts/sheet';
import { type Words, wordsOf } from '../words';
import { MARK_SVG, SHAPES } from './charts';
import { textOf } from './markup';
import { policyTag } from './policy';
import { STYLE } from './style';
import { type Chunk, footOf, headOf, type Page, rowOf, surfaceOf } from './surface';

function coverOf({ words, content }: Sheet, kid: string | null): string {
  const fields = fieldsOf({ words, content }, words.say('cover.proofPage'), kid);
  const facts = fields.map(([name, text]) => `<dt>${textOf(name)}</dt><dd>${textOf(text)}</dd>`);
  const boxes = boxesOf({ words, content });
  const figures = boxes.map(([count, text]) => `<li><b>${textOf(count)}</b>${textOf(text)}</li>`);
  const [defined] = content.definitions;
  const definition =
    defined &&
    `<p class="defined"><b>${textOf(words.say('cover.defined', { term: defined.term }))}</b> ${textOf(defined.text)}</p>`;
  return `<header><div class="mast">${MARK_SVG}<span>Guarded Fabric</span><span class="no">${textOf(content.number)}</span></div>
<h1>${textOf(content.title)}</h1>
<dl>${facts.join('')}</dl>
<ul class="boxes">${figures.join('')}</ul>
${definition ?? ''}</header>
`;
}

/** The table of contents; paper has no links, so it is left out there. */
function contentsOf({ words }: Sheet, { sections }: Page): string {
  const entries = sections.map(({ id, title }) => `<li><a href="#${id}">${textOf(title)}</a></li>`);
  const label = textOf(words.say('contents'));
  return `<nav aria-label="${label}"><b>${label}</b><ol>${entries.join('')}</ol></nav>\n`;
}

/** A page has no attachments: its proof is the pack that contains it. */
function addVerify(sheet: Sheet, { chunks }: Page): void {
  const { words, content } = sheet;
  const { auditHead } = content;
  addSection(sheet, words.say('verify.title'), (section) => {
    addText(sheet, section, words.say('verify.page'));
    addText(sheet, section, words.say('verify.pageHow', { keys: keysAddress(content) }));
    addText(sheet, section, words.say('verify.limits'));
    if (auditHead === null) addText(sheet, section, words.say('verify.noAudit'));
    else {
      addText(sheet, section, words.say('verify.audit', { sequence: Number(auditHead.sequence) }));
      addText(sheet, section, auditHead.hash, { look: 'machine' });
    }
    const signatures = ['verify.reviewed', 'verify.accepted'].map(
      (key) => `<p>${textOf(words.say(key))}</p>`,
    );
    chunks.push(`<div class="sign">${signatures.join('')}</div>`);
  });
}

function headOfPage({ lang, number, title }: ReportContent): string {
  return `<!doctype html>
<html lang="${lang}">
<head>
<meta charset="utf-8">
${policyTag(STYLE)}
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${textOf(`${number} · ${title}`)}</title>
<style>${STYLE}</style>
</head>
<body>
${SHAPES}
<main>
`;
}

/**
 * A long table is split into several, each with its header: a browser lays out only the visible ones. For ten
 * thousand hosts the first page appears in half a second, with one table in three.
 */
const ROWS_AT_ONCE = 250;

type Writing = { words: Words; written: string[] };

function write(chunk: Chunk, { words, written }: Writing): void {
  if (typeof chunk === 'string') return void written.push(chunk);
  const { table, name } = chunk;
  const rows = Array.from(table.rows, (row) => rowOf(row, table.columns));
  for (let from = 0; from === 0 || from < rows.length; from += ROWS_AT_ONCE) {
    const part = rows.slice(from, from + ROWS_AT_ONCE);
    const isLast = from + part.length === rows.length;
    const place = { name, from: from + 1, to: from + part.length };
    const isLong = rows.length > ROWS_AT_ONCE;
    const label = isLong ? words.say('tablePart', place) : name;
    written.push(headOf(table, { label, isLong }), ...part, footOf(table, isLast));
  }
}

/**
 * The parts of the PDF in the same order, as one self-contained page. The same content and key give the same
 * bytes.
 */
export function htmlOfReport(content: ReportContent, kid: string | null = null): Uint8Array {
  const page: Page = { chunks: [], sections: [] };
  const words = wordsOf(content);
  const sheet: Sheet = { words, content, surface: surfaceOf({ words, content }, page) };
  addEveryPart(sheet);
  addVerify(sheet, page);
  const written = [headOfPage(content), coverOf(sheet, kid), contentsOf(sheet, page)];
  for (const chunk of page.chunks) write(chunk, { words, written });
  written.push('</main>\n</body>\n</html>\n');
  return Buffer.from(written.join(''), 'utf8');
}
