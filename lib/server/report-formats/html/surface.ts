import {
  type Cell,
  type Column,
  type Piece,
  piecesOf,
  type Sheet,
  type Surface,
  type Table,
} from '../parts/sheet';
import { daysChart, glyphOf, stateBar } from './charts';
import { linesOf, textOf } from './markup';

/** Finished markup, or a table whose rows are written later, because there may be ten thousand. */
export type Chunk = string | { table: Table; name: string };

type Contents = { id: string; title: string };

/** A page in the making: its chunks in order, and its sections. */
export type Page = { chunks: Chunk[]; sections: Contents[] };

const LONG = 16;
const JOINTS = /(?<=[a-z])(?=[A-Z])/g;

/** A name of several words, such as `InsecureHostConfiguration`, may be broken between them. */
const nameOf = (text: string): string =>
  text.length > LONG ? textOf(text).replace(JOINTS, '<wbr>') : textOf(text);

const pieceOf = ({ text, look, glyph }: Piece): string => {
  const shown = `${glyph ? glyphOf(glyph) : ''}${nameOf(text)}`;
  return `<span${look ? ` class="${look}"` : ''}>${shown}</span>`;
};

function cellOf(cell: Cell): string {
  if (typeof cell === 'string') return nameOf(cell);
  return piecesOf(cell).map(pieceOf).join(' ');
}

/** A row, whose first cell is its header. */
export const rowOf = (cells: readonly Cell[], columns: readonly Column[]): string => {
  const written = cells.map((cell, index) => {
    const right = columns[index]?.align === 'right' ? ' class="r"' : '';
    return index === 0 ? `<th scope="row">${cellOf(cell)}</th>` : `<td${right}>${cellOf(cell)}</td>`;
  });
  return `<tr>${written.join('')}</tr>\n`;
};

/** Everything of a table above its rows. */
export function headOf({ columns }: Table, part: { label: string; isLong: boolean }): string {
  const all = columns.reduce((sum, { width }) => sum + width, 0);
  const cells = columns.map(({ head, width, align }) => {
    const share = Math.max(1, Math.round((width / all) * 100));
    return `<th scope="col" class="w${share}${align === 'right' ? ' r' : ''}">${textOf(head)}</th>`;
  });
  const label = textOf(part.label);
  return `<div class="wide${part.isLong ? ' long' : ''}" role="region" aria-label="${label}" tabindex="0"><table aria-label="${label}"><thead><tr>${cells.join('')}</tr></thead><tbody>\n`;
}

/** Everything of a table below its rows. */
export const footOf = ({ columns, foot }: Table, isLast: boolean): string =>
  `</tbody>${foot && isLast ? `<tfoot>${rowOf(foot, columns)}</tfoot>` : ''}</table></div>\n`;

/** The parts of a report as a page for a browser. */
export function surfaceOf(told: Pick<Sheet, 'words' | 'content'>, { chunks, sections }: Page): Surface {
  let name = '';
  const add = (chunk: Chunk) => void chunks.push(chunk);
  return {
    section: (title, addTo) => {
      const number = sections.length + 1;
      const id = `s${number}`;
      sections.push({ id, title });
      name = title;
      add(
        `<section aria-labelledby="${id}"><h2 id="${id}"><span class="n">${number}</span>${textOf(title)}</h2>\n`,
      );
      addTo({});
      add('</section>\n');
    },
    heading: (_, text) => {
      name = text;
      add(`<h3>${textOf(text)}</h3>\n`);
    },
    text: (_, text, { look }) => add(`<p${look ? ` class="${look}"` : ''}>${linesOf(text)}</p>\n`),
    list: (_, items, isNumbered) => {
      if (items.length === 0) return;
      const type = isNumbered ? 'ol' : 'ul';
      add(`<${type}>${items.map((item) => `<li>${linesOf(item)}</li>`).join('')}</${type}>\n`);
    },
    table: (_, table) => add({ table, name }),
    gap: () => undefined,
    stateBar: () => add(`${stateBar(told)}\n`),
    daysChart: () => add(`${daysChart(told)}\n`),
  };
}
