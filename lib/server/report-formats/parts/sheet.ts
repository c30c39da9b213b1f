import type { ReportContent } from '@/lib/contracts/report-content';
import type { State } from '@/lib/domain/vocabulary';
import type { Words } from '../words';

/** How a piece of text is told apart from what stands beside it; each document has its own way to show it. */
export type Look = 'small' | 'strong' | 'machine' | 'evidence';

/** Text of a cell that begins on a line of its own. */
export type Piece = { text: string; look?: Look; glyph?: State };
export type Cell = string | Piece | readonly Piece[];

export const piecesOf = (cell: Cell): readonly Piece[] =>
  typeof cell === 'string' ? [{ text: cell }] : 'text' in cell ? [cell] : cell;

export type Column = {
  head: string;
  /** Its share of what the page is wide. */
  width: number;
  align?: 'left' | 'right';
};

export type Table = {
  columns: readonly Column[];
  rows: Iterable<readonly Cell[]>;
  /** A last row that sums up the others. */
  foot?: readonly Cell[];
  /** The size of the letters on paper, in points. */
  size?: number;
};

export type TextOptions = { look?: Look; after?: number };

/** A section that has been begun, as the document knows it. */
export type Section = object;

/** A document that parts are added to: pages of paper, or one page of a browser. */
export type Surface = {
  section: (title: string, add: (section: Section) => void) => void;
  heading: (section: Section, text: string) => void;
  text: (section: Section, text: string, options: TextOptions) => void;
  list: (section: Section, items: readonly string[], isNumbered: boolean) => void;
  table: (section: Section, table: Table) => void;
  gap: (points: number) => void;
  stateBar: (section: Section) => void;
  daysChart: (section: Section) => void;
};

/** A report on its way into a document. */
export type Sheet = { surface: Surface; words: Words; content: ReportContent };

export const addSection = ({ surface }: Sheet, title: string, add: (section: Section) => void): void =>
  surface.section(title, add);

export const addHeading = ({ surface }: Sheet, section: Section, text: string): void =>
  surface.heading(section, text);

export const addText = (
  { surface }: Sheet,
  section: Section,
  text: string,
  options: TextOptions = {},
): void => surface.text(section, text, options);

/** Numbered steps, or points where there is no order. */
export const addList = (
  { surface }: Sheet,
  section: Section,
  items: readonly string[],
  isNumbered: boolean,
): void => surface.list(section, items, isNumbered);

export const addTable = ({ surface }: Sheet, section: Section, table: Table): void =>
  surface.table(section, table);

/** Room below a table, before the text that explains it. */
export const addGap = ({ surface }: Sheet, points: number): void => surface.gap(points);
