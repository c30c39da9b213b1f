import { INK } from '../ink';
import { boxesOf, fieldsOf } from '../parts/cover';
import { drawMark } from './glyphs';
import { linesOf, setLines } from './lines';
import { INNER_WIDTH, lineHeight, PAGE, style, type Tag } from './paper';
import { addText, type Sheet } from './sheet';
import { CONTENT_SLOT_NAME } from './slot';

const FIELD_WIDTH = 104;

function addMasthead({ paper, content }: Sheet, cover: Tag): void {
  const name = style({ size: 9.4, face: 'semibold' });
  const number = style({ size: 9.4, ink: INK.third, isTabular: true });
  const width = paper.widthOf(content.number, number);
  paper.artifact(() => drawMark(paper, { x: PAGE.left, y: paper.y - 1, size: 15 }));
  paper.leaf(cover, 'P', () => paper.set('Guarded Fabric', { x: PAGE.left + 21, y: paper.y }, name));
  paper.leaf(cover, 'P', () =>
    paper.set(content.number, { x: PAGE.width - PAGE.right - width, y: paper.y }, number),
  );
  paper.y += 20;
  paper.artifact(() => {
    paper.doc.lineWidth(0.8).moveTo(PAGE.left, paper.y);
    paper.doc.lineTo(PAGE.width - PAGE.right, paper.y).stroke(INK.text);
  });
  paper.y += 9;
}

function addFields(sheet: Sheet, cover: Tag): void {
  const { paper } = sheet;
  const label = style({ ink: INK.third });
  const value = style();
  const list = paper.tag(cover, 'L');
  const proof = sheet.words.say('cover.proofHint', { name: CONTENT_SLOT_NAME });
  for (const [name, text] of fieldsOf(sheet, proof, sheet.kid)) {
    const entry = paper.tag(list, 'LI');
    paper.leaf(entry, 'Lbl', () => paper.set(name, { x: PAGE.left, y: paper.y }, label));
    const place = { x: PAGE.left + FIELD_WIDTH, width: INNER_WIDTH - FIELD_WIDTH };
    addText(sheet, entry, text, { ...place, style: value, after: 2.2, type: 'LBody' });
    entry.end();
  }
  list.end();
  paper.y += 6;
}

/** White space on both sides of a box's content. */
const BOX_SIDES = 20;
const FIGURE_SIZE = 16;

/** One size for all figures, so that the longest of them fits into its box. */
function sizeWithin({ paper }: Sheet, counts: readonly string[], width: number): number {
  const full = style({ size: FIGURE_SIZE, face: 'semibold' });
  const longest = Math.max(...counts.map((count) => paper.widthOf(count, full)));
  return FIGURE_SIZE * Math.min(1, width / longest);
}

function addBoxes(sheet: Sheet, cover: Tag): void {
  const { paper } = sheet;
  const boxes = boxesOf(sheet);
  const told = style({ size: 8.2, ink: INK.second });
  const width = INNER_WIDTH / boxes.length;
  const counts = boxes.map(([count]) => count);
  const figure = style({ size: sizeWithin(sheet, counts, width - BOX_SIDES), face: 'semibold' });
  const texts = boxes.map(([, text]) => linesOf(paper, text, told, width - BOX_SIDES));
  const height = 15 + lineHeight(figure) + Math.max(...texts.map(({ length }) => length)) * lineHeight(told);
  const top = paper.y;
  paper.artifact(() => {
    const { doc } = paper;
    doc.lineWidth(0.5);
    for (const index of boxes.keys())
      if (index > 0)
        doc.moveTo(PAGE.left + index * width, top).lineTo(PAGE.left + index * width, top + height);
    doc.stroke(INK.edge);
    doc.lineWidth(0.8).rect(PAGE.left, top, INNER_WIDTH, height).stroke(INK.text);
  });
  for (const [index, [count]] of boxes.entries()) {
    const place = { x: PAGE.left + index * width + 10, width };
    paper.leaf(cover, 'P', () => {
      paper.y = top + 7;
      setLines(paper, [`${count} `], place, figure);
      setLines(paper, texts[index] ?? [], place, told);
    });
  }
  paper.y = top + height + 10;
}

/** The meaning of compliant, before any figure. */
function addDefinition({ paper, words, content }: Sheet, cover: Tag): void {
  const [definition] = content.definitions;
  if (!definition) return;
  const bold = style({ size: 8.8, face: 'semibold' });
  const plain = style({ size: 8.8 });
  const x = PAGE.left + 11;
  const term = paper.printable(words.say('cover.defined', { term: definition.term }), bold);
  const indent = paper.widthOf(`${term} `, bold);
  const lines = linesOf(paper, definition.text, plain, INNER_WIDTH - 24, indent);
  const height = lines.length * lineHeight(plain) + 14;
  const top = paper.y;
  paper.artifact(() => {
    paper.doc.rect(PAGE.left, top, INNER_WIDTH, height).fill(INK.raised);
    paper.doc.rect(PAGE.left, top, 2.2, height).fill(INK.text);
  });
  paper.leaf(cover, 'P', () => {
    paper.y = top + 7;
    paper.set(`${term} `, { x, y: paper.y }, bold);
    setLines(paper, lines.slice(0, 1), { x: x + indent, width: 0 }, plain);
    setLines(paper, lines.slice(1), { x, width: 0 }, plain);
  });
  paper.y = top + height;
}

export function addCover(sheet: Sheet): void {
  const { paper, content } = sheet;
  const cover = paper.tag(paper.document, 'Sect');
  addMasthead(sheet, cover);
  addText(sheet, cover, content.title, {
    type: 'H1',
    after: 8,
    style: { size: 20, face: 'semibold', ink: INK.text },
  });
  addFields(sheet, cover);
  paper.need(120);
  addBoxes(sheet, cover);
  addDefinition(sheet, cover);
  cover.end();
}
