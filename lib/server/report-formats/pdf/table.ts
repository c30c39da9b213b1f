import type { State } from '@/lib/domain/vocabulary';
import { INK } from '../ink';
import { type Cell, type Column, type Look, piecesOf, type Table } from '../parts/sheet';
import { drawGlyph } from './glyphs';
import { linesOf } from './lines';
import { INNER_WIDTH, lineHeight, PAGE, type Paper, type Style, style, type Tag } from './paper';

const LOOKS: Readonly<Record<Look, Partial<Style>>> = {
  small: { size: 7.2, ink: INK.third },
  strong: { face: 'semibold' },
  machine: { face: 'mono', size: 6.4, ink: INK.second },
  evidence: { face: 'mono', size: 6.8, ink: INK.second },
};

const GAP = 7;
const PAD = 2.3;
const GLYPH = 8;
const GLYPH_GAP = 4;
/** A row that takes a larger part of a page is divided instead of moved to the next one. */
const MOST_MOVED = 0.4;
/** A smaller rest of a page is left empty. */
const FEWEST_LEFT = 60;

type Frame = { x: number; width: number; align: 'left' | 'right' };
type Line = { text: string; style: Style; glyph?: State | undefined; indent: number };
type Laid = { cells: Line[][]; height: number };

function framesOf(columns: readonly Column[]): Frame[] {
  const all = columns.reduce((sum, { width }) => sum + width, 0);
  const inner = INNER_WIDTH - GAP * (columns.length - 1);
  let x = PAGE.left;
  return columns.map(({ width, align = 'left' }) => {
    const frame = { x, width: (width / all) * inner, align };
    x += frame.width + GAP;
    return frame;
  });
}

function lay(paper: Paper, cells: readonly Cell[], frames: readonly Frame[], base: Partial<Style>): Laid {
  const laid = cells.map((cell, column) => {
    const frame = frames[column] as Frame;
    const pieces = piecesOf(cell);
    return pieces.flatMap((piece, place) => {
      const given = style({
        ...base,
        isTabular: frame.align === 'right',
        ...(piece.look && LOOKS[piece.look]),
      });
      const indent = piece.glyph ? GLYPH + GLYPH_GAP : 0;
      const space = place < pieces.length - 1 ? ' ' : '';
      const lines = linesOf(paper, piece.text, given, frame.width - indent);
      return [...lines.slice(0, -1), `${lines.at(-1)}${space}`].map(
        (text, index): Line => ({ text, style: given, indent, glyph: index === 0 ? piece.glyph : undefined }),
      );
    });
  });
  return { cells: laid, height: Math.max(...laid.map(heightOf)) };
}

const heightOf = (lines: readonly Line[]) => lines.reduce((sum, line) => sum + lineHeight(line.style), 0);

/** As many lines as fit, at least one, so that it always advances. */
function linesThatFit(lines: readonly Line[], height: number): number {
  let left = height;
  const count = lines.findIndex((line) => {
    left -= lineHeight(line.style);
    return left < 0;
  });
  return count < 0 ? lines.length : Math.max(1, count);
}

function setCell(paper: Paper, lines: readonly Line[], frame: Frame, top: number): void {
  let y = top;
  for (const { text, style: given, indent } of lines) {
    const right = frame.align === 'right' ? frame.width - indent - paper.widthOf(text.trimEnd(), given) : 0;
    paper.set(text, { x: frame.x + indent + right, y }, given);
    y += lineHeight(given);
  }
}

function drawGlyphs(paper: Paper, cells: readonly (readonly Line[])[], frames: readonly Frame[]): void {
  for (const [column, lines] of cells.entries()) {
    let y = paper.y;
    for (const line of lines) {
      if (line.glyph) {
        const down = (lineHeight(line.style) - GLYPH) / 2;
        drawGlyph(paper, line.glyph, { x: (frames[column] as Frame).x, y: y + down, size: GLYPH });
      }
      y += lineHeight(line.style);
    }
  }
}

function rule(paper: Paper, y: number, width: number, ink: string): void {
  const { doc } = paper;
  doc
    .lineWidth(width)
    .moveTo(PAGE.left, y)
    .lineTo(PAGE.width - PAGE.right, y)
    .stroke(ink);
}

type Rule = { width: number; ink: string };
const HAIR: Rule = { width: 0.5, ink: INK.line };
const HEAD_RULE: Rule = { width: 1, ink: INK.text };

