'use client';

import { cva } from 'class-variance-authority';
import { Checkbox } from '@/components/ui/checkbox';

/** How rows of a table are chosen. */
export type Choosing<Row> = {
  isChosen: (row: Row) => boolean;
  /** `isRange`: Shift was held, which chooses all rows from the one before. */
  onChoose: (row: Row, isRange: boolean) => void;
  onChoosePage: (isOn: boolean) => void;
  labelOf: (row: Row) => string;
  pageLabel: string;
};

/** Larger than the box: what a finger needs. */
const areaClass = cva('grid size-6 cursor-pointer place-items-center');

export function ChoiceCell<Row>({ choosing, row }: { choosing: Choosing<Row>; row: Row }) {
  return (
    <label
      className={areaClass()}
      onMouseDown={(event) => {
        if (!event.shiftKey) return;
        // The browser would mark the text between two clicks, but the box still takes focus.
        event.preventDefault();
        event.currentTarget.control?.focus();
      }}
    >
      <Checkbox
        aria-label={choosing.labelOf(row)}
        checked={choosing.isChosen(row)}
        onChange={({ nativeEvent }) =>
          choosing.onChoose(row, nativeEvent instanceof MouseEvent && nativeEvent.shiftKey)
        }
      />
    </label>
  );
}

/** All rows of the page, or none. */
export function ChoiceHead<Row>({ choosing, rows }: { choosing: Choosing<Row>; rows: readonly Row[] }) {
  const chosen = rows.filter(choosing.isChosen).length;
  const isAll = rows.length > 0 && chosen === rows.length;
  return (
    <label className={areaClass()}>
      <Checkbox
        aria-label={choosing.pageLabel}
        checked={isAll}
        isMixed={chosen > 0 && !isAll}
        disabled={rows.length === 0}
        onChange={() => choosing.onChoosePage(!isAll)}
      />
    </label>
  );
}
