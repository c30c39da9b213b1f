import Link from 'next/link';
import type { KeyboardEvent, ReactNode, Ref } from 'react';
import { classNames } from '@/components/ui/class-names';
import { Icon } from '@/components/ui/icon';

export type Column<Row, Sort extends string = string> = {
  id: string;
  header: string;
  /** Fixes the column's width, and from which width of the page on it is there. */
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

export function DataTable<Row, Sort extends string>(props: DataTableProps<Row, Sort>) {
  const { label, columns, rows, keyOf, sorting, empty, ref, onKeyDown } = props;
  return (
    <table className="grid-t" aria-label={label} ref={ref} onKeyDown={onKeyDown}>
      <thead>
        <tr>
          {columns.map((column) => (
            <HeaderCell key={column.id} column={column} sorting={sorting} />
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={keyOf(row)}>
            {columns.map(({ id, className, isNumeric, cell }) => (
              <td key={id} className={classNames(className, isNumeric && 'num')}>
                {cell(row)}
              </td>
            ))}
          </tr>
        ))}
        {rows.length === 0 && (
          <tr className="none">
            <td colSpan={columns.length}>{empty}</td>
          </tr>
        )}
      </tbody>
    </table>
  );
}

type HeaderCellProps<Row, Sort extends string> = { column: Column<Row, Sort>; sorting: Sorting<Sort> };

function HeaderCell<Row, Sort extends string>({ column, sorting }: HeaderCellProps<Row, Sort>) {
  const { sort, header, className, isNumeric } = column;
  const names = classNames(className, isNumeric && 'num', sort === sorting.sort && 'sorted');
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
        href={sorting.addressOf(sort, isSorted && isAscending ? 'desc' : 'asc')}
        title={sorting.labelOf(header)}
        scroll={false}
      >
        {header}
        {isSorted && <Icon name={isAscending ? 'sortUp' : 'sortDown'} size={8} />}
      </Link>
    </th>
  );
}