/** The tags of a row's cells, each of which is drawn in as many parts as the row has pages. */
function openRow(paper: Paper, parent: Tag, kinds: readonly ('Column' | 'Row' | null)[]) {
  const row = paper.tag(parent, 'TR');
  const cells = kinds.map((scope) => paper.tag(row, scope ? 'TH' : 'TD', scope ? { scope } : {}));
  return { row, cells };
}

function drawPart(
  paper: Paper,
  part: Laid,
  tags: readonly Tag[],
  frames: readonly Frame[],
  below: Rule,
): void {
  paper.y += PAD;
  const top = paper.y;
  for (const [column, lines] of part.cells.entries()) {
    if (lines.length > 0) tags[column]?.add(() => setCell(paper, lines, frames[column] as Frame, top));
  }
  paper.artifact(() => {
    drawGlyphs(paper, part.cells, frames);
    rule(paper, top + part.height + PAD, below.width, below.ink);
  });
  paper.y = top + part.height + PAD;
}

/** The part of a row that fits on this page, and the rest. */
function divide({ cells }: Laid, height: number): [Laid, Laid] {
  const counts = cells.map((lines) => linesThatFit(lines, height));
  const part = (of: Line[][]): Laid => ({ cells: of, height: Math.max(...of.map(heightOf)) });
  return [
    part(cells.map((lines, column) => lines.slice(0, counts[column]))),
    part(cells.map((lines, column) => lines.slice(counts[column]))),
  ];
}

type Setting = { frames: readonly Frame[]; head: Laid; paper: Paper };

/** The header again at the top of a page: visible, but not read aloud a second time. */
function repeatHead({ paper, frames, head }: Setting): void {
  paper.newPage();
  paper.y += PAD;
  paper.artifact(() => {
    for (const [column, lines] of head.cells.entries())
      setCell(paper, lines, frames[column] as Frame, paper.y);
    rule(paper, paper.y + head.height + PAD, HEAD_RULE.width, HEAD_RULE.ink);
  }, 'Pagination');
  paper.y += head.height + PAD;
}

function drawRow(
  setting: Setting,
  parent: Tag,
  laid: Laid,
  kinds: readonly ('Column' | 'Row' | null)[],
  below: Rule,
) {
  const { paper, frames } = setting;
  const { row, cells } = openRow(paper, parent, kinds);
  const whole = PAGE.height - PAGE.top - PAGE.bottom;
  let rest = laid;
  while (rest.height + 2 * PAD > paper.room()) {
    const isMoved = rest.height < whole * MOST_MOVED || paper.room() < FEWEST_LEFT;
    if (!isMoved) {
      const [now, later] = divide(rest, paper.room() - 2 * PAD);
      drawPart(paper, now, cells, frames, HAIR);
      rest = later;
    }
    repeatHead(setting);
  }
  drawPart(paper, rest, cells, frames, below);
  row.end();
}

/** A table over any number of pages, with its header on each. */
export function drawTable(paper: Paper, parent: Tag, { columns, rows, foot, size = 8.2 }: Table): void {
  const frames = framesOf(columns);
  const heads = columns.map(({ head }) => head);
  const head = lay(paper, heads, frames, { size: size - 0.2, ink: INK.third });
  const setting = { paper, frames, head };
  paper.need(head.height + 4 * PAD + 2 * size);
  const table = paper.tag(parent, 'Table');
  const top = paper.tag(table, 'THead');
  const { row, cells } = openRow(
    paper,
    top,
    columns.map(() => 'Column' as const),
  );
  drawPart(paper, head, cells, frames, HEAD_RULE);
  row.end();
  top.end();
  const kinds = columns.map((_, column) => (column === 0 ? ('Row' as const) : null));
  // A body without a row would be invalid.
  let body: Tag | undefined;
  for (const given of rows) {
    body ??= paper.tag(table, 'TBody');
    drawRow(setting, body, lay(paper, given, frames, { size }), kinds, HAIR);
  }
  body?.end();
  if (foot) {
    const bottom = paper.tag(table, 'TFoot');
    const laid = lay(paper, foot, frames, { size, face: 'semibold' });
    drawRow(setting, bottom, laid, kinds, { width: 0.8, ink: INK.edge });
    bottom.end();
  }
  table.end();
}
