import type { ReportContent } from '@/lib/contracts/report-content';
import type { State } from '@/lib/domain/vocabulary';
import type { Words } from '../words';

/** How a piece of text is set off from its surroundings; each document shows it in its own way. */
export type Look = 'small' | 'strong' | 'machine' | 'evidence';

/** Text of a cell that begins on a new line. */
export type Piece = { text: string; look?: Look; glyph?: State };
export type Cell = string | Piece | readonly Piece[];

export const piecesOf = (cell: Cell): readonly Piece[] =>
  typeof cell === 'string' ? [{ text: cell }] : 'text' in cell ? [cell] : cell;

export type Column = {
  head: string;
  /** The share of the page's width. */
  width: number;
  align?: 'left' | 'right';
};

export type Table = {
  columns: readonly Column[];
  rows: Iterable<readonly Cell[]>;
  /** A last row that sums up the others. */
  foot?: readonly Cell[];
  /** The size of letters on paper, in points. */
  size?: number;
};

export type TextOptions = { look?: Look; after?: number };

/** A begun section, in the form that the document uses. */
export type Section = object;

/** A document to which parts are added: pages of paper, or one page for a browser. */
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

/** A report in the making. */
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

/** Numbered steps, or bullets if there is no order. */
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
