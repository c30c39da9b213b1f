import { cva } from 'class-variance-authority';
import { type FocusEvent, type KeyboardEvent, memo, type ReactNode, type Ref } from 'react';
import { ChoiceCell, ChoiceHead, type Choosing, type ChoosingRow } from '@/components/table/choice-cells';
import { Icon } from '@/components/ui/icon';
import { Link } from '@/components/ui/link';
import { KEEPS_SCROLL } from '@/components/ui/part-navigation';

export type Column<Row, Sort extends string = string> = {
  id: string;
  header: string;
  /** Utilities that fix the column's width, and from which width of the page on it is there. */
  className: string;
  isNumeric?: boolean;
  /** What the address calls this order, where the list can be sorted by it. */
  sort?: Sort;
  /** What one looks for is at its end: a first click puts the greatest on top. */
  isDescendingFirst?: boolean;
  /** Where a phone has it: on the first line of the row, or below without the column's name; else below with it. */
  onPhone?: 'first' | 'bare';
  cell: (row: Row) => ReactNode;
};

type Sorting<Sort extends string> = {
  sort: Sort;
  order: 'asc' | 'desc';
  /** The address of the same list sorted by this. */
  addressOf: (sort: Sort, order: 'asc' | 'desc') => string;
  labelOf: (header: string) => string;
};

type ListTableProps<Row, Sort extends string> = {
  label: string;
  columns: readonly Column<Row, Sort>[];
  rows: readonly Row[];
  keyOf: (row: Row) => string;
  /** What was asked for: rows of another question are drawn anew, where moving them would count as unsteady. */
  question?: string;
  sorting: Sorting<Sort>;
  /** Where rows can be chosen, for what is done with several. */
  choosing?: Choosing<Row>;
  /** The row that is shown beside the table. */
  isShown?: (row: Row) => boolean;
  /** What is done with chosen rows stands above the table's head, which then stays below it. */
  isBelowBar?: boolean;
  /** Lower rows, for more of them. */
  isDense?: boolean;
  /** What stands in place of rows; required, so that no list is ever just blank. */
  empty: ReactNode;
  ref?: Ref<HTMLTableElement>;
  onKeyDown?: (event: KeyboardEvent<HTMLElement>) => void;
  onFocus?: (event: FocusEvent<HTMLElement>) => void;
};

/**
 * A phone has a row in a few lines, and what its cells hold goes on in the next one. Elsewhere the marks on the corner of a
 * state reach 2 px out of their cell, into the padding of the next one.
 */
const cellClass = cva(
  'overflow-clip px-1.25 text-ellipsis whitespace-nowrap [overflow-clip-margin:2px] first:pl-3 phone:h-auto phone:w-auto! phone:max-w-full phone:overflow-visible phone:border-0 phone:p-0! phone:text-left',
  {
    defaultVariants: { isChoice: false },
    variants: {
      place: {
        head: 'z-head sticky bg-raised',
        /** The row shows where focus is, not the link within it. */
        body: 'text-small/5 [&_a]:outline-none',
      },
      isNumeric: { true: 'text-right tabular-nums' },
      isChoice: {
        true: 'w-9 max-tablet:w-8 print:hidden phone:absolute phone:top-1.5 phone:left-1',
        /** Paper has every column, also those that the window has no room for, and nothing in them is cut. */
        false: 'print:table-cell print:w-auto print:overflow-visible print:px-0.75 print:whitespace-normal',
      },
      /** Said of the cell: a rule of the row for its first cell has the browser style all cells of the row anew. */
      isChosen: { true: 'shadow-[inset_2px_0_var(--color-ink)]' },
      /** A bar stays above it that says on the list how high it is: so much as a panel's head where its words have room on one line. */
      isBelowBar: {
        true: 'max-wide:top-bar wide:top-[calc(var(--spacing-bar)+var(--height-of-bar,var(--spacing-panel-head)))]',
        false: 'top-bar first:rounded-tl-panel last:rounded-tr-panel',
      },
      /** A number stands on the right of its column, and text after it would touch it. */
      isAfterNumber: { true: 'pl-3' },
      isSorted: { true: 'text-ink' },
      onPhone: {
        first: null,
        bare: 'phone:order-2',
        named:
          'phone:order-2 phone:items-baseline phone:before:mr-1 phone:before:text-ink-3 phone:before:content-[attr(data-name)]',
      },
    },
  },
);

/** A phone has no columns: without rows there is nothing for their names to stand above. */
const headClass = cva('phone:z-head phone:sticky phone:top-bar phone:bg-raised', {
  variants: { isEmpty: { true: 'phone:hidden', false: 'phone:block' } },
});

/** Names have no title on paper that says the whole of them: they stand on one line, but for those that are longer than any usual one. */
const tableClass = cva(
  'table-fixed print:table-auto phone:block print:[&_bdi]:overflow-visible print:[&_bdi]:wrap-break-word print:[&_bdi]:whitespace-nowrap',
  { variants: { isDense: { true: '[--spacing-row:28px]' } } },
);

/** Positioned, so that what changes in one row has the browser paint that row and not the whole list. */
const rowClass = cva(
  'relative has-[a:focus-visible]:outline-2 has-[a:focus-visible]:-outline-offset-2 has-[a:focus-visible]:outline-focus print:break-inside-avoid phone:flex phone:flex-wrap phone:items-center phone:gap-x-3 phone:gap-y-1 phone:border-b phone:border-line phone:py-2 phone:pr-2 phone:pl-9 phone:before:order-1 phone:before:basis-full phone:last:border-b-0',
  {
    variants: {
      isChosen: { true: 'bg-raised' },
      isShown: { true: 'bg-sunken' },
    },
  },
);

