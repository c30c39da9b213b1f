'use client';

import { cva } from 'class-variance-authority';
import { Checkbox } from '@/components/ui/checkbox';

/** How a row of a table is chosen: the same two functions as long as its rows are the same. */
export type ChoosingRow<Row> = {
  /** `isRange`: Shift was held, which chooses all rows from the one before. */
  onChoose: (row: Row, isRange: boolean) => void;
  labelOf: (row: Row) => string;
};

/** How rows of a table are chosen. */
export type Choosing<Row> = ChoosingRow<Row> & {
  isChosen: (row: Row) => boolean;
  onChoosePage: (isOn: boolean) => void;
  pageLabel: string;
};

/** Larger than the box: what a finger needs. */
const areaClass = cva('grid size-6 cursor-pointer place-items-center');

type ChoiceCellProps = { label: string; isChosen: boolean; onChoose: (isRange: boolean) => void };

export function ChoiceCell({ label, isChosen, onChoose }: ChoiceCellProps) {
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
        aria-label={label}
        checked={isChosen}
        onChange={({ nativeEvent }) => onChoose(nativeEvent instanceof MouseEvent && nativeEvent.shiftKey)}
      />
    </label>
  );
}

/** All rows of the page, of which there are some, or none. */
export function ChoiceHead<Row>({ choosing, rows }: { choosing: Choosing<Row>; rows: readonly Row[] }) {
  const chosen = rows.filter(choosing.isChosen).length;
  const isAll = chosen === rows.length;
  return (
    <label className={areaClass()}>
      <Checkbox
        aria-label={choosing.pageLabel}
        checked={isAll}
        isMixed={chosen > 0 && !isAll}
        onChange={() => choosing.onChoosePage(!isAll)}
      />
    </label>
  );
}
