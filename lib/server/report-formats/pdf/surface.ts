import { INK } from '../ink';
import type { Look, Section, Surface } from '../parts/sheet';
import { addDaysChart, addStateBar } from './charts';
import type { Style, Tag } from './paper';
import { addHeading, addList, addSection, addText, type Sheet } from './sheet';
import { drawTable } from './table';

const LOOKS: Readonly<Record<Look, Partial<Style>>> = {
  small: { size: 7.2, ink: INK.third },
  strong: { face: 'semibold', ink: INK.text },
  machine: { face: 'mono', size: 7.6 },
  evidence: { face: 'mono', size: 6.8 },
};

/** A section is its tag: the value from `section` is passed to the other parts of a surface. */
const tagOf = (section: Section) => section as Tag;

/** The parts of a report on paper. */
export const surfaceOf = (sheet: Sheet): Surface => ({
  section: (title, add) => addSection(sheet, title, add),
  heading: (section, text) => addHeading(sheet, tagOf(section), text),
  text: (section, text, { look, after }) =>
    addText(sheet, tagOf(section), text, {
      ...(after !== undefined && { after }),
      ...(look && { style: LOOKS[look] }),
    }),
  list: (section, items, isNumbered) => addList(sheet, tagOf(section), items, isNumbered),
  table: (section, table) => drawTable(sheet.paper, tagOf(section), table),
  gap: (points) => {
    sheet.paper.y += points;
  },
  stateBar: (section) => addStateBar(sheet, tagOf(section)),
  daysChart: (section) => addDaysChart(sheet, tagOf(section)),
});
