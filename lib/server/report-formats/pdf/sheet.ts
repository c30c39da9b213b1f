import type { ReportContent } from '@/lib/contracts/report-content';
import { INK } from '../ink';
import type { Words } from '../words';
import type { Reference } from './document';
import { linesOf, setLines } from './lines';
import { INNER_WIDTH, lineHeight, PAGE, type Paper, type Style, style, type Tag } from './paper';

/** A report in the making on paper. */
export type Sheet = {
  paper: Paper;
  words: Words;
  content: ReportContent;
  /** The fingerprint of the signing key. */
  kid: string | null;
  /** The number of sections so far, for numbering them. */
  sections: number;
};

const inner = { x: PAGE.left, width: INNER_WIDTH };
/** Keeps a heading from standing alone at the foot of a page. */
const HEADING_ROOM = 90;
/** Keeps a title on one page with its introduction and the first heading or row below. */
const TITLE_ROOM = 65 + HEADING_ROOM;

type TextOptions = { style?: Partial<Style>; x?: number; width?: number; after?: number; type?: string };

/** A paragraph over any number of pages; line breaks in the text are kept. */
export function addText(sheet: Sheet, parent: Tag, text: string, options: TextOptions = {}): void {
  const { paper } = sheet;
  const { x = inner.x, width = inner.width, after = 4, type = 'P' } = options;
  const given = style({ size: 8.6, ink: INK.second, ...options.style });
  const told = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  // A completely empty text is shown, an empty line among others is not.
  const lines = (told.length === 0 ? [''] : told).flatMap((line) => linesOf(paper, line, given, width));
  const tag = paper.tag(parent, type);
  let rest = lines;
  while (rest.length > 0) {
    paper.need(lineHeight(given));
    const fitting = Math.max(1, Math.floor(paper.room() / lineHeight(given)));
    const now = rest.slice(0, fitting);
    tag.add(() => setLines(paper, now, { x, width }, given));
    rest = rest.slice(fitting);
  }
  tag.end();
  paper.y += after;
}

/** Numbered steps, or bullets if there is no order. */
export function addList(sheet: Sheet, parent: Tag, items: readonly string[], isNumbered: boolean): void {
  if (items.length === 0) return;
  const { paper } = sheet;
  const label = style({ size: 8.6, ink: INK.third });
  const indent = 16;
  const list = paper.tag(parent, 'L');
  // Tells a screen reader whether the order matters.
  (list as unknown as { dictionary: Reference }).dictionary.data.A = {
    O: 'List',
    ListNumbering: isNumbered ? 'Decimal' : 'Disc',
  };
  for (const [index, item] of items.entries()) {
    paper.need(2 * lineHeight(label));
    const entry = paper.tag(list, 'LI');
    const mark = isNumbered ? `${index + 1}.` : '•';
    paper.leaf(entry, 'Lbl', () => paper.set(mark, { x: PAGE.left + 3, y: paper.y }, label));
    addText(sheet, entry, item, {
      x: PAGE.left + indent,
      width: INNER_WIDTH - indent,
      after: 2,
      type: 'LBody',
    });
    entry.end();
  }
  list.end();
  paper.y += 3;
}

export function addHeading(sheet: Sheet, parent: Tag, text: string): void {
  const { paper } = sheet;
  paper.need(HEADING_ROOM);
  paper.y += 5;
  addText(sheet, parent, text, {
    type: 'H3',
    after: 3,
    style: { size: 9.2, face: 'semibold', ink: INK.text },
  });
}

function addTitle(sheet: Sheet, parent: Tag, title: string): void {
  const { paper, sections } = sheet;
  const heading = style({ size: 11.5, face: 'semibold' });
  const number = style({ size: 11.5, ink: INK.third });
  const shown = paper.printable(title, heading);
  const digits = `${sections}`;
  paper.doc.outline.addItem(`${digits} ${shown}`, {
    fit: false,
    top: paper.y - 6,
    left: PAGE.width,
  } as never);
  const indent = paper.widthOf(`${digits}  `, number);
  paper.leaf(parent, 'H2', () => {
    paper.set(`${digits} `, { x: PAGE.left, y: paper.y }, number);
    paper.set(shown, { x: PAGE.left + indent, y: paper.y }, heading);
  });
  paper.y += lineHeight(heading) + 5;
}

/** A numbered part of the report, with its bookmark. */
export function addSection(sheet: Sheet, title: string, draw: (section: Tag) => void): void {
  const { paper } = sheet;
  sheet.sections += 1;
  paper.need(TITLE_ROOM);
  if (paper.y > PAGE.top) paper.y += 14;
  const section = paper.tag(paper.document, 'Sect');
  addTitle(sheet, section, title);
  draw(section);
  section.end();
}