type ChoiceHeaderProps<Row> = { choosing: Choosing<Row>; rows: readonly Row[]; isBelowBar: boolean };

/** Heads the boxes of the rows. Without rows it heads nothing. */
function ChoiceHeader<Row>({ choosing, rows, isBelowBar }: ChoiceHeaderProps<Row>) {
  const className = cellClass({ place: 'head', isBelowBar, isChoice: true });
  if (rows.length === 0) return <td className={className} />;
  return (
    <th scope="col" className={className}>
      <ChoiceHead choosing={choosing} rows={rows} />
    </th>
  );
}

export function ListTable<Row, Sort extends string>(props: ListTableProps<Row, Sort>) {
  const {
    label,
    columns,
    rows,
    keyOf,
    question,
    sorting,
    choosing,
    isShown,
    isBelowBar = false,
    isDense = false,
    empty,
    ref,
    onKeyDown,
    onFocus,
  } = props;
  return (
    <>
      <table className={tableClass({ isDense })} aria-label={label} {...{ ref, onKeyDown, onFocus }}>
        <thead className={headClass({ isEmpty: rows.length === 0 })}>
          <tr className="phone:relative phone:flex phone:min-h-9 phone:flex-wrap phone:items-center phone:gap-x-3 phone:border-b phone:border-line phone:py-1 phone:pl-9">
            {choosing && <ChoiceHeader {...{ choosing, rows, isBelowBar }} />}
            {columns.map((column, index) => (
              <HeaderCell
                key={column.id}
                column={column}
                isAfterNumber={columns[index - 1]?.isNumeric}
                {...{ sorting, isBelowBar }}
              />
            ))}
          </tr>
        </thead>
        <tbody key={question} className="phone:block">
          {rows.map((row) => (
            <BodyRow
              key={keyOf(row)}
              id={keyOf(row)}
              isShown={isShown?.(row) ?? false}
              isChosen={choosing?.isChosen(row) ?? false}
              onChoose={choosing?.onChoose}
              labelOf={choosing?.labelOf}
              {...{ row, columns }}
            />
          ))}
        </tbody>
      </table>
      {/* Not a cell over all columns: it would give width to those that the page has no room for. */}
      {rows.length === 0 && empty}
    </>
  );
}

type RowCellsProps<Row, Sort extends string> = { row: Row; columns: readonly Column<Row, Sort>[] };

type BodyRowProps<Row, Sort extends string> = RowCellsProps<Row, Sort> &
  Partial<ChoosingRow<Row>> & { id: string; isShown: boolean; isChosen: boolean };

/** Drawn anew where something of this row changes: choosing one does not concern the others. */
const BodyRow = memo(function BodyRow<Row, Sort extends string>(props: BodyRowProps<Row, Sort>) {
  const { id, row, columns, isShown, isChosen, onChoose, labelOf } = props;
  return (
    <tr data-row={id} aria-current={isShown || undefined} className={rowClass({ isChosen, isShown })}>
      {onChoose && labelOf && (
        <td className={cellClass({ place: 'body', isChoice: true, isChosen })}>
          <ChoiceCell
            label={labelOf(row)}
            isChosen={isChosen}
            onChoose={(isRange) => onChoose(row, isRange)}
          />
        </td>
      )}
      <RowCells row={row} columns={columns} />
    </tr>
  );
}) as <Row, Sort extends string>(props: BodyRowProps<Row, Sort>) => ReactNode;

/** What a row says depends on nothing else: choosing it, or all, draws its box and its ground anew, and not its cells. */
export const RowCells = memo(function RowCells<Row, Sort extends string>(props: RowCellsProps<Row, Sort>) {
  const { row, columns } = props;
  return columns.map(({ id, header, className, isNumeric, onPhone, cell }, index) => (
    <td
      key={id}
      data-name={header}
      className={cellClass({
        place: 'body',
        isNumeric,
        isAfterNumber: columns[index - 1]?.isNumeric,
        onPhone: onPhone ?? 'named',
        className,
      })}
    >
      {cell(row)}
    </td>
  ));
}) as <Row, Sort extends string>(props: RowCellsProps<Row, Sort>) => ReactNode;

type HeaderCellProps<Row, Sort extends string> = {
  column: Column<Row, Sort>;
  isAfterNumber: boolean | undefined;
  sorting: Sorting<Sort>;
  isBelowBar: boolean;
};

function HeaderCell<Row, Sort extends string>({
  column,
  isAfterNumber,
  sorting,
  isBelowBar,
}: HeaderCellProps<Row, Sort>) {
  const { id, sort, header, className, isNumeric, isDescendingFirst = false } = column;
  const names = cellClass({
    place: 'head',
    isBelowBar,
    isNumeric,
    isAfterNumber,
    isSorted: sort === sorting.sort,
    className,
  });
  if (sort === undefined)
    return (
      <th scope="col" data-column={id} className={names}>
        {header}
      </th>
    );
  const isSorted = sort === sorting.sort;
  const isAscending = sorting.order === 'asc';
  const isNextDescending = isSorted ? isAscending : isDescendingFirst;
  return (
    <th
      scope="col"
      data-column={id}
      className={names}
      aria-sort={isSorted ? (isAscending ? 'ascending' : 'descending') : 'none'}
    >
      <Link
        className="inline-flex min-h-6 items-center hover:text-ink"
        href={sorting.addressOf(sort, isNextDescending ? 'desc' : 'asc')}
        title={sorting.labelOf(header)}
        {...KEEPS_SCROLL}
      >
        {header}
        {isSorted && <Icon name={isAscending ? 'sortUp' : 'sortDown'} size={8} className="ml-0.75" />}
      </Link>
    </th>
  );
}
