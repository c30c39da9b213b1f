import { cva } from 'class-variance-authority';
import Link from 'next/link';
import type { KeyboardEvent, ReactNode, Ref } from 'react';
import { Icon } from '@/components/ui/icon';

export type Column<Row, Sort extends string = string> = {
  id: string;
  header: string;
  /** Utilities that fix the column's width, and from which width of the page on it is there. */
  className: string;
  isNumeric?: boolean;
  /** What the address calls this order, where the list can be sorted by it. */
  sort?: Sort;
  cell: (row: Row) => ReactNode;
};

type Sorting<Sort extends string> = {
  sort: Sort;
  order: 'asc' | 'desc';
  /** The address of the same list sorted by this. */
  addressOf: (sort: Sort, order: 'asc' | 'desc') => string;
  labelOf: (header: string) => string;
};

type DataTableProps<Row, Sort extends string> = {
  label: string;
  columns: readonly Column<Row, Sort>[];
  rows: readonly Row[];
  keyOf: (row: Row) => string;
  sorting: Sorting<Sort>;
  /** What stands in place of rows; required, so that no list is ever just blank. */
  empty: ReactNode;
  ref?: Ref<HTMLTableElement>;
  onKeyDown?: (event: KeyboardEvent<HTMLElement>) => void;
};

const cellClass = cva('overflow-hidden px-1.25 text-ellipsis whitespace-nowrap first:pl-3', {
  variants: {
    place: {
      head: 'z-head sticky top-bar bg-raised first:rounded-tl-panel last:rounded-tr-panel',
      /** The row shows where focus is, not the link within it. */
      body: 'text-small/5 [&_a]:outline-none',
    },
    isNumeric: { true: 'text-right tabular-nums' },
    /** A number stands on the right of its column, and text after it would touch it. */
    isAfterNumber: { true: 'pl-4' },
    isSorted: { true: 'text-ink' },
  },
});

export function DataTable<Row, Sort extends string>(props: DataTableProps<Row, Sort>) {
  const { label, columns, rows, keyOf, sorting, empty, ref, onKeyDown } = props;
  return (
    <table className="table-fixed" aria-label={label} ref={ref} onKeyDown={onKeyDown}>
      <thead>
        <tr>
          {columns.map((column, index) => (
            <HeaderCell
              key={column.id}
              column={column}
              isAfterNumber={columns[index - 1]?.isNumeric}
              sorting={sorting}
            />
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr
            key={keyOf(row)}
            className="has-[a:focus-visible]:outline-2 has-[a:focus-visible]:-outline-offset-2 has-[a:focus-visible]:outline-focus"
          >
            {columns.map(({ id, className, isNumeric, cell }, index) => (
              <td
                key={id}
                className={cellClass({
                  place: 'body',
                  isNumeric,
                  isAfterNumber: columns[index - 1]?.isNumeric,
                  className,
                })}
              >
                {cell(row)}
              </td>
            ))}
          </tr>
        ))}
        {rows.length === 0 && (
          <tr>
            <td className="bg-transparent px-1.25 first:pl-3" colSpan={columns.length}>
              {empty}
            </td>
          </tr>
        )}
      </tbody>
    </table>
  );
}

type HeaderCellProps<Row, Sort extends string> = {
  column: Column<Row, Sort>;
  isAfterNumber: boolean | undefined;
  sorting: Sorting<Sort>;
};

function HeaderCell<Row, Sort extends string>({
  column,
  isAfterNumber,
  sorting,
}: HeaderCellProps<Row, Sort>) {
  const { sort, header, className, isNumeric } = column;
  const names = cellClass({
    place: 'head',
    isNumeric,
    isAfterNumber,
    isSorted: sort === sorting.sort,
    className,
  });
  if (sort === undefined)
    return (
      <th scope="col" className={names}>
        {header}
      </th>
    );
  const isSorted = sort === sorting.sort;
  const isAscending = sorting.order === 'asc';
  return (
    <th
      scope="col"
      className={names}
      aria-sort={isSorted ? (isAscending ? 'ascending' : 'descending') : 'none'}
    >
      <Link
        className="inline-flex min-h-6 items-center hover:text-ink"
        href={sorting.addressOf(sort, isSorted && isAscending ? 'desc' : 'asc')}
        title={sorting.labelOf(header)}
        scroll={false}
      >
        {header}
        {isSorted && <Icon name={isAscending ? 'sortUp' : 'sortDown'} size={8} className="ml-0.75" />}
      </Link>
    </th>
  );
}
